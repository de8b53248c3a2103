"""Who answers for what, as it holds for a project: its own words, else its programme's, else the installation's."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talka.programmes.models import Programme, Project
from talka.protection.models import Facts
from talka.ui.refusals import Words

FIELDS: dict[str, Words] = {
    "controller": _("Controller"),
    "controller_contact": _("Contact of the controller"),
    "officer": _("Data protection officer"),
    "officer_contact": _("Contact of the data protection officer"),
    "processor": _("Processor: who runs this installation"),
    "processor_contact": _("Contact of the processor"),
    "law": _("Law that gives the public task"),
    "place": _("Where the server stands"),
    "subprocessors": _("Sub-processors"),
    "authority": _("Supervisory authority"),
    "access_contact": _("Contact for accessibility"),
    "access_gaps": _("Known gaps in accessibility"),
    "access_tested": _("Accessibility tested on"),
    "access_tested_how": _("How it was tested"),
    "access_enforcement": _("Where to turn when the answer does not satisfy"),
}
OF_INSTALLATION = ("access_contact", "access_gaps", "access_tested", "access_tested_how", "access_enforcement")
NEEDED = ("controller", "controller_contact", "officer_contact", "authority", "law")
"""Without these a privacy notice does not say what Article 13 asks for."""


@dataclass(frozen=True)
class Answering:
    """What holds, in the active language; empty where nobody has filled it in."""

    controller: str = ""
    controller_contact: str = ""
    officer: str = ""
    officer_contact: str = ""
    processor: str = ""
    processor_contact: str = ""
    law: str = ""
    place: str = ""
    subprocessors: str = ""
    authority: str = ""
    access_contact: str = ""
    access_gaps: str = ""
    access_tested: str = ""
    access_tested_how: str = ""
    access_enforcement: str = ""

    @property
    def missing(self) -> list[Words]:
        """Titles of what a privacy notice needs and nobody has filled in."""
        return [FIELDS[name] for name in NEEDED if not getattr(self, name)]


def answering(project: Project | None = None, programme: Programme | None = None) -> Answering:
    """Who answers, for a project, a programme or (neither) the installation. One query."""
    programme_id = project.programme_id if project else programme.pk if programme else None
    wanted = Q(programme=None, project=None)
    if programme_id:
        wanted |= Q(programme=programme_id)
    if project:
        wanted |= Q(project=project)
    rows = sorted(Facts.objects.filter(wanted), key=lambda row: (row.project_id is None, row.programme_id is None))
    values = {name: _first(rows, name) for name in FIELDS}
    if project and str(project.controller):
        values["controller"] = str(project.controller)
    return Answering(**values)


def _first(rows: Sequence[Facts], name: str) -> str:
    return next((said for row in rows if (said := str(getattr(row, name) or "").strip())), "")


def facts_of(project: Project | None = None, programme: Programme | None = None) -> Facts:
    """The row to be filled in, new where there is none. One query."""
    row = Facts.objects.filter(project=project, programme=programme).first()
    return row or Facts(project=project, programme=programme)
