"""What initiatives add to the trail: from a card, an idea sheet, a need, a measure or a plan to what people of the
place set out to do; rooms above and beside point on from them."""

from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.links.registry import Kind, Shown, register
from talka.people.models import Person
from talka.resources.queries.places import within

from .access.initiatives import initiatives_known_to
from .models import Initiative

INITIATIVE = "initiative"
LED_TO = "led_to"
"""What an arrow to or from an initiative means: this came of it."""
MOST_OFFERED = 300


def show_initiatives(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = initiatives_known_to(person).filter(pk__in=[pk for pk in ids if pk.isascii() and pk.isdigit()])
    return {str(row.pk): _shown(row) for row in rows}


def choose_initiatives(areas: Collection[int], person: Person | None) -> Sequence[Shown]:
    """Published ones of these territories, the newest first, for rooms that point to one."""
    rows = initiatives_known_to(person).filter(area__in=within(areas).values("pk"), published_at__isnull=False)
    return [_shown(row) for row in rows.order_by("-published_at", "-pk")[:MOST_OFFERED]]


def _shown(row: Initiative) -> Shown:
    address = reverse("initiatives:initiative", args=[row.pk])
    note = row.get_state_display()
    return Shown(INITIATIVE, str(row.pk), row.title, address, note, illustrative=row.illustrative)


def join_trail() -> None:
    register(Kind(INITIATIVE, _("Initiative"), 110, show_initiatives, choose=choose_initiatives))
