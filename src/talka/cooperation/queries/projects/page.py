"""One joint project as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.links.queries import came_from
from talka.links.registry import Shown
from talka.people.models import Person
from talka.people.office import office_of
from talka.territories.queries import name_of
from talka.ui.numbers import date as long_date

from ...access import projects as access
from ...models import JointPartner, JointProject, Milestone, Partner, ProjectDecision, ProjectResult, Risk
from ...reach import places_of
from ...trail import CASE, PROJECT


@dataclass(frozen=True)
class PartnerRow:
    """One party. notes: what has happened to it since; may_answer: the reader says what it decides; may_take_out: it
    never agreed, and whoever changes the project may take it out."""

    partner: JointPartner
    notes: Sequence[str]
    may_answer: bool
    may_take_out: bool


@dataclass(frozen=True)
class MilestoneRow:
    milestone: Milestone
    late: bool


@dataclass(frozen=True)
class Course:
    """open_file: whether the reader may open the file of a decision, by its row id."""

    milestones: Sequence[MilestoneRow]
    risks: Sequence[Risk]
    decisions: Sequence[ProjectDecision]
    open_files: frozenset[int]

    @property
    def late(self) -> int:
        return sum(one.late for one in self.milestones)


def parties(project: JointProject) -> list[JointPartner]:
    """All parties, those that left too, the lead first. One query."""
    rows = JointPartner.objects.filter(project=project).select_related("organisation__area")
    found = list(rows.defer("organisation__area__boundary", "organisation__area__outline"))
    for one in found:
        one.project = project
    return sorted(found, key=lambda one: (one.role != JointPartner.Role.LEAD, one.order, one.pk))


def partner_rows(
    project: JointProject, partners: Sequence[JointPartner], person: Person | None, causes: Sequence[Shown]
) -> list[PartnerRow]:
    """With what became of each: its territory was merged away, it left a case the project comes from. Up to three
    queries more where such is so, and one for each party whose answers the reader might write down."""
    today = timezone.localdate()
    office = office_of(person)
    changes = access.may_change(person, project)
    notes = _notes(partners, causes, today)
    rows = []
    for one in partners:
        own = office is not None and office.pk == one.organisation_id
        answers = one.left_on is None and (own or (changes and access.may_answer_for(person, one)))
        takes_out = changes and one.agreed_on is None and one.left_on is None and one.role != JointPartner.Role.LEAD
        rows.append(PartnerRow(one, notes.get(one.pk, []), answers, takes_out))
    return rows


def _notes(partners: Sequence[JointPartner], causes: Sequence[Shown], today: date) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    gone = {
        one.organisation.area_id: one
        for one in partners
        if one.organisation.area and one.organisation.area.valid_to and one.organisation.area.valid_to <= today
    }
    now = places_of([pk for pk in gone if pk], today).municipality if gone else {}
    for one in partners:
        area = one.organisation.area
        if area is not None and area.pk in gone and area.valid_to is not None:
            became = now.get(area.pk)
            day = long_date(area.valid_to)
            text = _("The municipality was merged away (%(day)s).") % {"day": day}
            if became is not None and became.pk != area.pk:
                text = _("The municipality was merged away (%(day)s); now: %(area)s. Ask who carries its part on.") % {
                    "day": day,
                    "area": name_of(became),
                }
            found.setdefault(one.pk, []).append(text)
    cases = {one.id: str(one.title) for one in causes if one.kind == CASE}
    if cases:
        left = Partner.objects.filter(case__in=list(cases), state=Partner.State.WITHDRAWN)
        whose = {(row.organisation_id, str(row.case_id)): row.answered_on for row in left}
        for one in partners:
            for (organisation, case), since in whose.items():
                if organisation == one.organisation_id and one.left_on is None:
                    told = {"case": cases[case], "day": long_date(since) if since else ""}
                    found.setdefault(one.pk, []).append(
                        _("It left the cooperation case “%(case)s” (%(day)s). Ask whether it stays here.") % told
                    )
    return found


def course_of(project: JointProject, partners: Sequence[JointPartner], *, inside: bool) -> Course:
    """Milestones by day, risks the largest first, decisions. Three queries."""
    today = timezone.localdate()
    known = {one.pk: one for one in partners}
    milestones = list(Milestone.objects.filter(project=project, retired_at=None))
    risks = list(Risk.objects.filter(project=project, retired_at=None))
    decisions = list(ProjectDecision.objects.filter(project=project, retired_at=None))
    for milestone in milestones:
        milestone.partner = known.get(milestone.partner_id or 0)
    for risk in risks:
        risk.partner = known.get(risk.partner_id or 0)
    risks.sort(key=lambda one: (one.closed_on is not None, -one.size, one.pk))
    may_open = {one.pk for one in decisions if one.is_kept and (inside or one.open_to_all)}
    return Course(
        [MilestoneRow(one, one.done_on is None and one.due < today) for one in milestones],
        risks,
        decisions,
        frozenset(may_open),
    )


def causes_of(project: JointProject, person: Person | None) -> list[Shown]:
    """What it comes from, as far as the reader may know of it. One query, and one to three for each kind there is."""
    return came_from(PROJECT, project.pk, person)


def retired_in(project: JointProject) -> list[tuple[str, object]]:
    """What was taken away and can be brought back, as (kind in addresses, row). Four queries."""
    kinds = (("milestone", Milestone), ("risk", Risk), ("decision", ProjectDecision), ("result", ProjectResult))
    return [
        (name, row)
        for name, model in kinds
        for row in model._default_manager.filter(project=project).exclude(retired_at=None)
    ]


def responsible_of(project: JointProject, person: Person | None) -> str:
    """Who answers for it: by name for the partners and where the person agreed, else the office. Up to one query."""
    named = project.responsible
    if named is not None and (access.may_read_inside(person, project) or access.name_is_open(project)):
        return ", ".join(part for part in (named.name, named.position or project.responsible_office) if part)
    return project.responsible_office
