"""All that is looked at, in the order in which one thing stands on the other."""

from collections.abc import Iterator

from talka.site.doctor import machine
from talka.site.doctor.finding import Finding, findings


def before_the_database() -> Iterator[Finding]:
    yield from findings(
        [
            ("python", machine.python),
            ("packages", machine.packages),
            ("analysis", machine.analysis),
            ("folder", machine.folder),
            ("disk", machine.disk),
            ("open files", machine.open_files),
            ("static files", machine.static),
            ("translations", machine.translations),
            ("documents", machine.documents),
        ]
    )


def with_the_database() -> Iterator[Finding]:
    """Django is set up, and DATABASE_URL says where to ask."""
    from talka.site.doctor import data, files, work

    yield from findings(
        [
            ("database", data.reach),
            ("database", data.encoding),
            ("database line", data.line),
            ("database role", data.rights),
            ("tables", data.schema),
            ("connections", data.connections),
            ("clock", data.clock),
            ("search", data.search),
            ("worker", work.worker),
            ("queue", work.jobs),
            ("letters", work.letters),
            ("mail server", work.mail_server),
            ("backup", work.backup),
            ("files", files.uploads),
        ]
    )
