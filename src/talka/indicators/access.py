"""Figures are public. Tables are entered by administrators and by organisers; comparisons are kept by who made them."""

from django.db.models import Q
from django.http import Http404

from talka.decisions.models import DecisionRun
from talka.people.access import is_administrator, may_keep_people, not_allowed
from talka.people.models import Person

from .models import Chart, Comparison, FigureImport, Indicator, Release

__all__ = ["not_allowed"]


def may_enter(person: Person | None) -> bool:
    """May enter tables of figures and change the catalogue."""
    return may_keep_people(person)


def enterers_only(person: Person | None) -> None:
    """For pages of those who enter figures: "not found" to everybody else."""
    if not may_enter(person):
        raise Http404


def indicator_for(key: str) -> Indicator:
    row = Indicator.objects.select_related("weight", "classification").filter(key=key).first()
    if row is None:
        raise Http404
    return row


def import_for(person: Person | None, key: str) -> FigureImport:
    """A table on its way in is seen by whoever sent it, and by administrators."""
    enterers_only(person)
    row = FigureImport.objects.select_related("by", "release").filter(key=key).first()
    if row is None or not (is_administrator(person) or (person and row.by_id == person.pk)):
        raise Http404
    return row


def release_for(person: Person | None, key: str) -> Release:
    """A table that was entered, as its page shows it to those who enter tables."""
    enterers_only(person)
    row = Release.objects.select_related("by", "undone_by").filter(key=key, origin=Release.Origin.TABLE).first()
    if row is None:
        raise Http404
    return row


def chart_for(area: str, digest: str) -> Chart:
    """A drawing of a public area's profile."""
    row = Chart.objects.filter(digest=digest, name__startswith=f"{area}/").first()
    if row is None:
        raise Http404
    return row


def comparison_for(person: Person | None, key: str) -> Comparison:
    """One's own, and those that were shared."""
    mine = Q(by=person) if person else Q(pk=None)
    row = Comparison.objects.filter(mine | Q(shared=True), key=key, deleted_at=None).select_related("by").first()
    if row is None:
        raise Http404
    return row


def comparison_to_keep(person: Person | None, key: str) -> Comparison:
    row = comparison_for(person, key)
    if person is None or row.by_id != person.pk:
        raise Http404
    return row


def deleted_comparison_for(person: Person | None, key: str) -> Comparison:
    """One's own that was deleted, to bring it back."""
    row = Comparison.objects.filter(key=key, by=person).exclude(deleted_at=None).first() if person else None
    if row is None:
        raise Http404
    return row


def signed_in_only(person: Person | None) -> Person:
    """For pages of one's own: "not found" to everybody else."""
    if person is None:
        raise Http404
    return person


def index_run_for(person: Person | None, number: int) -> DecisionRun:
    """An index that was computed: for who had it computed, for who enters figures, and for all once it is accepted."""
    row = DecisionRun.objects.filter(method="composite-index", subject_kind="index", pk=number).first()
    own = row is not None and person is not None and row.created_by_id == person.pk
    if row is None or not (own or may_enter(person) or row.state == DecisionRun.State.ACCEPTED):
        raise Http404
    return row
