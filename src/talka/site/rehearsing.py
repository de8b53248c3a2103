"""`talka rehearse`: a twin of a group work, walked through by simulated phones, told as it goes."""

from collections import Counter

from django.urls import reverse

from talka.people.models import Person
from talka.site.output import say
from talka.site.trouble import Trouble
from talka.workshops.actions.rehearsing import begin_rehearsal
from talka.workshops.models import Workshop
from talka.workshops.rehearsal import play


def rehearse(named: str, seats: int, minutes: float, seed: int, address: str) -> None:
    """Make the twin, say where to look on, play, and say what was done. Raises Trouble, Refusal."""
    workshop = _found(named)
    by = _who_may()
    twin = begin_rehearsal(workshop, seats, by=by)
    console = reverse("workshops:console", args=[twin.event.slug, twin.slug])
    say(f"Rehearsal with {seats} simulated phones in {minutes:g} min; look on at {address}{console}")
    played = play(twin, minutes, by=by, seed=seed)
    say("Done: " + _counted(played.done) + ". It stands for a day; end it on its page, or rehearse again.")
    if played.refused:
        say("Refused: " + _counted(played.refused))


def _found(named: str) -> Workshop:
    rows = Workshop.objects.select_related("event__project__programme")
    event, slash, slug = named.strip("/").partition("/")
    found = list(
        rows.filter(event__slug=event, slug=slug) if slash else rows.filter(code__iexact=named.replace(" ", ""))
    )
    if len(found) != 1:
        raise Trouble(f"There is no group work “{named}”.", "Give its room code, or EVENT/WORKSHOP as in its address.")
    return found[0]


def _who_may() -> Person:
    """The command line may do everything: it acts as an administrator of the house."""
    person = Person.objects.filter(account__is_staff=True, account__is_active=True).order_by("pk").first()
    if person is None:
        raise Trouble("Nobody administers this house yet.", "Make an administrator first.")
    return person


def _counted(counts: "Counter[str]") -> str:
    return ", ".join(f"{number} × {what}" for what, number in sorted(counts.items())) or "nothing"
