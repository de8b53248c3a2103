"""Moments become parts: the card itself where one was written, the whole of what a group sees where it changed, counts
where people voted. Once per language, for all phones alike; never words to those who may not read them.

A part is a table with a `kind`:

    card    group, card, lane, about, at, html   a card to put into its column (about: number of a group)
    gone    card                                 it was withdrawn
    shared  group, html, personal, within        what the group sees now; personal: its forms too; within: where forms
                                                 are not alike for all they are read anew, as for reload
    told    group, stage, html, results          how many have voted, and what things got where that may be told
    clock   group, html, word                    the clock, and that of who has the word
    reload  within                               read the page anew, within so many seconds
    left                                         the seat is no longer this device's
    news    groups, what                         for consoles and the wall: where something has changed, no words
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from talka.live.models import Moment
from talka.live.registry import Part

from ..formats.spec import Kind, On, Sees
from ..models import Call, Card, Group, Seat
from ..queries.phone import soft_clock, soft_word_clock
from ..queries.tally import is_over_groups
from ..queries.telling import Reader, may_read, told
from . import words
from .scene import Scene, scene

PREFIX = "workshop-"
WRITTEN = {"card-written", "card-corrected"}
GONE = {"card-withdrawn"}
VOTED = {"vote-given", "answered"}
CLOCK = {"clock-changed"}
SILENT = {
    *("screen-changed", "groups-proposed", "proposal-changed", "proposal-rejected", "workshop-made", "seat-taken"),
    *("themes-suggested", "suggestion-decided"),
    *("common-idea-made", "common-ideas-changed", "picture-added", "picture-removed"),
}
"""What phones need not hear of."""
LEAVES = {"seat-left", "seat-taken", "seat.handed_over"}
MOVES = {"seat-moved"}
REGROUPED = {"groups-formed", "groups-changed"}
STEPS = {"stage-changed", "workshop-closed", "settings-changed"}
"""What changes the forms too."""
CALLS = {"called", "call-answered"}
"""What may concern a practitioner as well."""
EVERYBODY = {"word-given", "report-written", "points-given", "points-taken-back", "group-renamed"}
"""What all see although it is about one group."""
SHOWS_BOARD = {"gather", "closed", Kind.COLLECT, Kind.DISCUSS, Kind.TEST, Kind.REPORT}
PRACTITIONER = "practitioner"
WITHIN = 6
"""Seconds over which a hall that has to read its pages anew is spread."""
EVERY = 20
"""Of the votes of a hall, every so many tells the phones how far it is; the last one always does."""

LEAD, WALL, ALL, HALL = "lead", "wall", "all", "hall"


def group_audience(group: int) -> str:
    return f"group-{group}"


def seat_audience(seat: int) -> str:
    return f"seat-{seat}"


def render(stream: str, moments: Sequence[Moment], language: str) -> list[Part]:
    """See `talka.live.registry.Renderer`. Bursts become one: what several moments change in one group is rendered once,
    at the last of them."""
    lasting = all(moment.kind in WRITTEN | GONE | VOTED for moment in moments)
    here = scene(int(stream.removeprefix(PREFIX)), language, anew=not lasting)
    return _Batch(here, moments).parts() if here is not None else []


class _Batch:
    """One reading of a stream, all moments of it together."""

    def __init__(self, here: Scene, moments: Sequence[Moment]) -> None:
        self.here = here
        self.moments = moments
        self.found: list[Part] = []
        self.whole: dict[int | None, int] = {}
        self.forms: set[int | None] = set()
        self.counts: dict[tuple[int | None, int], int] = {}
        self.clocks: dict[int | None, int] = {}
        self.news: defaultdict[str, set[int]] = defaultdict(set)

    def parts(self) -> list[Part]:
        for moment in self.moments:
            self._sort(moment)
        self._cards()
        for (group, stage), number in self.counts.items():
            self._told(group, stage, number)
        for group, number in self.clocks.items():
            if group not in self.whole:
                own = soft_clock(self.here.workshop, self.here.groups.get(group) if group else None)
                word = soft_word_clock(self.here.workshop)
                table = {"kind": "clock", "group": group, "html": words.clock(own), "word": words.clock(word)}
                self._tell(number, group, table)
        for group, number in self.whole.items():
            self._whole(group, number)
        self._tell_news()
        return self.found

    # one moment after the other

    def _sort(self, moment: Moment) -> None:
        kind, ids = moment.kind, moment.ids
        group = ids.get("group") or None
        self.news[kind].update({group} if group else ())
        if kind in LEAVES and ids.get("seat"):
            self._to_seat(moment.number, ids["seat"], {"kind": "left"})
        elif kind in MOVES and ids.get("seat"):
            self._to_seat(moment.number, ids["seat"], {"kind": "reload", "within": 0})
        elif kind in REGROUPED:
            self._add(moment.number, ALL, {"kind": "reload", "within": WITHIN}, closes=True)
        elif kind in GONE:
            self._add(moment.number, ALL, {"kind": "gone", "card": ids["card"]})
        elif kind in VOTED:
            self.counts[group, ids["stage"]] = moment.number
        elif kind in CLOCK:
            self.clocks |= dict.fromkeys(self._concerned(group), moment.number)
        elif kind not in WRITTEN | SILENT | LEAVES | MOVES:
            if kind in CALLS:
                self._to_practitioners(moment.number, ids["call"])
            spoken = kind == "sheet-written" and group == self.here.workshop.speaking_id
            concerned = self._concerned(None if kind in EVERYBODY or spoken else group)
            self.whole |= dict.fromkeys(concerned, moment.number)
            if kind in STEPS:
                self.forms |= set(concerned)

    def _concerned(self, group: int | None) -> list[int | None]:
        """A group, or all of them and those who belong to none."""
        return [group] if group else [*self.here.groups, None]

    # cards

    def _cards(self) -> None:
        numbers = {m.ids["card"]: m for m in self.moments if m.kind in WRITTEN}
        if not numbers:
            return
        about = {group.pk: group.number for group in self.here.groups.values()}
        for card in self.here.rows.named(numbers, self.here.workshop.pk):
            moment = numbers[str(card.pk)]
            audience = self._audience(card, moment)
            if audience is not None:
                html = words.card(self.here.rows.row(card))
                table = {
                    "kind": "card",
                    "group": card.group_id,
                    "card": str(card.pk),
                    "lane": card.lane,
                    "about": about.get(card.about_id) if card.about_id else None,
                    "at": round(card.written_at.timestamp() * 1_000_000),
                    "html": html,
                }
                self._add(moment.number, audience, table)

    def _audience(self, card: Card, moment: Moment) -> str | None:
        """Who is handed the card; None where nobody is, or its group is shown everything anew instead."""
        group, stage = self.here.groups[card.group_id], self.here.stage_of(card)
        spec, reads = stage.spec, self.here.workshop.audience
        if card.about_id is not None:
            return ALL if spec.sees != Sees.LEAD else None
        if not may_read(spec, Reader.GROUP, reads):
            return None
        if spec.hidden and self._is_now(group, stage.pk):
            self.counts[group.pk, stage.pk] = moment.number
            if told(stage, self.here.workshop, group).waits:
                return None
        now = self._kind(group)
        if now == Kind.CLUSTER or spec.limit_group or self._votes_on_cards(group):
            self.whole[group.pk] = max(moment.number, self.whole.get(group.pk, 0))
            return None
        if now not in SHOWS_BOARD:
            return None
        return ALL if may_read(spec, Reader.HALL, reads) else group_audience(group.pk)

    def _kind(self, group: Group) -> str:
        if self.here.workshop.closed:
            return "closed"
        now = group.now
        return now.kind if now is not None else "gather"

    def _is_now(self, group: Group, stage: int) -> bool:
        now = group.now
        return now is not None and now.pk == stage

    def _votes_on_cards(self, group: Group) -> bool:
        vote = group.now.spec.vote if group.now is not None else None
        return vote is not None and vote.on == On.CARDS

    # counts

    def _told(self, group: int | None, stage_id: int, number: int) -> None:
        """How many have voted, answered or written; the results too where they may be told."""
        stage = self.here.stage(stage_id)
        if stage is None or stage.spec.sees == Sees.LEAD:
            return
        vote = stage.spec.vote
        over = vote is not None and is_over_groups(vote)
        row = self.here.groups.get(group) if group and not over else None
        telling = told(stage, self.here.workshop, row)
        if stage.spec.hidden and not telling.waits and stage.shown_at is None:
            self.whole |= dict.fromkeys(self._concerned(None if over else group), number)  # all have answered
            return
        if over and telling.voted < telling.present and number % EVERY:
            return
        table = {
            "kind": "told",
            "group": row.pk if row else None,
            "stage": stage.key,
            "html": words.told(stage, telling),
            "results": words.results(stage, row, telling),
        }
        self._add(number, ALL if row is None else group_audience(row.pk), table)

    # everything a group sees

    def _seen(self, group: int | None) -> words.Seen:
        return words.seen(self.here, self.here.groups[group] if group else None)

    def _whole(self, group: int | None, number: int) -> None:
        if group is not None and group not in self.here.groups:
            return
        if group is None and not self._somebody_in_no_group():
            return
        shown = self._seen(group)
        table: dict[str, object] = {"kind": "shared", "group": group, "html": words.shared(shown)}
        if group in self.forms:
            named = shown.asked is not None and shown.asked.spec.named
            apart = group is None  # of who belongs to no group each role has its own
            table |= {"within": WITHIN} if named or apart else {"personal": words.personal(shown)}
        self._tell(number, group, table)

    def _somebody_in_no_group(self) -> bool:
        return Seat.objects.filter(workshop=self.here.workshop, group=None, joined_at__isnull=False).exists()

    # saying it

    def _tell(self, number: int, group: int | None, table: Mapping[str, object]) -> None:
        self._add(number, group_audience(group) if group else HALL, table)

    def _to_seat(self, number: int, seat: int, table: Mapping[str, object]) -> None:
        self._add(number, seat_audience(seat), table, closes=True)

    def _to_practitioners(self, number: int, call: int) -> None:
        """Whoever may be meant reads the page anew: calls stand where each has their own."""
        row = Call.objects.filter(pk=call, to=PRACTITIONER).first()
        if row is None:
            return
        seats = Seat.objects.filter(workshop=self.here.workshop, role=Seat.Role.PRACTITIONER, joined_at__isnull=False)
        for pk in seats.values_list("pk", flat=True):
            self._add(number, seat_audience(pk), {"kind": "reload", "within": 0})

    def _tell_news(self) -> None:
        """One line for all that happened, at the last moment."""
        if self.moments:
            table = {"kind": "news", "what": {kind: sorted(groups) for kind, groups in self.news.items()}}
            for audience in (LEAD, WALL):
                self._add(self.moments[-1].number, audience, table)

    def _add(self, number: int, audience: str, table: Mapping[str, object], *, closes: bool = False) -> None:
        text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
        self.found.append(Part(number, audience, text, closes))
