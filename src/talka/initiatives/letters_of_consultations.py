"""Letters of consultations: a personal link to take part, and what was answered to each comment."""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256

from django.urls import reverse

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


def answered(row: Consultation, comments: Sequence[ConsultationComment]) -> int:
    """One letter to each who commented, with the answers to all their comments; how many. Publishing again writes again
    only to those for whom something is different."""
    whose: dict[Person, list[ConsultationComment]] = defaultdict(list)
    for comment in comments:
        if comment.person is not None:
            whose[comment.person].append(comment)
    told = {"title": row.title, "link": whole(reverse("initiatives:consultation_report", args=[row.pk]))}
    template = "initiatives/consultations/letters/answered.txt"
    for person, mine in whose.items():
        about = "-".join(f"{each.pk}.{each.version}" for each in mine)
        key = f"{ANSWERED}-{row.pk}-{person.pk}-{sha256(about.encode()).hexdigest()[:32]}"
        write_to(person, template, told | {"comments": mine}, kind=ANSWERED, key=key)
    return len(whose)
