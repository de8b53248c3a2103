"""What a format says, as frozen data. `reading.py` makes it from a table and `writing.py` turns it back into one.

Words are by language: {"lv": …, "en": …}; `say` shows them in the reader's. Keys are slugs, unique in the format.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from i18nfield.strings import LazyI18nString

Phrase = Mapping[str, str]
"""The same words by language code."""


def say(phrase: Phrase) -> LazyI18nString:
    """Words that are shown in the reader's language, or in another one they exist in."""
    return LazyI18nString(dict(phrase))


class Kind(StrEnum):
    """What people do in a stage."""

    COLLECT = "collect"
    CLUSTER = "cluster"
    VOTE = "vote"
    DISCUSS = "discuss"
    TEST = "test"
    PITCH = "pitch"
    REPORT = "report"
    REFLECT = "reflect"


class Sees(StrEnum):
    """Who reads what is written in a stage while it goes on; leaders read everything."""

    GROUP = "group"
    ALL = "all"
    LEAD = "lead"


class Way(StrEnum):
    """How a vote is given."""

    DOTS = "dots"
    APPROVAL = "approval"
    SCORES = "scores"


class On(StrEnum):
    """What is voted on: themes or cards of the stages in `of`, the groups themselves, or items of the format."""

    THEMES = "themes"
    CARDS = "cards"
    GROUPS = "groups"
    ITEMS = "items"


class Asks(StrEnum):
    """What a question of a `reflect` stage takes."""

    RATING = "rating"
    TEXT = "text"
    CONSENT = "consent"


@dataclass(frozen=True)
class Lane:
    """A column that cards are written into. kind: "lack" becomes a need, "do" a proposal, "note" neither.

    symbol: the name of a sign of `ui` shown beside it, "" for none.
    """

    key: str
    kind: str
    words: Phrase
    symbol: str = ""


@dataclass(frozen=True)
class Criterion:
    key: str
    words: Phrase
    weight: float = 1.0


@dataclass(frozen=True)
class Item:
    """A thing that the format itself puts to the vote, e.g. a competence."""

    key: str
    words: Phrase


@dataclass(frozen=True)
class Vote:
    """dots: per person (way dots); most: how many may be approved, 0 for any number (way approval); top: the best
    score, from 1 (way scores). across: themes and cards of all groups; own_group: one's own group may be voted for.
    weights: how much the vote of a role counts, as queries/counting.py says; a role that is not named has no vote,
    but participants do unless theirs is 0.
    """

    way: Way
    on: On
    dots: int = 5
    most: int = 0
    top: int = 5
    across: bool = False
    own_group: bool = True
    criteria: tuple[Criterion, ...] = ()
    items: tuple[Item, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)

    def weight_of(self, role: str) -> float:
        """Participants count once unless the format says otherwise; practitioners and the public as it says, else 0."""
        return float(self.weights.get(role, 1.0 if role == "participant" else 0.0))

    def votes(self, role: str) -> bool:
        """Whether people of this role have a vote."""
        return self.weight_of(role) > 0

    def most_for_one(self, people: int) -> int:
        """What a device of so many people may give one thing, by one criterion."""
        return {Way.DOTS: self.dots * people, Way.APPROVAL: people, Way.SCORES: self.top}[self.way]

    def in_all(self, people: int) -> int | None:
        """What a device of so many people may give all things together; None where there is no limit."""
        if self.way == Way.DOTS:
            return self.dots * people
        return self.most * people or None if self.way == Way.APPROVAL else None


@dataclass(frozen=True)
class Field:
    """One heading of a sheet that a group fills in (idea sheet, report). options: one of them is chosen, none: free
    text of at most `most` signs. Steps that fill in a sheet further use the same keys."""

    key: str
    words: Phrase
    help: Phrase = field(default_factory=dict)
    most: int = 1000
    options: tuple[Item, ...] = ()

    def option(self, key: str) -> Item | None:
        return next((each for each in self.options if each.key == key), None)


@dataclass(frozen=True)
class Question:
    """One question of a `reflect` stage. top: of a rating, from 1. optional: may be left out."""

    key: str
    words: Phrase
    asks: Asks
    top: int = 5
    optional: bool = True


@dataclass(frozen=True)
class StageSpec:
    """One stage. minutes: the advised length, None for open; minutes_each: per group (pitch, report).

    of: keys of earlier stages whose cards this one works on. limit: cards per person, limit_group: per group; 0 none.
    named: authors' names stand with their cards; hidden: results stay hidden until all have answered or the facilitator
    shows them. photos: evidence may be a picture.
    """

    key: str
    kind: Kind
    title: Phrase
    prompt: Phrase = field(default_factory=dict)
    part: Phrase = field(default_factory=dict)
    minutes: int | None = None
    minutes_each: int | None = None
    sees: Sees = Sees.GROUP
    named: bool = False
    hidden: bool = False
    photos: bool = False
    limit: int = 0
    limit_group: int = 0
    of: tuple[str, ...] = ()
    lanes: tuple[Lane, ...] = ()
    vote: Vote | None = None
    fields: tuple[Field, ...] = ()
    questions: tuple[Question, ...] = ()

    def lane(self, key: str) -> Lane | None:
        return next((lane for lane in self.lanes if lane.key == key), None)

    @property
    def writes(self) -> bool:
        """Cards can be written in it."""
        return bool(self.lanes)


@dataclass(frozen=True)
class FormatSpec:
    """A format. group_word: what its groups are called ("darba grupa", "komanda"); sizes: of one group."""

    key: str
    title: Phrase
    about: Phrase
    stages: tuple[StageSpec, ...]
    group_word: Phrase = field(default_factory=dict)
    size_min: int = 0
    size_max: int = 30
    rounds: bool = False
    order: int = 50

    def stage(self, key: str) -> StageSpec | None:
        return next((stage for stage in self.stages if stage.key == key), None)

    @property
    def minutes(self) -> int:
        """The advised length of all stages together."""
        return sum(stage.minutes or 0 for stage in self.stages)
