"""Letters to possible partners: asked to take part in a case, or written to by another organisation."""

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse

from talka.letters.actions import erase_written
from talka.people.letters import write_to
from talka.people.models import Person
from talka.ui.addresses import whole

from .models import Approach, Partner
from .trail import CASE

INVITED = "cooperation-invited"
WRITTEN = "cooperation-approach"


def invited(partner: Partner, readers: Sequence[Person], *, by: Person, asked_for: str, today: dt.date) -> int:
    """An organisation is asked to take part: who asks, in what, and where to answer. asked_for: the organisation in
    whose name it is asked. The number of letters; writing them again on the same day writes none."""
    link = whole(reverse("cooperation:answer", args=[partner.case.slug, partner.pk]))
    given = {"partner": partner, "case": partner.case, "by": by, "asked_for": asked_for, "link": link}
    for person in readers:
        key = f"{INVITED}-{partner.pk}-{person.pk}-{today.isoformat()}"
        about = (CASE, str(partner.case_id))
        write_to(person, "cooperation/letters/invited.txt", given, kind=INVITED, key=key, about=about)
    return len(readers)


def written(approach: Approach, readers: Sequence[Person], *, by: Person) -> None:
    """The words of one organisation's person to people of another; an answer goes to the writer's own address, as the
    writer agreed."""
    case = approach.case
    public = case is not None and case.published_at is not None
    link = whole(reverse("cooperation:case", args=[case.slug])) if case is not None and public else ""
    given = {"approach": approach, "case": case, "by": by, "link": link}
    about = (CASE, str(case.pk)) if case is not None else ("", "")
    for person in readers:
        key = f"{_key(approach)}{person.pk}"
        write_to(
            person, "cooperation/letters/written.txt", given, kind=WRITTEN, key=key, reply_to=by.email, about=about
        )


def forget_written(approach: Approach) -> None:
    """Its letters hold the writer's name, address and words."""
    erase_written(_key(approach))


def _key(approach: Approach) -> str:
    return f"{WRITTEN}-{approach.key}-"
