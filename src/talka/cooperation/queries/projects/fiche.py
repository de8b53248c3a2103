"""A joint project as its one-page paper tells it."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.documents.project_fiche import FicheMilestone, FichePartner, FicheResult, FicheSum, ProjectFiche
from talka.people.models import Person
from talka.ui.numbers import dates, euro, number

from ...access import projects as access
from ...law.register import services
from ...models import JointProject
from .money import Gap, Sum, money_of
from .page import MilestoneRow, course_of, parties, responsible_of
from .results import ResultRow, results_of


def fiche_of(project: JointProject, person: Person | None, link: str) -> ProjectFiche:
    """What the reader may know of it, in the reader's language. A fixed number of queries."""
    partners = parties(project)
    money = money_of(project, partners)
    course = course_of(project, partners, inside=access.may_read_inside(person, project))
    service = services().get(project.service)
    publicity = [text for one in money.fundings if (text := str(one.publicity).strip())]
    return ProjectFiche(
        title=str(project),
        state=str(project.get_state_display()),
        as_of=timezone.localdate(),
        about=str(project.about or ""),
        facts=(
            (_("Service"), str(service.name) if service else ""),
            (_("Period"), _period(project)),
            (_("Impact"), project.level_words),
            (_("Answers for it"), responsible_of(project, person)),
            (_("Funders"), "; ".join(str(one) for one in money.fundings)),
        ),
        partners=tuple(
            FichePartner(str(one), str(one.get_role_display()), str(one.does or ""))
            for one in partners
            if one.left_on is None
        ),
        by_source=_sums(money.by_source),
        by_year=_sums(money.by_year),
        gap=" ".join(gap_words(one) for one in money.gaps),
        milestones=tuple(
            FicheMilestone(str(row.milestone), row.milestone.due, milestone_words(row)) for row in course.milestones
        ),
        results=tuple(_result(row) for row in results_of(project.pk)),
        publicity=tuple(dict.fromkeys(publicity)),
        link=link,
        language=(get_language() or "lv").split("-")[0],
        illustrative=project.illustrative,
    )


def gap_words(gap: Gap) -> str:
    """What does not add up, in one sentence."""
    said = {"what": gap.what, "told": euro(gap.told), "ours": euro(gap.ours), "difference": euro(gap.difference)}
    return _("%(what)s: the funder says %(told)s, the lines make %(ours)s; difference %(difference)s.") % said


def milestone_words(row: MilestoneRow) -> str:
    if row.milestone.done_on:
        return _("reached")
    return _("late") if row.late else _("ahead")


def _period(project: JointProject) -> str:
    if project.starts and project.ends:
        return dates(project.starts, project.ends)
    one = project.starts or project.ends
    return dates(one) if one else ""


def _sums(rows: Sequence[Sum]) -> tuple[FicheSum, ...]:
    return tuple(FicheSum(one.label, one.planned, one.spent) for one in rows)


def _result(row: ResultRow) -> FicheResult:
    unit = str(row.result.unit or "")

    def said(value: float | None, year: int | None) -> str:
        return "" if value is None else f"{number(value, row.digits)} ({year})"

    title = f"{row.result.title}, {unit}" if unit else str(row.result.title)
    return FicheResult(
        title,
        said(row.way.baseline, row.result.baseline_year),
        said(row.way.target, row.result.target_year),
        said(row.standing.value, row.standing.year),
    )
