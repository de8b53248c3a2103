"""Who enters a partner's figures, and who sees a computed map of groups."""

from django.http import Http404

from talka.people.models import Person

from ..models import GroupPlan, Partner, PartnerFigures
from . import may_answer_for, partner_for, sees_figures


def may_enter_figures(person: Person | None, partner: Partner) -> bool:
    """Whoever may say what a partner decides; but who cannot see the figures that stand there writes over none, unless
    they wrote them down themselves."""
    if not may_answer_for(person, partner):
        return False
    there = PartnerFigures.objects.filter(partner=partner).values_list("by").first()
    return there is None or sees_figures(person, partner) or (person is not None and there == (person.pk,))


def partner_to_enter(person: Person | None, slug: str, pk: int) -> Partner:
    """For the page on which a partner's figures are entered: "not found" to everybody else."""
    partner = partner_for(person, slug, pk)
    if partner.case.retired_at or not may_enter_figures(person, partner):
        raise Http404
    return partner


def plan_for(person: Person | None, key: str) -> GroupPlan:
    """A computed map: its maker's own, until it is shared with those who have the link, or with everybody."""
    row = GroupPlan.objects.select_related("region", "run", "by").filter(key=key, retired_at=None).first()
    if row is None:
        raise Http404
    own = person is not None and row.by_id == person.pk
    linked = row.shared == GroupPlan.Shared.SIGNED_IN and person is not None
    if own or linked or row.shared == GroupPlan.Shared.PUBLIC:
        return row
    raise Http404


def own_plan(person: Person | None, key: str) -> GroupPlan:
    """For pages on which a map is changed: "not found" to everybody but its maker."""
    row = plan_for(person, key)
    if person is None or row.by_id != person.pk:
        raise Http404
    return row
