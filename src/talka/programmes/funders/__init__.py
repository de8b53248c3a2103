"""Funder templates: what each funder wants, as files. docs/developers/adding-a-funder.md says how to add one.

Those that come with the house lie here; an installation's own lie in `TALKA_VAR/funders/`, and stand in place of one of
the same name. A project's own choice goes before its programme's; without any, nothing is asked for or checked.
"""

import logging
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from .reading import TemplateFaults, read_file, read_template
from .spec import (
    EVIDENCE,
    Asked,
    AttendanceRules,
    Duty,
    FunderTemplate,
    Per,
    Phrase,
    PublicityRules,
    ReportRules,
    Section,
    SectionKind,
    Source,
    WantedLogo,
    words,
)

if TYPE_CHECKING:
    from talka.programmes.models import Project

__all__ = [
    "EVIDENCE",
    "Asked",
    "AttendanceRules",
    "Duty",
    "FunderTemplate",
    "Per",
    "Phrase",
    "PublicityRules",
    "ReportRules",
    "Section",
    "SectionKind",
    "Source",
    "TemplateFaults",
    "WantedLogo",
    "files",
    "read_file",
    "read_template",
    "template_of",
    "template_with",
    "templates",
    "words",
]

SHIPPED = Path(__file__).parent
log = logging.getLogger(__name__)


def files() -> dict[str, Path]:
    """Every template file by its key, own ones in place of shipped ones."""
    found: dict[str, Path] = {}
    for folder in (SHIPPED, Path(settings.FUNDERS_FOLDER)):
        found |= {path.stem: path for path in sorted(folder.glob("*.toml"))}
    return found


@cache
def _all() -> dict[str, FunderTemplate]:
    """Read once per process: `talka funders check` tells what is wrong with a file before it is restarted. One faulty
    file of an installation is left out, so that it takes no page down."""
    found = {}
    for key, path in files().items():
        try:
            found[key] = read_file(path)
        except TemplateFaults as wrong:
            if path.parent == SHIPPED:
                raise
            log.error("A funder template is left out:\n%s", wrong)
    return found


def templates(*, illustrative: bool = False) -> tuple[FunderTemplate, ...]:
    """Those that may be chosen, by title; fictional funders only where everything is made up."""
    found = (one for one in _all().values() if illustrative or not one.fictional)
    return tuple(sorted(found, key=lambda one: (one.fictional, words(one.title))))


def template_with(key: str) -> FunderTemplate | None:
    return _all().get(key) if key else None


def template_of(project: "Project") -> FunderTemplate | None:
    """What the project's funder wants: the project's choice, else its programme's; None where none is chosen."""
    return template_with(project.funder_template or project.programme.funder_template)
