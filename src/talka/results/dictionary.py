"""The data dictionary: every table of a programme's open data, column by column.

The CSV and JSON files, the page that describes them, the descriptor for machines and the schemas of the read API are
made from these definitions; a column is defined nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext_lazy as _

from talka.events.models import Event
from talka.needs.models import Measure, Need
from talka.ui.refusals import Words
from talka.workshops.models import CardKind

Kind = Literal["text", "integer", "decimal", "boolean", "date", "texts", "integers"]
Value = str | int | Decimal | bool | date | list[str] | list[int] | None
Row = Mapping[str, Value]

KINDS: Mapping[Kind, Words] = {
    "text": _("text"),
    "integer": _("whole number"),
    "decimal": _("number"),
    "boolean": _("true or false"),
    "date": _("date"),
    "texts": _("list of texts"),
    "integers": _("list of whole numbers"),
}


@dataclass(frozen=True)
class Field:
    """A column. kind: of its values, where texts and integers are lists; unit: of a number; choices: the only values it
    can have, with their words; always: never empty; points_to: the table whose `id` stands here."""

    name: str
    kind: Kind
    title: Words
    meaning: Words
    unit: Words = ""
    choices: Mapping[str, Words] | None = None
    always: bool = False
    points_to: str = ""


@dataclass(frozen=True)
class Table:
    """A table. keys: the columns that name a row."""

    name: str
    title: Words
    meaning: Words
    keys: tuple[str, ...]
    fields: tuple[Field, ...]


PAGE = Field(
    "page", "text", _("Web page"), _("Address of the page that shows it with what stands behind it."), always=True
)
MADE_UP = Field(
    "illustrative",
    "boolean",
    _("Made up"),
    _("True in a programme that was made up as an example."),
    always=True,
)
FIGURES = (
    Field(
        "few_people",
        "boolean",
        _("Few people"),
        _("True where fewer than five people stand behind it; then none of its figures is told."),
        always=True,
    ),
    Field(
        "votes",
        "integer",
        _("Votes"),
        _("Dots that participants gave to its themes, those counted by hand included."),
        unit=_("votes"),
    ),
    Field(
        "cards",
        "integer",
        _("Cards"),
        _("Cards in its themes that stand; no figure is told without any."),
        unit=_("cards"),
    ),
    Field(
        "people",
        "integer",
        _("People"),
        _("People who wrote these cards or gave a dot, nobody twice; empty where none is known, as with paper cards."),
        unit=_("people"),
    ),
    Field(
        "municipalities",
        "integer",
        _("Municipalities"),
        _("Municipalities these people come from, as they stood on the day of the programme's last event."),
        unit=_("municipalities"),
    ),
    Field(
        "regions",
        "integer",
        _("Planning regions"),
        _("Planning regions these people come from."),
        unit=_("planning regions"),
    ),
)
"""How many stand behind a need or a proposal."""

EVENTS = Table(
    "events",
    _("Events"),
    _("Seminars, training days, games and visits that are published."),
    ("id",),
    (
        Field("id", "text", _("Identifier"), _("Short name of the event, as in its address."), always=True),
        Field("title_lv", "text", _("Title in Latvian"), _("What the event is called in Latvian.")),
        Field("title_en", "text", _("Title in English"), _("What the event is called in English.")),
        Field("kind", "text", _("Kind"), _("What kind of event it is."), choices=dict(Event.Kind.choices), always=True),
        Field(
            "state",
            "text",
            _("State"),
            _("Whether it takes place."),
            choices={key: words for key, words in Event.State.choices if key != Event.State.DRAFT},
            always=True,
        ),
        Field("first_day", "date", _("First day"), _("Day it begins, where it is held."), always=True),
        Field("last_day", "date", _("Last day"), _("Day it ends, where it is held."), always=True),
        Field("project", "text", _("Project"), _("Short name of the project that holds it."), always=True),
        Field("project_number", "text", _("Number of the project"), _("Number the funder gave the project.")),
        Field("activity", "text", _("Activity"), _("Number of the activity in the project.")),
        Field("area", "text", _("Area"), _("Key of the area it is held in, as in the register of areas.")),
        Field("follows", "text", _("Held upon"), _("The event it was held upon."), points_to="events"),
        Field("findings", "boolean", _("Findings"), _("Whether its findings are published."), always=True),
        Field(
            "participants",
            "integer",
            _("Participants"),
            _("People who came on at least one day; told once findings are published, never of fewer than five."),
            unit=_("people"),
        ),
        Field(
            "organisations",
            "integer",
            _("Organisations"),
            _("Organisations these people came from; told where the number of people is."),
            unit=_("organisations"),
        ),
        PAGE,
        MADE_UP,
    ),
)

NEEDS = Table(
    "needs",
    _("Needs"),
    _("What those who plan and live in municipalities lack, where findings of an event that voiced it are published."),
    ("id",),
    (
        Field("id", "integer", _("Identifier"), _("Number of the need."), always=True),
        Field("words", "text", _("Wording"), _("The need in the words of the organisers."), always=True),
        Field("theme", "text", _("Theme"), _("The theme it belongs to, where one was given.")),
        Field("state", "text", _("State"), _("How far it has come."), choices=dict(Need.State.choices), always=True),
        Field("reason", "text", _("Reason"), _("Why it is in this state.")),
        Field("recorded", "boolean", _("Recorded"), _("From a published record, without cards here."), always=True),
        Field("source", "text", _("Source"), _("Address of that record.")),
        Field(
            "events",
            "texts",
            _("Voiced at"),
            _("Events that voiced it and have published findings."),
            points_to="events",
        ),
        *FIGURES,
        PAGE,
        MADE_UP,
    ),
)

PLANNED = (
    Field(
        "description",
        "text",
        _("Description"),
        _("What it would be; told, as all that is planned, once it is in a published follow-up programme."),
    ),
    Field("day", "date", _("Day"), _("Its first day in the follow-up programme that was decided on.")),
    Field("days", "integer", _("Days"), _("How many days in a row it takes."), unit=_("days")),
    Field("hours", "decimal", _("Hours"), _("How long it lasts."), unit=_("hours")),
    Field("places", "integer", _("Places"), _("How many people it can take."), unit=_("people")),
    Field("planned_eur", "decimal", _("Planned cost"), _("What it is planned to cost."), unit=_("EUR")),
)
"""What is planned of a measure."""

MEASURES = Table(
    "measures",
    _("Measures"),
    _("What should be done: proposals of working groups, and what became of them."),
    ("id",),
    (
        Field("id", "integer", _("Identifier"), _("Number of the measure."), always=True),
        Field("words", "text", _("Wording"), _("The measure in the words of the organisers."), always=True),
        Field("theme", "text", _("Theme"), _("The theme it belongs to, where one was given.")),
        Field(
            "kind", "text", _("Kind"), _("What kind of measure it is."), choices=dict(Measure.Kind.choices), always=True
        ),
        Field("state", "text", _("State"), _("How far it has come."), choices=dict(Measure.State.choices), always=True),
        Field("reason", "text", _("Reason"), _("Why it is in this state.")),
        *PLANNED,
        Field(
            "events",
            "texts",
            _("Voiced at"),
            _("Events that voiced it and have published findings."),
            points_to="events",
        ),
        Field("held_as", "text", _("Held as"), _("The event that carried it out."), points_to="events"),
        *FIGURES,
        PAGE,
        MADE_UP,
    ),
)

ANSWERS = Table(
    "answers",
    _("Which measure answers which need"),
    _("One row for each need that a measure answers; both stand in their tables."),
    ("measure", "need"),
    (
        Field("measure", "integer", _("Measure"), _("Number of the measure."), always=True, points_to="measures"),
        Field("need", "integer", _("Need"), _("Number of the need."), always=True, points_to="needs"),
        Field(
            "effect",
            "decimal",
            _("Effect"),
            _("Share of the need that it answers, from 0 to 1; told once the measure is in a published programme."),
        ),
        MADE_UP,
    ),
)

CARDS = Table(
    "cards",
    _("Cards"),
    _(
        "What participants wrote in their own words, where they were told that everybody would read it and the "
        "findings are published. Without authors and times, in no order."
    ),
    ("id",),
    (
        Field(
            "id",
            "text",
            _("Identifier"),
            _("A name for the card that says nothing of its author or time."),
            always=True,
        ),
        Field("event", "text", _("Event"), _("Where it was written."), always=True, points_to="events"),
        Field(
            "group",
            "text",
            _("Working group"),
            _("The group it was written in; empty where fewer than five people sat in it."),
        ),
        Field(
            "kind", "text", _("Kind"), _("What the writer was asked for."), choices=dict(CardKind.choices), always=True
        ),
        Field(
            "language",
            "text",
            _("Language"),
            _("The language it was written in, as a code of two letters."),
            always=True,
        ),
        Field("text", "text", _("Text"), _("The writer's own words."), always=True),
        Field(
            "needs",
            "integers",
            _("Needs"),
            _("Needs it led to, of those with at least five people behind them."),
            points_to="needs",
        ),
        Field(
            "measures",
            "integers",
            _("Measures"),
            _("Measures it led to, of those with at least five people behind them."),
            points_to="measures",
        ),
        MADE_UP,
    ),
)

TABLES: Mapping[str, Table] = {table.name: table for table in (EVENTS, NEEDS, MEASURES, ANSWERS, CARDS)}
