"""What the selection decides: recorded first, then carried out and told to all; a change is a new decision."""

from django.db.models import OuterRef, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talka.people.actions.organisations import find_or_create_organisation
from talka.people.actions.persons import PersonData
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.ui.refusals import Refusal

from .. import access
from .. import letters_of_applications as letters
from ..access.applications import check_own_side
from ..models import Application, Cohort, SelectionDecision, SelectionMeeting, Team
from ..queries.applications import door_of, sent_in
from .applications import close_gap
from .cohorts import add_learner, add_team, cohort_locked, leave
from .selection import standing

SELECTED, RESERVE, DECLINED = Application.Outcome.SELECTED, Application.Outcome.RESERVE, Application.Outcome.DECLINED
LONGEST_REASON = 3_000


def decide(
    application: Application,
    outcome: str,
    reason: str,
    *,
    by: Person | None,
    meeting: SelectionMeeting | None = None,
) -> SelectionDecision:
    """Record a decision; nobody is told and no team is made until `announce`. Declining needs a reason, and so does
    deciding anew. Raises Refusal where every place is taken."""
    access.check_run_cohort(by, application.cohort)
    check_own_side(by, application)
    reason = reason.strip()
    if outcome not in Application.Outcome.values:
        raise Refusal(_("This decision is not known."), _("Nothing was decided."), status=422)
    if len(reason) > LONGEST_REASON:
        raise Refusal(_("A reason has at most %(n)s characters.") % {"n": LONGEST_REASON}, status=422)
    with deed(by):
        cohort = cohort_locked(application.cohort)
        row = standing(application)
        if door_of(cohort).open:
            raise Refusal(
                _("Applications are still open."),
                _("Nothing was decided."),
                _("Decide once they have closed; until then more may come."),
            )
        if meeting is not None and meeting.cohort_id != cohort.pk:
            raise Refusal(_("This meeting is not known."), _("Nothing was decided."), status=422)
        if outcome == DECLINED and not reason:
            raise Refusal(
                _("Please say why: whoever is declined gets the reason."), _("Nothing was decided."), status=422
            )
        if row.outcome and not reason:
            raise Refusal(
                _("This was decided before: please say why it is decided anew."),
                _("Nothing was decided; the earlier decision stands."),
                status=422,
            )
        if outcome == SELECTED and row.outcome != SELECTED:
            _place_for(cohort, row)
        _put(row, outcome)
        return SelectionDecision.objects.create(application=row, outcome=outcome, reason=reason, meeting=meeting, by=by)


def announce(cohort: Cohort, *, by: Person | None) -> int:
    """Carry out what was decided and not told yet: teams are made or leave, and every applicant gets a letter. All or
    nothing; the number of applicants told. Raises Refusal while one application is undecided."""
    access.check_run_cohort(by, cohort)
    with deed(by):
        held = cohort_locked(cohort)
        rows = list(sent_in(held).select_for_update(of=("self",)))
        undecided = sum(not row.outcome for row in rows)
        if undecided:
            raise Refusal(
                ngettext("%(n)s application is not decided yet.", "%(n)s applications are not decided yet.", undecided)
                % {"n": undecided},
                _("Nobody was told anything."),
                _("Decide about each of them first: selected, reserve list or declined."),
            )
        untold = []
        for row in rows:
            row.cohort = held
            last = row.decisions.order_by("-pk").first()
            if last is not None and last.told_at is None:
                untold.append((row, last))
        # Who gives a place back comes before who takes it.
        for row, last in sorted(untold, key=lambda each: each[1].outcome == SELECTED):
            _carry_out(row, last, by)
    return len(untold)


