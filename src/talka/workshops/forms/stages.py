"""One stage on screen: its own settings, its columns, questions, criteria. Gives the table that `reading` checks.

Emptying the words of a row takes the row away; blank rows at the end add new ones. What the form does not ask for
(signs of columns, words in other languages) stays as it was.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nFormField, I18nTextarea, I18nTextInput
from i18nfield.strings import LazyI18nString

from ..formats.changing import free_key
from ..formats.reading import CARD_KINDS, MOST_MINUTES, FormatFaults
from ..formats.spec import Asks, Kind, On, Sees, StageSpec, Way
from ..formats.writing import stage_table
from ..models import CardKind

BLANK = 2
MOST_ROWS = 60
KINDS = {
    Kind.COLLECT: _("Write cards"),
    Kind.CLUSTER: _("Put cards into themes"),
    Kind.VOTE: _("Vote"),
    Kind.DISCUSS: _("Talk it over"),
    Kind.TEST: _("Go out and test"),
    Kind.PITCH: _("Present ideas"),
    Kind.REPORT: _("Report to all"),
    Kind.REFLECT: _("Look back"),
}
SEES = {Sees.GROUP: _("the own group"), Sees.ALL: _("everybody in the hall"), Sees.LEAD: _("only those who lead")}
WAYS = {Way.DOTS: _("dots"), Way.APPROVAL: _("approval"), Way.SCORES: _("scores")}
THINGS = {On.THEMES: _("themes"), On.CARDS: _("cards"), On.GROUPS: _("groups"), On.ITEMS: _("what is listed below")}
ASKS = {Asks.RATING: _("a rating"), Asks.TEXT: _("words"), Asks.CONSENT: _("consent")}
ROLES = (
    ("participant", _("Weight of participants' votes")),
    ("practitioner", _("Weight of practitioners' votes")),
    ("public", _("Weight of the public's votes")),
)
WRITING = (Kind.COLLECT, Kind.DISCUSS, Kind.TEST, Kind.REPORT, Kind.PITCH)


def words(label: Any, *, required: bool = False, long: bool = False, **more: Any) -> I18nFormField:
    attrs = {"attrs": {"rows": 2}} if long else {}
    widget = I18nTextarea if long else I18nTextInput
    return I18nFormField(label=label, required=required, widget=widget, widget_kwargs=attrs, **more)


def whole(label: Any, least: int, most: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most, **more)


def truth(label: Any, **more: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, **more)


def choice(label: Any, options: Mapping[Any, Any], **more: Any) -> forms.ChoiceField:
    pairs = [(getattr(key, "value", key), said) for key, said in options.items()]
    return forms.ChoiceField(label=label, choices=pairs, **more)


def _plain(kind: Kind, earlier: Sequence[tuple[str, str]]) -> Iterator[tuple[str, forms.Field]]:
    """The settings of a stage of this kind that stand alone."""
    yield "title", words(_("Title"), required=True, max_length=200)
    yield "prompt", words(_("What people are asked"), long=True, max_length=2000)
    yield "part", words(_("Part it belongs to"), max_length=200, help_text=_("Where a format has parts, as the Game."))
    yield "minutes", whole(_("Advised minutes"), 0, MOST_MINUTES, help_text=_("Empty: open. The clock only advises."))
    if kind in (Kind.REPORT, Kind.PITCH):
        yield "minutes_each", whole(_("Minutes for each group"), 0, MOST_MINUTES)
    if earlier and kind in (Kind.CLUSTER, Kind.VOTE, Kind.DISCUSS, Kind.TEST, Kind.PITCH):
        yield (
            "of",
            forms.MultipleChoiceField(
                label=_("Works on the cards of"),
                choices=list(earlier),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("None chosen: of all earlier steps."),
            ),
        )
    if kind in WRITING:
        yield "sees", choice(_("Who reads what is written while it goes on"), SEES, widget=forms.RadioSelect)
        yield "named", truth(_("Authors' names stand with their cards"))
        yield "limit", whole(_("Cards per person, at most"), 0, 100, help_text=_("Empty: as many as they wish."))
        yield "limit_group", whole(_("Cards per group, at most"), 0, 1000)
    if kind in (Kind.COLLECT, Kind.TEST):
        yield "photos", truth(_("Cards may have a photo"))
    if kind in (Kind.COLLECT, Kind.TEST, Kind.VOTE, Kind.REFLECT):
        yield "hidden", truth(_("Results stay hidden until all have answered"))
    if kind == Kind.VOTE:
        yield from _vote()


def _vote() -> Iterator[tuple[str, forms.Field]]:
    yield "way", choice(_("How people vote"), WAYS, widget=forms.RadioSelect)
    yield "on", choice(_("What they vote for"), THINGS, widget=forms.RadioSelect)
    yield "dots", whole(_("Dots per person"), 1, 50, help_text=_("Where people vote with dots."))
    yield "most", whole(_("How many may be approved"), 0, 100, help_text=_("Where people approve. Empty: any number."))
    yield "top", whole(_("Best score"), 2, 10, help_text=_("Where people give scores, from 1."))
    yield "across", truth(_("Themes and cards of all groups are voted on together"))
    yield "own_group", truth(_("People may vote for their own group"))
    for role, label in ROLES:
        more = {} if role == "participant" else {"help_text": _("Empty: they have no vote.")}
        yield f"weight_{role}", forms.FloatField(label=label, required=False, min_value=0, max_value=1000, **more)


@dataclass(frozen=True)
class RowSet:
    """Rows of one kind. name: of the setting; in_vote: it stands under `vote`."""

    name: str
    title: Any
    help: Any = ""
    in_vote: bool = False

    def fields(self) -> dict[str, forms.Field]:
        """Of one row, by the name of the setting; the words come first."""
        if self.name == "lanes":
            named = {key: CardKind(key).label for key in CARD_KINDS}
            return {"words": words(_("Name of the column")), "kind": choice(_("What becomes of its themes"), named)}
        if self.name == "fields":
            return {
                "words": words(_("Heading")),
                "help": words(_("Explanation")),
                "most": whole(_("Signs, at most"), 20, 4000),
            }
        if self.name == "questions":
            return {
                "words": words(_("Question")),
                "asks": choice(_("Asks for"), ASKS),
                "top": whole(_("Best mark"), 2, 10),
                "optional": truth(_("May be left out")),
            }
        if self.name == "criteria":
            weight = forms.FloatField(label=_("Weight"), required=False, min_value=0, max_value=1000)
            return {"words": words(_("Criterion")), "weight": weight}
        return {"words": words(_("Words"))}


def _sets(kind: Kind) -> list[RowSet]:
    lanes = RowSet("lanes", _("Columns that cards are written into"))
    sheet = RowSet("fields", _("Headings of the sheet that a group fills in"))
    if kind == Kind.VOTE:
        return [
            RowSet("criteria", _("Criteria"), _("None: one vote for each thing."), in_vote=True),
            RowSet("items", _("What is voted on, where it is listed here"), in_vote=True),
        ]
    if kind == Kind.REFLECT:
        return [RowSet("questions", _("Questions")), lanes]
    if kind == Kind.CLUSTER:
        return []
    return [lanes, sheet]


DEFAULTS: Mapping[str, Any] = {
    "kind": "note",
    "asks": "rating",
    "top": 5,
    "optional": True,
    "most": 1000,
    "weight": 1.0,
}


class StageForm(forms.Form):
    """The settings of one stage. spec: as it is; earlier: keys and titles of stages before it; taken: keys of columns
    of other stages. `table()` gives the new table, `take_faults` shows what is wrong with it at its fields."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        spec: StageSpec,
        earlier: Sequence[tuple[str, str]] = (),
        taken: Collection[str] = (),
        seen: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.spec, self.taken = spec, set(taken)
        self.before = stage_table(spec)
        self.initial["seen"] = seen
        for name, field in _plain(spec.kind, earlier):
            self.fields[name] = field
            self.initial[name] = self._stands(name)
        self.sets = _sets(spec.kind)
        self.counts = {rows.name: self._add_rows(rows) for rows in self.sets}
        self.written: dict[str, list[int]] = {}

    # what stands

    def _stands(self, name: str) -> Any:
        if name in ("title", "prompt", "part"):
            return LazyI18nString(dict(getattr(self.spec, name)))
        if name == "of":
            return list(self.spec.of)
        if self.spec.vote is not None:
            if name.startswith("weight_"):
                role = name.removeprefix("weight_")
                return self.spec.vote.weights.get(role, 1.0 if role == "participant" else None)
            if hasattr(self.spec.vote, name):
                return getattr(self.spec.vote, name) or None
        value = getattr(self.spec, name)
        return None if value == 0 and not isinstance(value, bool) else value

    def _rows_before(self, rows: RowSet) -> list[dict[str, Any]]:
        held = self.before.get("vote", {}) if rows.in_vote else self.before
        return list(held.get(rows.name, ()))

    def _add_rows(self, rows: RowSet) -> int:
        before = self._rows_before(rows)
        total = len(before) + BLANK
        if self.is_bound:
            said = str(self.data.get(self.add_prefix(f"{rows.name}-total"), ""))
            total = min(int(said), MOST_ROWS) if said.isdecimal() and len(said) < 4 else total
        for place in range(total):
            row = before[place] if place < len(before) else {}
            self.fields[f"{rows.name}-{place}-key"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=row.get("key", ""), max_length=40
            )
            for name, field in rows.fields().items():
                value = row.get(name, DEFAULTS.get(name))
                field.initial = LazyI18nString(value or {}) if isinstance(field, I18nFormField) else value
                field.label = format_lazy("{} {}", field.label, place + 1) if name == "words" else field.label
                field.required = False
                self.fields[f"{rows.name}-{place}-{name}"] = field
        return total

    # for the page

    @property
    def plain(self) -> list[forms.BoundField]:
        rows = tuple(f"{rows.name}-" for rows in self.sets)
        return [self[name] for name in self.fields if name != "seen" and not name.startswith(rows)]

    @property
    def row_sets(self) -> list[dict[str, Any]]:
        found = []
        for rows in self.sets:
            total = self.counts[rows.name]
            names = list(rows.fields())
            found.append(
                {
                    "name": rows.name,
                    "title": rows.title,
                    "help": rows.help,
                    "total": total,
                    "rows": [
                        {
                            "key": self[f"{rows.name}-{place}-key"],
                            "fields": [self[f"{rows.name}-{place}-{name}"] for name in names],
                            "new": not self[f"{rows.name}-{place}-key"].value(),
                        }
                        for place in range(total)
                    ],
                }
            )
        return found

    # what comes of it

    def table(self) -> dict[str, Any]:
        """The stage's table as the form says it; not checked yet."""
        given, table = self.cleaned_data, dict(self.before)
        vote = dict(table.get("vote", {}))
        for name in self.fields:
            if name == "seen" or "-" in name:
                continue
            if name in ("title", "prompt", "part"):
                table[name] = _phrase(given[name], table.get(name, {}))
            elif self.spec.vote is not None and name.startswith("weight_"):
                weights = dict(vote.get("weights", {}))
                role = name.removeprefix("weight_")
                weights.pop(role, None)
                usual = role == "participant" and role not in self.spec.vote.weights and given[name] == 1
                if given[name] is not None and not usual:
                    weights[role] = given[name]
                vote["weights"] = weights
            elif self.spec.vote is not None and hasattr(self.spec.vote, name):
                _set(vote, name, given[name])
            else:
                _set(table, name, given[name])
        for rows in self.sets:
            target = vote if rows.in_vote else table
            target[rows.name] = self._rows(rows)
        if self.spec.vote is not None:
            table["vote"] = vote
        return table

    def _rows(self, rows: RowSet) -> list[dict[str, Any]]:
        given = self.cleaned_data
        before = {row["key"]: row for row in self._rows_before(rows)}
        taken = {*before, *(self.taken if rows.name == "lanes" else ())}
        found, self.written[rows.name] = [], []
        for place in range(self.counts[rows.name]):
            phrase = _phrase(given[f"{rows.name}-{place}-words"], {})
            if not phrase:
                continue
            key = given[f"{rows.name}-{place}-key"]
            row = dict(before.get(key, {}))
            if key not in before:
                key = free_key(next(iter(phrase.values())), taken)
                taken.add(key)
            row["key"] = key
            for name in rows.fields():
                value = given[f"{rows.name}-{place}-{name}"]
                if name in ("words", "help"):
                    row[name] = _phrase(value, row.get(name, {}))
                else:
                    _set(row, name, value)
            found.append(row)
            self.written[rows.name].append(place)
        return found

    def take_faults(self, faults: FormatFaults) -> None:
        """Show each fault at its field; a place is like "vote.dots" or "lanes.2.words", "" for the whole."""
        for place, said in faults.faults:
            self.add_error(self._field_of(place), said)

    def _field_of(self, place: str) -> str | None:
        name, _dot, rest = place.removeprefix("vote.").partition(".")
        if name == "weights":
            name, rest = f"weight_{rest}", ""
        if name in self.fields:
            return name
        number, _dot, setting = rest.partition(".")
        if name in self.written and number.isdecimal() and 0 < int(number) <= len(self.written[name]):
            field = f"{name}-{self.written[name][int(number) - 1]}-{setting.partition('.')[0]}"
            return field if field in self.fields and not field.endswith("-key") else None
        if self.counts.get(name):
            return f"{name}-0-words"
        return None


class NewStageForm(forms.Form):
    """A step to be added: what people do in it, what it is called, where it stands."""

    kind = choice(_("What people do in it"), KINDS)
    title = I18nFormField(label=_("Title"), widget=I18nTextInput, max_length=200)
    after = forms.ChoiceField(label=_("After"), required=False)

    def __init__(self, *args: Any, stages: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        after = self.fields["after"]
        after.choices = [("", _("at the beginning")), *stages]  # type: ignore[attr-defined]
        if stages:
            self.initial.setdefault("after", stages[-1][0])

    @property
    def words(self) -> dict[str, str]:
        return _phrase(self.cleaned_data["title"], {})


def _phrase(value: LazyI18nString | None, before: Mapping[str, str]) -> dict[str, str]:
    """Words by language: what was typed over what stood, also in languages that the form does not show."""
    data = value.data if value is not None else None
    typed = {"lv": data} if isinstance(data, str) else dict(data or {})
    return {code: text for code, text in {**before, **typed}.items() if text and text.strip()}


def _set(table: dict[str, Any], name: str, value: Any) -> None:
    """Put it there; what is empty falls back to the format's own default."""
    if value is None or value == "":
        table.pop(name, None)
    else:
        table[name] = value
