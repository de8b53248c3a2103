"""Community plans: begun, changed, published, taken away; what a place has, who is there, what is to be done."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from talka.people.actions import drafts
from talka.people.actions.versions import amend, check_shown, fill
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.territories.models import Area
from talka.ui.refusals import Refusal

from ..access import community_plans as access
from ..models import CommunityPlan, PlanActivity, PlanActor, PlanAsset, Session, Team
from .plan_versions import keep

LONGEST = 20_000
"""Characters of one text of a plan."""
MOST_ROWS = 60
"""Of what a place has, of who is there, of what is to be done, each: they stand on one page."""

Row = TypeVar("Row", PlanAsset, PlanActor, PlanActivity)


@dataclass(frozen=True)
class PlanData:
    """title: as the place calls itself; wanted: what the community wants it to be."""

    title: str
    area: Area | None = None
    about: str = ""
    wanted: str = ""


@dataclass(frozen=True)
class AssetData:
    """kind: `PlanAsset.Kind`; about: what it could serve for."""

    kind: str
    title: str
    about: str = ""
    where: str = ""


@dataclass(frozen=True)
class ActorData:
    """title: an organisation, an office or a group; gives: what it brings into the plan."""

    title: str
    role: str
    gives: str = ""


@dataclass(frozen=True)
class ActivityData:
    """cost_eur: EUR, None where nobody has said; reason: why it was dropped."""

    what: str
    aim: str = ""
    carried_by: str = ""
    session: Session | None = None
    by_when: dt.date | None = None
    cost_eur: Decimal | None = None
    paid_from: str = ""
    state: str = PlanActivity.State.PLANNED
    reason: str = ""
    came_of_it: str = ""


def begin_for_team(team: Team, data: PlanData, *, by: Person | None) -> CommunityPlan:
    """A team has one plan. by None: the house, loading files. Raises Refusal."""
    if by is not None:
        access.check(access.may_begin_for(by, team))
    _check(data)
    with deed(by):
        # The team's row is the lock: two who begin at once make one.
        held = Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
        if CommunityPlan.objects.filter(team=held, retired_at=None).exists():
            raise Refusal(
                _("This team has a community plan already."),
                _("No second one was begun."),
                _("Open it from the team's page and write there."),
            )
        row = CommunityPlan(team=held, organisation_id=held.organisation_id, by=by)
        fill(row, data)
        row.save()
    return row


def begin_for_organisation(organisation: Organisation, data: PlanData, *, by: Person | None) -> CommunityPlan:
    """Of no cohort; an organisation may have several, of different places. Raises Refusal."""
    if by is not None:
        own = access.organisation_to_plan(by)
        access.check(own is not None and own.pk == organisation.pk)
    _check(data)
    with deed(by):
        row = CommunityPlan(organisation=organisation, by=by)
        fill(row, data)
        row.save()
    return row


def change_plan(plan: CommunityPlan, data: PlanData, *, version: int, by: Person | None) -> CommunityPlan:
    """version: the one that was shown. Raises Refusal."""
    access.check(access.may_write(by, plan))
    _check(data)
    with deed(by):
        row = locked(plan)
        amend(row, data, version)
    return row


def publish_plan(plan: CommunityPlan, *, by: Person | None) -> None:
    """Everybody reads it from now on, as it stands and as it is changed; it is also kept as a version. Twice is once.
    by None: the house, loading files."""
    if by is not None:
        access.check(access.may_publish(by, plan))
    with deed(by):
        row = locked(plan)
        if row.published_at is None:
            drafts.show(row, public=True)
            keep(row, _("Published"), by=by)


def unpublish_plan(plan: CommunityPlan, *, by: Person | None) -> None:
    """Its own people and those who teach read it. Those who run the cohort may do it too. Twice is once."""
    access.check(access.may_write(by, plan))
    with deed(by):
        drafts.show(locked(plan), public=False)


def retire_plan(plan: CommunityPlan, *, by: Person | None) -> None:
    """Nobody sees it but who may bring it back; nothing of it is lost. Twice is once."""
    access.check(access.may_write(by, plan))
    with deed(by):
        drafts.take_away(drafts.held(plan))


def restore_plan(plan: CommunityPlan, *, by: Person | None) -> None:
    """Back, and not published. Twice is once. Raises Refusal where the team has begun another one meanwhile."""
    access.check(access.may_write(by, plan))
    with deed(by):
        if plan.team_id is not None:
            Team.objects.select_for_update(of=("self",)).get(pk=plan.team_id)
            others = CommunityPlan.objects.filter(team=plan.team_id, retired_at=None).exclude(pk=plan.pk)
            if others.exists():
                raise Refusal(
                    _("The team has begun another community plan meanwhile."),
                    _("Nothing was changed."),
                    _("Take that one away first, or copy what you need."),
                )
        drafts.bring_back(drafts.held(plan))


def add_asset(plan: CommunityPlan, data: AssetData, *, by: Person | None) -> PlanAsset:
    """by None, here and below: the house, loading files. Raises Refusal."""
    _check_asset(data)
    return _add(PlanAsset(plan=plan), data, by)


def change_asset(row: PlanAsset, data: AssetData, *, version: int, by: Person | None) -> PlanAsset:
    _check_asset(data)
    return _change(row, data, version, by)


def add_actor(plan: CommunityPlan, data: ActorData, *, by: Person | None) -> PlanActor:
    _check_actor(data)
    return _add(PlanActor(plan=plan), data, by)


def change_actor(row: PlanActor, data: ActorData, *, version: int, by: Person | None) -> PlanActor:
    _check_actor(data)
    return _change(row, data, version, by)


def add_activity(plan: CommunityPlan, data: ActivityData, *, by: Person | None) -> PlanActivity:
    _check_activity(plan, data)
    return _add(PlanActivity(plan=plan), _with_reason_where_dropped(data), by)


def change_activity(row: PlanActivity, data: ActivityData, *, version: int, by: Person | None) -> PlanActivity:
    _check_activity(row.plan, data)
    return _change(row, _with_reason_where_dropped(data), version, by)


def remove_row(
    plan: CommunityPlan, model: type[PlanAsset] | type[PlanActor] | type[PlanActivity], pk: int, *, by: Person | None
) -> None:
    """It was entered by mistake; what stood there is kept by the database. What is not done any more is dropped
    instead. Twice is once."""
    access.check(access.may_write(by, plan))
    with deed(by):
        held = locked(plan)
        if model._default_manager.filter(plan=held, pk=pk).delete()[0]:
            held.save(update_fields=["changed_at"])


def _add(row: Row, data: object, by: Person | None) -> Row:
    if by is not None:
        access.check(access.may_write(by, row.plan))
    with deed(by):
        held = locked(row.plan)
        if type(row)._default_manager.filter(plan=held).count() >= MOST_ROWS:
            raise Refusal(
                _("At most %(number)s can be entered here.") % {"number": MOST_ROWS},
                _("Nothing was saved."),
                _("Put several that belong together into one."),
            )
        fill(row, data)
        row.save()
        held.save(update_fields=["changed_at"])
    return row


def _change(row: Row, data: object, version: int, by: Person | None) -> Row:
    access.check(access.may_write(by, row.plan))
    with deed(by):
        held = locked(row.plan)
        now = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
        now = check_shown(now, version)
        fill(now, data)
        now.version += 1
        now.save()
        held.save(update_fields=["changed_at"])
    return now


def locked(plan: CommunityPlan) -> CommunityPlan:
    """Its row, held until the transaction ends; nothing enters one that was just taken away."""
    row = CommunityPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if row.retired_at is not None:
        raise Refusal(_("This community plan was taken away."), _("Nothing was changed."), _("Bring it back first."))
    return row


def _check(data: PlanData) -> None:
    _title(data.title)
    _length(data.about, data.wanted)


def _check_asset(data: AssetData) -> None:
    _title(data.title)
    _length(data.about)
    if data.kind not in PlanAsset.Kind.values:
        raise Refusal(_("This choice is not known."), _("Nothing was saved."), status=422)


def _check_actor(data: ActorData) -> None:
    _title(data.title)
    _length(data.gives)
    if not data.role.strip():
        raise Refusal(_("Say what they are for the place."), _("Nothing was saved."), status=422)


def _check_activity(plan: CommunityPlan, data: ActivityData) -> None:
    _title(data.what)
    _length(data.aim, data.came_of_it)
    cohort = plan.team.cohort_id if plan.team else None
    for wrong, said, advice in (
        (data.state not in PlanActivity.State.values, _("This choice is not known."), ""),
        (
            data.state == PlanActivity.State.DROPPED and not data.reason.strip(),
            _("Say why it was dropped."),
            _("Others learn from it as much as from what was done."),
        ),
        (data.cost_eur is not None and data.cost_eur < 0, _("A cost is nothing or more."), ""),
        (
            data.session is not None and data.session.cohort_id != cohort,
            _("This session is of another cohort."),
            "",
        ),
    ):
        if wrong:
            raise Refusal(said, _("Nothing was saved."), advice, status=422)


def _with_reason_where_dropped(data: ActivityData) -> ActivityData:
    """Of what is taken up again no reason stays: what stood there is kept by the database."""
    return data if data.state == PlanActivity.State.DROPPED else replace(data, reason="")


def _title(words: str) -> None:
    if not words.strip():
        raise Refusal(_("The title is missing."), _("Nothing was saved."), status=422)


def _length(*texts: str) -> None:
    if max(len(text) for text in texts) > LONGEST:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": LONGEST},
            _("Nothing was saved."),
            status=422,
        )