def move_up(cohort: Cohort, *, by: Person | None, reason: str = "") -> Application:
    """The first of the reserve list takes a place that became free, and is told. Raises Refusal where the list is empty
    or no place is free."""
    access.check_run_cohort(by, cohort)
    with deed(by):
        held = cohort_locked(cohort)
        rows = sent_in(held).filter(outcome=RESERVE).order_by("reserve_place")
        first = rows.first()
        if first is None:
            raise Refusal(_("Nobody is on the reserve list."), _("Nothing was changed."))
        first.cohort = held
        told = first.decisions.order_by("-pk").first()
        if told is None or told.told_at is None:
            raise Refusal(
                _("What was decided has not been told yet."),
                _("Nothing was changed."),
                _("Tell all applicants first, then move the first of the reserve list up."),
            )
        with translation.override(first.language):
            said = reason or _("A place became free.")
        decision = decide(first, SELECTED, said, by=by)
        row = standing(first)
        _carry_out(row, decision, by)
    return row


def move_in_reserve(application: Application, up: bool, *, by: Person | None) -> None:
    """One place up or down on the reserve list; at its end it stays."""
    access.check_run_cohort(by, application.cohort)
    check_own_side(by, application)
    with deed(by):
        cohort_locked(application.cohort)
        row = standing(application)
        if row.reserve_place is None:
            return
        other = Application.objects.filter(
            cohort=row.cohort, reserve_place=row.reserve_place + (-1 if up else 1)
        ).first()
        if other is None:
            return
        row.reserve_place, other.reserve_place = other.reserve_place, row.reserve_place
        for each in (row, other):
            each.save(update_fields=["reserve_place"])


def _put(row: Application, outcome: str) -> None:
    """The outcome as it stands now, and the place on the reserve list."""
    place = row.reserve_place
    if outcome == RESERVE and row.outcome == RESERVE:
        return
    row.outcome = outcome
    row.reserve_place = None
    if outcome == RESERVE:
        row.reserve_place = Application.objects.filter(cohort=row.cohort).exclude(reserve_place=None).count() + 1
    row.save(update_fields=["outcome", "reserve_place"])
    if place is not None:
        close_gap(row.cohort_id, place)


def _place_for(cohort: Cohort, row: Application) -> None:
    """Raises Refusal where teams, and those selected who are no team yet, take every place."""
    if cohort.places is None:
        return
    taken = Team.objects.filter(cohort=cohort, left_on=None).count()
    untold = SelectionDecision.objects.filter(application=OuterRef("pk")).order_by("-pk")
    rows = Application.objects.filter(cohort=cohort, withdrawn_at=None).exclude(outcome="").exclude(pk=row.pk)
    rows = rows.annotate(told=Subquery(untold.values("told_at")[:1])).filter(told=None).select_related("team")
    for one in rows:
        there = one.team is not None and one.team.left_on is None
        # Who is selected and has no team yet comes; a team whose selection was taken back goes.
        taken += (one.outcome == SELECTED and not there) - (one.outcome != SELECTED and there)
    own = row.team is not None and row.team.left_on is None
    if taken - own >= cohort.places:
        raise Refusal(
            _("Every place in this cohort is taken."),
            _("Nothing was decided."),
            _("Put it on the reserve list, or raise the number of places."),
        )


def _carry_out(row: Application, decision: SelectionDecision, by: Person | None) -> None:
    try:
        if row.outcome == SELECTED:
            _make_team(row, by)
        elif row.team is not None and row.team.left_on is None:
            row.team.cohort = row.cohort
            leave(row.team, decision.reason, by=by)
    except Refusal as refusal:
        raise Refusal(
            f"{row.name}: {refusal.what}", _("Nothing was carried out, and nobody was told."), refusal.advice
        ) from refusal
    decision.told_at = timezone.now()
    decision.save(update_fields=["told_at"])
    letters.decided(row, decision)


def _make_team(row: Application, by: Person | None) -> None:
    """The team with those who were named; a community that no register knows is entered now."""
    if row.team is not None and row.team.left_on is None:
        return
    organisation = row.organisation or find_or_create_organisation(
        row.name,
        by=by,
        kind=Organisation.Kind.COMMUNITY,
        area=row.area,
        illustrative=row.cohort.training.illustrative,
    )
    row.team = add_team(row.cohort, organisation, by=by, area=row.area)
    row.save(update_fields=["team"])
    row.team.cohort = row.cohort
    for one in row.members.all():
        data = PersonData(one.given_name, one.family_name, one.email, organisation=organisation, language=row.language)
        add_learner(row.team, data, by=by)
