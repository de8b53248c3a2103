"""What is kept about people, declared where it is kept. Privacy notices and the record of processing are made from it.

A model says it itself, `personal = Personal(…)`. What has no model of ours (sessions, jobs of the queue, files, logs)
is declared beside by `declare`. A test fails where something that can hold data about people says nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .refusals import Words


class Told(Enum):
    """An enumeration whose values are words for people."""

    def __str__(self) -> str:
        return str(self.value)


class Basis(Told):
    """The grounds of Article 6(1) of the General Data Protection Regulation (EU) 2016/679 that Talka relies on."""

    CONSENT = _("consent, Article 6(1)(a)")
    CONTRACT = _("a contract with the person, Article 6(1)(b)")
    LEGAL_OBLIGATION = _("a legal obligation of the controller, Article 6(1)(c)")
    PUBLIC_TASK = _("a task in the public interest, Article 6(1)(e)")
    LEGITIMATE_INTEREST = _("a legitimate interest, Article 6(1)(f)")
    EXPLICIT_CONSENT = _("explicit consent to data about health, Article 9(2)(a)")


class Data(Told):
    NAME = pgettext_lazy("of a person", "name")
    CONTACT = _("e-mail address and telephone number")
    WORK = _("organisation, position and expertise")
    PART = _("taking part: invitations, registrations, attendance, places in groups")
    NEEDS = _("diet and access needs, which may tell of health")
    WORDS = _("the person's own words: cards, answers, remarks")
    VOTES = _("votes and ratings")
    IMAGE = _("photographs, recordings and other files that may show or name people")
    ENTRY = _("means of signing in: addresses, links, passkeys, sessions")
    ADDRESS = _("network address")
    LETTERS = _("letters written to the person")
    DEEDS = _("who did what, and when")
    CHOICES = _("consents, requests and wishes about their own data")


class Reader(Told):
    PERSON = _("the person themselves")
    ORGANISERS = _("organisers of the project or event")
    TEAM = _("working group leaders and the project's team")
    FUNDER = _("those who control the use of the funding, and auditors")
    NAMED = _("those named before the person wrote: the group, the hall, the organisers or everybody")
    PUBLIC = _("everybody")
    ADMINISTRATORS = _("administrators of the installation")
    NOBODY = _("nobody: only the machine")


class Source(Told):
    PERSON = _("the person themselves")
    ORGANISER = _("an organiser, from address lists or public sources")
    COLLEAGUE = _("a colleague who registered them")
    TEAM = _("the project's team in the course of its work")
    MACHINE = _("the machine, while the person used it")


class Controller(Told):
    PROJECT = _("the controller named by the project")
    INSTALLATION = _("the operator of the installation")


class Clock(Enum):
    """From when the time of keeping is counted."""

    PROJECT = "project"
    """The project's retention date: until the end of that day."""
    EVENT = "event"
    """So many days after the event's last day."""
    MADE = "made"
    """So many days after the row was made."""
    EXPIRY = "expiry"
    """So many days after its own end."""
    WITH = "with"
    """As long as the row it belongs to, and it goes in the same breath."""
    PERSON = "person"
    """Until the person, or the administrator for them, takes it back or erases it."""


@dataclass(frozen=True)
class Personal:
    """A declaration. title: what it is, in words; retention: the rule in words; clock, days: the same for the machine.

    carried_out: the functions that a nightly or hourly job runs to carry it out, as dotted names; belongs_to: the label
    of the row it goes with, for Clock.WITH.
    """

    title: Words
    purpose: Words
    basis: tuple[Basis, ...]
    data: tuple[Data, ...]
    readers: tuple[Reader, ...]
    source: tuple[Source, ...]
    retention: Words
    clock: Clock
    days: int = 0
    carried_out: tuple[str, ...] = ()
    belongs_to: str = ""
    controller: Controller = Controller.PROJECT


@dataclass(frozen=True)
class Declared:
    """A declaration with what it is about: "people.Person", or a name such as "files"."""

    what: str
    personal: Personal


_beside: dict[str, Declared] = {}


def declare(what: str, personal: Personal) -> None:
    """Say what something that has no model of ours keeps. Called from a room's AppConfig.ready."""
    _beside[what] = Declared(what, personal)


def declared_beside() -> dict[str, Declared]:
    return dict(_beside)


def declarations() -> list[Declared]:
    """All of them: rooms from below upwards, then what stands beside."""
    own = [*_of_models()]
    return [*reversed(own), *sorted(_beside.values(), key=lambda each: each.what)]


def _of_models() -> Iterator[Declared]:
    for model in apps.get_models():
        personal = model.__dict__.get("personal")
        if isinstance(personal, Personal):
            yield Declared(model._meta.label, personal)


def acted(title: Words) -> Personal:
    """Of a table about things: who entered, changed or decided them."""
    return Personal(
        title=title,
        purpose=_("Showing who did what, so that work can be followed and mistakes mended"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.DEEDS,),
        readers=(Reader.ORGANISERS, Reader.TEAM, Reader.FUNDER),
        source=(Source.MACHINE,),
        retention=_("as long as the entry; the number of an erased person leads to nobody"),
        clock=Clock.PERSON,
    )


def texts(title: Words, *more: Data) -> Personal:
    """Of a table about things, in whose free texts a person may be named."""
    return Personal(
        title=title,
        purpose=_("What was said and done in the programme, in words that may name people"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.WORDS, *more),
        readers=(Reader.NAMED, Reader.ORGANISERS, Reader.TEAM),
        source=(Source.TEAM,),
        retention=_(
            "as the record of the work; after an erasure the administrator is shown where the name still stands"
        ),
        clock=Clock.PERSON,
    )
