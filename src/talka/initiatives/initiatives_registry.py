"""What initiatives tell the other parts: who hears what a council answered, and how their words are reported."""

from collections.abc import Collection
from typing import cast

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.people.models import Person

from . import answered, moderated
from .access.initiatives import initiative_to_support, looks_after, may_change
from .access.offices import council_of
from .models import Author, Initiative, Supporter
from .moderated import Moderated


def receivers(initiative: Initiative) -> Collection[Person]:
    """Its authors, and those supporters who want to hear it. One query."""
    authors = Author.objects.filter(initiative=initiative, state=Author.State.ACCEPTED).values("person")
    supporters = Supporter.objects.filter(initiative=initiative, wants_answer=True).values("person")
    rows = Person.objects.filter(Q(pk__in=authors) | Q(pk__in=supporters), erased_at=None)
    return list(rows.order_by("pk"))


def known(person: Person | None, pk: int) -> Moderated | None:
    """A published one whose words the person reads; a hidden one also for those who look after it."""
    try:
        return initiative_to_support(person, pk)
    except Http404:
        return None


def words(row: Moderated) -> str:
    one = cast(Initiative, row)
    return "\n\n".join(part for part in (one.title, one.what, one.where, one.why, one.carrier, one.needs) if part)


def moderates(person: Person | None, row: Moderated) -> bool:
    """Those who look after it, but no author of their own words."""
    one = cast(Initiative, row)
    return looks_after(person, one) and not may_change(person, one)


def fill() -> None:
    answered.register(receivers)
    moderated.register(
        moderated.Kind(
            name="initiative",
            label=_("Initiative"),
            model=Initiative,
            known=known,
            words=words,
            author=lambda row: cast(Initiative, row).by,
            url=lambda row: reverse("initiatives:initiative", args=[row.pk]),
            moderates=moderates,
            kept_by=lambda row: (council_of(cast(Initiative, row).area), cast(Initiative, row).programme_id),
        )
    )
