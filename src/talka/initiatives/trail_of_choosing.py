"""What votes add to the trail: from an initiative to where it stood to be chosen."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy

from talka.links.registry import Arrow, Kind, Shown, register, register_arrow
from talka.people.models import Person

from .access.choosings import choosings_known_to
from .models import ChoosingOption

CHOOSING = "choosing"


def show_choosings(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = choosings_known_to(person).filter(pk__in=ids).select_related("organisation", "programme")
    return {
        str(row.pk): Shown(
            CHOOSING,
            str(row.pk),
            row.title,
            reverse("initiatives:choosing", args=[row.pk]),
            str(row.organisation or row.programme),
            illustrative=row.illustrative,
        )
        for row in rows
    }


def join_trail() -> None:
    register(Kind(CHOOSING, gettext_lazy("Choosing together"), 120, show_choosings))
    register_arrow(
        Arrow(
            "initiative",
            CHOOSING,
            lambda: ChoosingOption.objects.filter(choosing__retired_at=None),
            "initiative",
            "choosing",
        )
    )
