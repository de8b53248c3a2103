"""How the event file stands: per item what is there, made by whom, and what is missing at a glance."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talka.events import clock
from talka.events.models import Event
from talka.ui.few import FEW
from talka.ui.numbers import euro

from ..checklists import Item, checklist_of, own_items, standard
from ..models import EvidenceFile, OwnItem, Publication, Statement, When
from .facts import Facts, facts_of


class State(StrEnum):
    """there; partly: something of it is missing; missing; later: not wanted yet; apart: does not apply."""

    THERE = "there"
    PARTLY = "partly"
    MISSING = "missing"
    LATER = "later"
    APART = "apart"


STATE_WORDS: Mapping[State, Callable[[], str]] = {
    State.THERE: lambda: _("there"),
    State.PARTLY: lambda: _("in part"),
    State.MISSING: lambda: _("missing"),
    State.LATER: lambda: _("later"),
    State.APART: lambda: _("does not apply"),
}
TONES = {
    State.THERE: "success",
    State.PARTLY: "warning",
    State.MISSING: "error",
    State.LATER: "neutral",
    State.APART: "info",
}


@dataclass(frozen=True)
class Made:
    """What Talka has of an item. words: how it stands; lacks: what is still wanted of it; by, at: who and when."""

    there: bool
    words: str = ""
    lacks: str = ""
    at: dt.datetime | None = None
    by: str = ""


@dataclass(frozen=True)
class Line:
    """One item of one event. href: where in Talka it is made; made: what Talka has of it."""

    item: Item
    state: State
    made: Made
    files: tuple[EvidenceFile, ...] = ()
    taken_back: tuple[EvidenceFile, ...] = ()
    publications: tuple[Publication, ...] = ()
    statement: Statement | None = None
    href: str = ""

    @property
    def state_words(self) -> str:
        return STATE_WORDS[self.state]()

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def open(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.state in (State.MISSING, State.PARTLY)


@dataclass(frozen=True)
class Checklist:
    """wanted: items that count (those that do not apply are left out); there: of these those that are there."""

    event: Event
    lines: tuple[Line, ...]

    @property
    def wanted(self) -> int:
        return sum(line.state is not State.APART for line in self.lines)

    @property
    def there(self) -> int:
        return sum(line.state is State.THERE for line in self.lines)

    @property
    def open(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.open)

    @property
    def complete(self) -> bool:
        return all(line.state in (State.THERE, State.APART) for line in self.lines)


def checklist(event: Event, now: dt.datetime | None = None) -> Checklist:
    """Of one event. A fixed number of queries."""
    return checklists([event], own_items(event.project.programme), now)[event.pk]


def checklists(
    events: Collection[Event], own: Sequence[OwnItem], now: dt.datetime | None = None
) -> dict[int, Checklist]:
    """Of several events of one programme whose own items are `own`, by their ids. A fixed number of queries."""
    facts = facts_of(events)
    return {event.pk: _checklist(facts[event.pk], own, now) for event in events}


def _checklist(facts: Facts, own: Sequence[OwnItem], now: dt.datetime | None) -> Checklist:
    items = checklist_of(facts.event.project, own)
    keys = {item.key for item in items}
    made = [key for key, make in MADE.items() if make(facts).there]
    others = [key for key in dict.fromkeys((*facts.files, *facts.statements, *made)) if key not in keys]
    return Checklist(
        facts.event,
        (*(_line(item, facts, now) for item in items), *(_line(_unasked(key), facts, now) for key in others)),
    )


def _unasked(key: str) -> Item:
    """An item that the funder does not ask for (any more), of which something is there: shown, never missing."""
    known = standard().items
    return known.get(key) or Item(key, {"": key.replace("-", " ")}, {}, {"": f"90-{key}"})


def _line(item: Item, facts: Facts, now: dt.datetime | None) -> Line:
    made = MADE[item.key](facts) if item.key in MADE else Made(False)
    files = tuple(file for file in facts.files.get(item.key, ()) if not file.gone_at)
    statement = facts.statements.get(item.key)
    if files and not made.there:
        state = State.THERE
    elif made.there:
        state = State.PARTLY if made.lacks and not files else State.THERE
    elif statement is not None:
        state = State.APART
    elif _wanted_now(item, facts.event, now):
        state = State.MISSING
    else:
        state = State.LATER
    return Line(
        item=item,
        state=state,
        made=made,
        files=files,
        taken_back=tuple(facts.taken_back.get(item.key, ())),
        publications=tuple(facts.publications) if item.key == "publication_links" else (),
        statement=statement,
        href=_where(item, facts.event),
    )


def _wanted_now(item: Item, event: Event, now: dt.datetime | None) -> bool:
    if event.state == Event.State.CANCELLED:
        return False
    match item.when:
        case When.BEFORE:
            return event.state != Event.State.DRAFT or clock.is_over(event, now)
        case When.DAY:
            return clock.is_over(event, now) or clock.local_day(event, now) >= event.first_day
    return clock.is_over(event, now)


PAGES = {
    "agenda": "events:release",
    "invitation": "events:invitations",
    "attendance_list": "events:attendance",
    "signed_list": "events:attendance",
    "presentations": "events:presentations",
    "photos": "events:photos",
    "feedback": "events:feedback_summary",
    "group_work": "workshops:workshops",
    "results": "results:findings",
    "costs": "events:costs",
    "certificates": "events:certificates",
}
"""Where in Talka an item is made."""


def _where(item: Item, event: Event) -> str:
    return reverse(PAGES[item.key], args=[event.slug]) if item.key in PAGES else ""


# -- what Talka has of each item -------------------------------------------------------------------------------------


def _agenda(facts: Facts) -> Made:
    release = facts.release
    if release is None:
        return Made(False)
    printable = any(item["starts_at"] and not item["cancelled"] for item in release.items)
    words = _("Version %(number)s was released.") % {"number": release.number}
    by = release.released_by.name if release.released_by else ""
    lacks = "" if printable else _("Its hours are not on record, so there is nothing to print.")
    return Made(printable, words, lacks, release.released_at, by) if printable else Made(False, words, lacks)


def _invitation(facts: Facts) -> Made:
    if not facts.invitations_sent:
        return Made(False)
    words = ngettext("%(n)s letter was sent.", "%(n)s letters were sent.", facts.invitations_sent)
    return Made(True, words % {"n": facts.invitations_sent}, at=facts.invited_at)


def _attendance(facts: Facts) -> Made:
    if not facts.people:
        return Made(False)
    words = ngettext("%(n)s person is on it.", "%(n)s people are on it.", facts.people) % {"n": facts.people}
    return Made(True, words, at=facts.checked_in_at)


def _presentations(facts: Facts) -> Made:
    if not facts.presentations:
        return Made(False)
    words = ngettext("%(n)s was handed in.", "%(n)s were handed in.", facts.presentations)
    return Made(True, words % {"n": facts.presentations}, at=facts.presented_at)


def _photos(facts: Facts) -> Made:
    if not facts.photos:
        return Made(False)
    words = ngettext("%(n)s is there.", "%(n)s are there.", facts.photos) % {"n": facts.photos}
    return Made(True, words)


def _feedback(facts: Facts) -> Made:
    if not facts.sheets:
        return Made(False)
    if facts.sheets < FEW:
        return Made(False, _("Fewer than five sheets came in, and from so few nothing is told."))
    return Made(True, ngettext("%(n)s sheet", "%(n)s sheets", facts.sheets) % {"n": facts.sheets})


def _group_work(facts: Facts) -> Made:
    if not (facts.cards or facts.reports):
        return Made(False)
    cards = ngettext("%(n)s card", "%(n)s cards", facts.cards) % {"n": facts.cards}
    reports = ngettext("%(n)s report-out", "%(n)s report-outs", facts.reports) % {"n": facts.reports}
    return Made(True, f"{cards}, {reports}", at=facts.written_at)


def _results(facts: Facts) -> Made:
    if not (facts.needs or facts.measures or facts.findings):
        return Made(False)
    needs = ngettext("%(n)s need", "%(n)s needs", facts.needs) % {"n": facts.needs}
    proposals = ngettext("%(n)s proposal", "%(n)s proposals", facts.measures) % {"n": facts.measures}
    return Made(True, f"{needs}, {proposals}")


def _publications(facts: Facts) -> Made:
    if not facts.publications:
        return Made(False)
    count = len(facts.publications)
    words = ngettext("%(n)s is named.", "%(n)s are named.", count) % {"n": count}
    last = max(facts.publications, key=lambda row: row.entered_at)
    return Made(True, words, at=last.entered_at, by=last.by.name if last.by else "")


def _costs(facts: Facts) -> Made:
    if not facts.spent:
        return Made(False, _("Nothing has been entered as spent.") if facts.costs else "")
    lacks = ""
    if facts.unpaid:
        lacks = ngettext("%(n)s cost has no document number.", "%(n)s costs have no document number.", facts.unpaid) % {
            "n": facts.unpaid
        }
    return Made(True, _("%(sum)s spent.") % {"sum": euro(facts.spent)}, lacks)


def _certificates(facts: Facts) -> Made:
    if not facts.certificates:
        return Made(False)
    words = ngettext("%(n)s was issued.", "%(n)s were issued.", facts.certificates) % {"n": facts.certificates}
    return Made(True, words, at=facts.issued_at)


MADE: Mapping[str, Callable[[Facts], Made]] = {
    "agenda": _agenda,
    "invitation": _invitation,
    "attendance_list": _attendance,
    "presentations": _presentations,
    "photos": _photos,
    "feedback": _feedback,
    "group_work": _group_work,
    "results": _results,
    "publication_links": _publications,
    "costs": _costs,
    "certificates": _certificates,
}
