"""Who takes part without an account: by the personal link of a letter, kept in this browser for a while. It opens
nothing of what is kept of the person: that needs a code, see `people.own`."""

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone

from talka.people.models import Person
from talka.people.own import confirmed_person

from .frame import person_of

SESSION_KEY = "initiatives_reader"
LASTS = dt.timedelta(hours=12)


def reader_of(request: HttpRequest) -> Person | None:
    """Who is signed in, else who came by a personal link or confirmed themselves in this browser. No query for
    strangers."""
    person = person_of(request)
    if person is not None:
        return person
    key, until = request.session.get(SESSION_KEY, ("", 0))
    if not key or until < timezone.now().timestamp():
        return confirmed_person(request)
    rows = Person.objects.select_related("organisation", "account")
    return rows.filter(key=key, erased_at=None, merged_into=None).first()


def remember(request: HttpRequest, person: Person) -> None:
    """This browser is that person's for half a day, for taking part only."""
    request.session.cycle_key()
    request.session[SESSION_KEY] = (person.key, (timezone.now() + LASTS).timestamp())
