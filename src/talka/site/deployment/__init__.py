"""What must not be so where strangers come: `talka check --deploy` names it, each fault with its remedy.

One module per idea, each with `faults()`, which gives whole sentences for an administrator.
"""

from collections.abc import Iterator

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def faults() -> list[str]:
    """Every fault in plain words; empty when strangers may be let in. Django must be set up."""
    return list(_all())


def _all() -> Iterator[str]:
    from talka.site.deployment import backups, database, django_checks, files, letters, machine, web

    for kind in (machine, files, web, letters, database, backups, django_checks):
        yield from kind.faults()
