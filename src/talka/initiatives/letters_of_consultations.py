"""Letters of consultations: a personal link to take part, and what was answered to each comment."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.urls import reverse

from talka.letters.models import Letter
from talka.people.letters import write_to
from talka.people.models import Person, PersonalLink
from talka.ui.addresses import whole

from .models import Consultation, ConsultationComment

LINK = "initiatives-consultation-link"
ANSWERED = "initiatives-consultation-answered"


def link(row: Consultation, person: Person, token: str) -> None:
    """The link opens the consultation for this person; its letter is emptied when the link is over."""
    made = PersonalLink.objects.filter(person=person).latest("pk")
    told = {
        "title": row.title,
        "closes_on": row.closes_on,
        "link": whole(reverse("initiatives:consultation_by_link", args=[row.pk, token])),
    }
    template = "initiatives/consultations/letters/link.txt"
    write_to(person, template, told, kind=LINK, key=f"{LINK}-{made.pk}", secret_until=made.expires_at)


@dataclass(frozen=True)
class Untold:
    """Somebody who has not got these answers yet. key: of their letter."""

    person: Person
    comments: Sequence[ConsultationComment]
    key: str


def untold(row: Consultation, comments: Iterable[ConsultationComment]) -> list[Untold]:
    """One letter to each who commented and has an address, with the answers to all their comments. Publishing again
    writes again only to those for whom something is different. One query."""
    whose: dict[Person, list[ConsultationComment]] = defaultdict(list)
    for comment in comments:
        if comment.person is not None and comment.person.email:
            whose[comment.person].append(comment)
    found = [Untold(person, mine, _key_of(row, person, mine)) for person, mine in whose.items()]
    letters = Letter.objects.filter(idempotency_key__in=[one.key for one in found])
    written = set(letters.values_list("idempotency_key", flat=True))
    return [one for one in found if one.key not in written]


def _key_of(row: Consultation, person: Person, comments: Sequence[ConsultationComment]) -> str:
    about = "-".join(f"{each.pk}.{each.version}" for each in comments)
    return f"{ANSWERED}-{row.pk}-{person.pk}-{sha256(about.encode()).hexdigest()[:32]}"


def answered(row: Consultation, people: Collection[Untold]) -> int:
    """How many letters."""
    told = {"title": row.title, "link": whole(reverse("initiatives:consultation_report", args=[row.pk]))}
    template = "initiatives/consultations/letters/answered.txt"
    for one in people:
        write_to(one.person, template, told | {"comments": one.comments}, kind=ANSWERED, key=one.key)
    return len(people)
