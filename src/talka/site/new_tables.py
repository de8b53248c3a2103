"""The tables of a new installation, made of the models as they stand instead of by every step that led to them.

The steps are for databases that are there already. Both ways end in the same tables, and a test holds them to it.
Packages whose own steps say more than their models (procrastinate) always take them.
"""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import override_settings


def nothing_there() -> bool:
    """Whether no step of these packages was ever taken here. So it is too where a first start was cut off: then what is
    missing is made, and only then the steps are noted."""
    return not any(
        app in settings.TABLES_FROM_MODELS for app, _name in MigrationRecorder(connection).applied_migrations()
    )


def make_tables() -> None:
    """Make them, and note every step as taken."""
    modules: dict[str, Any] = dict.fromkeys(settings.TABLES_FROM_MODELS)
    with override_settings(MIGRATION_MODULES=modules):
        call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
    recorder = MigrationRecorder(connection)
    for app, name in sorted(MigrationLoader(connection).disk_migrations):
        if app in settings.TABLES_FROM_MODELS:
            recorder.record_applied(app, name)
