"""The follow-up programme is decided on and published: one of its alternatives, the others are set aside."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.decisions import actions as decisions
from talka.decisions.models import DecisionRun
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..models import FollowUp, Measure
from ..signals import measure_accepted
from .alternatives import locked, still_open


@transaction.atomic
def decide_on(follow_up: FollowUp, *, reason: str, by: Person | None) -> FollowUp:
    """Decide on this alternative: its measures are accepted for their days, the others are set aside.

    A choice that breaks a rule or was changed by hand wants a reason. Measures of an earlier decision that are not in
    this one and not held yet are proposals again.
    """
    row = still_open(locked(follow_up, by))
    planned = list(row.planned.select_related("measure").select_for_update(of=("measure",)))
    if row.run is None or row.run.state != DecisionRun.State.PROPOSED or not planned:
        raise Refusal(_("There is no choice to decide on."), _("Nothing was decided."), _("Compute a choice first."))
    for each in planned:
        if each.measure.merged_into_id or each.measure.state == Measure.State.DECLINED:
            raise Refusal(
                _("“%(measure)s” has been declined or has gone into another since this was computed.")
                % {"measure": each.measure.words},
                _("Nothing was decided."),
                _("Compute anew."),
            )
    if not reason.strip() and (row.told.get("broken") or row.run.hand_changes.exists()):
        raise Refusal(
            _("Say why you decide otherwise than computed."),
            _("Nothing was decided."),
            _("Those who read the follow-up programme see the reason."),
            status=422,
        )
    _set_aside(row, by)
    decisions.accept(row.run, by=by, reason=reason)
    row.state = FollowUp.State.DECIDED
    row.save(update_fields=["state"])
    for each in planned:
        measure = each.measure
        measure.decided_day, measure.reason = each.day, ""
        if measure.state != Measure.State.DONE:
            measure.state = Measure.State.ACCEPTED
        measure.save(update_fields=["decided_day", "state", "reason"])
        _tell_accepted(measure.pk)
    return row


def _tell_accepted(pk: int) -> None:
    transaction.on_commit(lambda: measure_accepted.send(Measure, measure=pk), robust=True)


def _set_aside(chosen: FollowUp, by: Person | None) -> None:
    others = FollowUp.objects.select_for_update(of=("self",)).filter(programme=chosen.programme).exclude(pk=chosen.pk)
    for other in others.select_related("run"):
        if other.state == FollowUp.State.DECIDED:
            gone = Measure.objects.filter(planned__follow_up=other, state=Measure.State.ACCEPTED, held_as=None)
            ids: Sequence[int] = list(gone.exclude(planned__follow_up=chosen).values_list("pk", flat=True))
            for measure in Measure.objects.filter(pk__in=ids):
                measure.state, measure.decided_day = Measure.State.PROPOSED, None
                measure.save(update_fields=["state", "decided_day"])
        if other.run is not None and other.run.state == DecisionRun.State.PROPOSED:
            decisions.reject(other.run, by=by)
        other.state, other.published_at = FollowUp.State.SET_ASIDE, None
        other.save(update_fields=["state", "published_at"])


@transaction.atomic
def publish_follow_up(follow_up: FollowUp, *, public: bool, by: Person | None) -> FollowUp:
    """Show the follow-up programme that was decided on to everybody, or to the team only again."""
    row = locked(follow_up, by)
    if public and row.state != FollowUp.State.DECIDED:
        raise Refusal(
            _("Only a follow-up programme that was decided on can be published."),
            _("Nothing was published."),
            _("Decide on it first."),
        )
    row.published_at = (row.published_at or timezone.now()) if public else None
    row.save(update_fields=["published_at"])
    return row
