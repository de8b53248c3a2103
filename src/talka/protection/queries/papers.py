"""Which documents there are, and how one is made for the installation or a project."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from talka.documents.report import Report
from talka.programmes.models import Project
from talka.protection.documents.assessment import assessment_of
from talka.protection.documents.contract import contract_of
from talka.protection.documents.record import record_of
from talka.ui.refusals import Words

from .facts import answering

Maker = Callable[..., Report]
DOCUMENTS: dict[str, tuple[Words, Maker]] = {
    "record": (_("Record of processing activities"), record_of),
    "assessment": (_("Data protection impact assessment"), assessment_of),
    "contract": (_("Contract on the processing of personal data"), contract_of),
}


def paper(name: str, *, language: str, place: str, project: Project | None = None) -> Report | None:
    """The document of that name; None where there is none. place: the address of the installation. One query."""
    if name not in DOCUMENTS:
        return None
    about = f"{project} ({project.number})" if project and project.number else str(project or place)
    made_up = bool(project and project.programme.illustrative)
    return DOCUMENTS[name][1](answering(project), about=about, language=language, illustrative=made_up)
