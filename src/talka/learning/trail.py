"""What this room adds to the trail: from needs and measures to training programmes, and on to their events."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.links.registry import Arrow, Kind, Shown, register, register_arrow
from talka.people.models import Person

from . import trail_of_angels, trail_of_networks, trail_of_plans, trail_of_reviews
from .access import trainings_known_to
from .models import Session

TRAINING = "training"
LED_TO = "led_to"
"""What an arrow from a need or a measure means: this came of it."""
ASSESSED = "assessed"
"""What an arrow from a training programme to a need means: its assessment showed it."""


def show_trainings(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = trainings_known_to(person).filter(pk__in=ids).select_related("programme")
    return {
        str(row.pk): Shown(
            TRAINING,
            str(row.pk),
            str(row),
            reverse("learning:training", args=[row.slug]),
            illustrative=row.illustrative,
        )
        for row in rows
    }


def join_trail() -> None:
    trail_of_angels.join_trail()
    trail_of_networks.join_trail()
    trail_of_plans.join_trail(TRAINING)
    trail_of_reviews.join_trail()
    register(Kind(TRAINING, _("Training programme"), 110, show_trainings))
    register_arrow(
        Arrow(TRAINING, "event", lambda: Session.objects.filter(cohort__retired_at=None), "cohort__training", "event")
    )
