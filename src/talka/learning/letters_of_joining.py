"""The letter to whoever joins a team or works for a training programme: where it stands, and how they come in."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from talka.letters.actions import SIGN_IN
from talka.people.actions.accounts import INVITATION_DAYS
from talka.people.letters import write_to
from talka.people.models import Person
from talka.ui.addresses import whole

from .models import Learner, Staff

JOINED = "learning-joined"
WORKS = "learning-works-for"


@dataclass(frozen=True)
class WayIn:
    """link: to the page, signing in where `first`; empty where somebody else signs in with the same address."""

    link: str
    first: bool


def joined(learner: Learner, way: WayIn) -> None:
    """Once a day at most, so that a slip put right is not told twice."""
    cohort = learner.team.cohort
    told = {"team": learner.team, "training": cohort.training, "cohort": cohort}
    _write(learner.person, JOINED, way, told, str(learner.pk))


def works_for(staff: Staff, way: WayIn) -> None:
    told = {"staff": staff, "training": staff.training, "cohort": staff.cohort}
    _write(staff.person, WORKS, way, told, str(staff.pk))


def page_of_learner(learner: Learner) -> str:
    cohort = learner.team.cohort
    return reverse("learning:my_way", args=[cohort.training.slug, cohort.number])


def page_of_staff(staff: Staff) -> str:
    if staff.cohort is None:
        return reverse("learning:training", args=[staff.training.slug])
    return reverse("learning:cohort", args=[staff.training.slug, staff.cohort.number])


def _write(person: Person, kind: str, way: WayIn, told: Mapping[str, object], about: str) -> None:
    """One that signs in is kept as such letters are: its words go when the link does."""
    until = timezone.now() + dt.timedelta(days=INVITATION_DAYS) if way.first else None
    write_to(
        person,
        f"learning/letters/{'joined' if kind == JOINED else 'works_for'}.txt",
        {"link": whole(way.link) if way.link else "", "first": way.first, "days": INVITATION_DAYS, **told},
        kind=SIGN_IN if way.first else kind,
        key=f"{kind}-{about}-{timezone.localdate().isoformat()}",
        secret_until=until,
    )
