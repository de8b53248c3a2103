"""Letters from one twin team to the other."""

from collections.abc import Sequence

from django.urls import reverse

from talka.letters.actions import erase_written
from talka.people.letters import write_to
from talka.people.models import Person
from talka.ui.addresses import whole

from .models import Team, TwinLetter

WRITTEN = "learning-twin"


def written(row: TwinLetter, to: Team, readers: Sequence[Person], *, subject: str, words: str, by: Person) -> None:
    """The words of somebody of one team to the people of the other; an answer goes to the writer's own address, as the
    writer agreed."""
    cohort = to.cohort
    link = whole(reverse("learning:twins", args=[cohort.training.slug, cohort.number, to.pk]))
    given = {"sender": row.team, "team": to, "by": by, "subject": subject, "words": words, "link": link}
    for person in readers:
        key = f"{_key(row)}{person.pk}"
        write_to(person, "learning/twins/written.txt", given, kind=WRITTEN, key=key, reply_to=by.email)


def forget_written(row: TwinLetter) -> None:
    """Its letters hold the writer's name, address and words."""
    erase_written(_key(row))


def _key(row: TwinLetter) -> str:
    return f"{WRITTEN}-{row.pk}-"
