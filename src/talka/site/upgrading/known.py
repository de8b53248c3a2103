"""Which changes of the schema this version knows."""

from collections.abc import Iterable


def unknown(applied: Iterable[tuple[str, str]]) -> list[str]:
    """Those of `applied` (app, name) that a newer version must have made: of apps known here, and not known here."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known |= {(str(app), str(name)) for app, name in migration.replaces}
    apps = {app for app, _name in known}
    return sorted(f"{app}.{name}" for app, name in applied if app in apps and (app, name) not in known)
