"""What was packed or merged, in words for the terminal. No tokens; names and words of the event's people."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from .actions.applying import Applied
from .clashes import Settled
from .merging import Conflict
from .rows import State

LONGEST = 300

CALLED: dict[str, Promise | str] = {
    "people.Person": pgettext_lazy("merge", "people"),
    "people.Organisation": pgettext_lazy("merge", "organisations"),
    "programmes.TeamMember": pgettext_lazy("merge", "roles in the team"),
    "workshops.Format": pgettext_lazy("merge", "formats"),
    "events.Event": pgettext_lazy("merge", "the event itself"),
    "events.Photo": pgettext_lazy("merge", "photographs"),
    "events.AgendaItem": pgettext_lazy("merge", "agenda items"),
    "events.AgendaRelease": pgettext_lazy("merge", "released agendas"),
    "events.Presentation": pgettext_lazy("merge", "presentations"),
    "events.Question": pgettext_lazy("merge", "questions at registration"),
    "events.Registration": pgettext_lazy("merge", "registrations"),
    "events.Answer": pgettext_lazy("merge", "answers at registration"),
    "events.Attendance": pgettext_lazy("merge", "attendances"),
    "events.Certificate": pgettext_lazy("merge", "certificates"),
    "events.FeedbackAnswer": pgettext_lazy("merge", "feedback sheets"),
    "people.Consent": pgettext_lazy("merge", "consents"),
    "workshops.Workshop": pgettext_lazy("merge", "group works"),
    "workshops.Stage": pgettext_lazy("merge", "steps"),
    "workshops.Group": pgettext_lazy("merge", "groups"),
    "workshops.Seat": pgettext_lazy("merge", "seats"),
    "workshops.Cluster": pgettext_lazy("merge", "themes"),
    "workshops.CommonIdea": pgettext_lazy("merge", "common ideas"),
    "workshops.Card": pgettext_lazy("merge", "cards"),
    "workshops.Picture": pgettext_lazy("merge", "pictures"),
    "workshops.Report": pgettext_lazy("merge", "reports"),
    "workshops.Sheet": pgettext_lazy("merge", "idea sheets"),
    "workshops.Award": pgettext_lazy("merge", "points of contests"),
    "workshops.Message": pgettext_lazy("merge", "messages"),
    "workshops.Call": pgettext_lazy("merge", "calls for help"),
    "workshops.Ballot": pgettext_lazy("merge", "votes"),
    "workshops.HandCount": pgettext_lazy("merge", "votes counted by hand"),
    "workshops.Answer": pgettext_lazy("merge", "answers"),
}
"""What lists are called; areas, receipts and the like need no line of their own."""

ONE: dict[str, Promise | str] = {
    "people.Person": pgettext_lazy("merge", "Person"),
    "people.Organisation": pgettext_lazy("merge", "Organisation"),
    "events.Event": pgettext_lazy("merge", "Event"),
    "events.AgendaItem": pgettext_lazy("merge", "Agenda item"),
    "events.AgendaRelease": pgettext_lazy("merge", "Released agenda"),
    "events.Presentation": pgettext_lazy("merge", "Presentation"),
    "events.Registration": pgettext_lazy("merge", "Registration"),
    "events.Certificate": pgettext_lazy("merge", "Certificate"),
    "workshops.Workshop": pgettext_lazy("merge", "Group work"),
    "workshops.Stage": pgettext_lazy("merge", "Step"),
    "workshops.Group": pgettext_lazy("merge", "Group"),
    "workshops.Seat": pgettext_lazy("merge", "Seat"),
    "workshops.Cluster": pgettext_lazy("merge", "Theme"),
    "workshops.CommonIdea": pgettext_lazy("merge", "Common idea"),
    "workshops.Card": pgettext_lazy("merge", "Card"),
    "workshops.Picture": pgettext_lazy("merge", "Picture"),
    "workshops.Report": pgettext_lazy("merge", "Report of the group"),
    "workshops.Sheet": pgettext_lazy("merge", "Idea sheet"),
    "workshops.Ballot": pgettext_lazy("merge", "Vote"),
    "workshops.HandCount": pgettext_lazy("merge", "Count by hand"),
    "workshops.Answer": pgettext_lazy("merge", "Answer"),
    "events.Answer": pgettext_lazy("merge", "Answer at registration"),
}

FIELDS: dict[str, Promise | str] = {
    "text": pgettext_lazy("merge", "words"),
    "words": pgettext_lazy("merge", "words"),
    "name": pgettext_lazy("merge", "name"),
    "title": pgettext_lazy("merge", "title"),
    "given_name": pgettext_lazy("merge", "given name"),
    "family_name": pgettext_lazy("merge", "family name"),
    "email": pgettext_lazy("merge", "e-mail"),
    "phone": pgettext_lazy("merge", "telephone"),
    "position": pgettext_lazy("merge", "position"),
    "organisation": pgettext_lazy("merge", "organisation"),
    "state": pgettext_lazy("merge", "state"),
    "code": pgettext_lazy("merge", "code"),
    "choices": pgettext_lazy("merge", "chosen groups"),
    "facilitators": pgettext_lazy("merge", "facilitators"),
    "group": pgettext_lazy("merge", "group"),
    "cluster": pgettext_lazy("merge", "theme"),
    "stage": pgettext_lazy("merge", "step"),
    "value": pgettext_lazy("merge", "value"),
    "number": pgettext_lazy("merge", "number"),
    "room": pgettext_lazy("merge", "room"),
    "starts_at": pgettext_lazy("merge", "beginning"),
    "ends_at": pgettext_lazy("merge", "end"),
    "closed_at": pgettext_lazy("merge", "closed"),
    "withdrawn_at": pgettext_lazy("merge", "withdrawn"),
    "removed_at": pgettext_lazy("merge", "removed"),
}

TITLES = ("title", "name", "text", "holder", "words", "question", "slug", "key")


@dataclass
class Packed:
    """counts: rows by model; missing: names of files that are recorded but could not be found."""

    counts: Counter[str]
    missing: list[str]

    def lines(self) -> list[str]:
        told = [_("Went along:"), *_listed((model, str(n)) for model, n in self.counts.items() if n)]
        lost = _("The file %(name)s could not be found and did not go along.")
        told += [lost % {"name": name} for name in self.missing]
        return [
            *told,
            _(
                "The file holds personal data of the people of this event: keep it like a list of participants, and "
                "delete it when it is merged."
            ),
        ]


@dataclass
class Merged:
    """Rows by model: new, changed, removed, kept although the other side deleted them. told: one sentence for each
    thing that both sides did."""

    new: Counter[str]
    changed: Counter[str]
    removed: Counter[str]
    kept: Counter[str]
    told: list[str] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        return not any((*self.new.values(), *self.changed.values(), *self.removed.values()))

    def lines(self) -> list[str]:
        if self.nothing:
            return [_("Everything in the file is here already; nothing was changed."), *self.told]
        told = [_("Came:")]
        words = (
            (self.new, _("new %(n)s")),
            (self.changed, _("changed %(n)s")),
            (self.removed, _("removed %(n)s")),
            (self.kept, _("kept %(n)s")),
        )
        told += _listed(
            (model, ", ".join(word % {"n": counts[model]} for counts, word in words if counts[model]))
            for model in CALLED
            if any(counts[model] for counts, _word in words)
        )
        if self.told:
            told += [_("Done on both sides (%(n)s):") % {"n": len(self.told)}, *(f"- {line}" for line in self.told)]
        return told


def packed_report(state: State, missing: list[str]) -> Packed:
    return Packed(Counter({model: len(state.of(model)) for model in CALLED}), missing)


def merged_report(
    mine: State, theirs: State, state: State, found: Applied, conflicts: list[Conflict], settled: list[Settled]
) -> Merged:
    """Words of what was done on both sides, with both values: what does not stand is not lost."""
    names = _Names([state, mine, theirs])
    kept = Counter(conflict.model for conflict in conflicts if not conflict.field)
    kept.update({model: len(rows) for model, rows in found.kept.items()})
    told = [names.conflict(conflict) for conflict in conflicts]
    told += [line for one in settled if (line := names.settled(one))]
    told += [
        _("%(what)s was deleted there, but something else here is built on it; it stays.")
        % {"what": names.row(model, identity)}
        for model, rows in found.kept.items()
        for identity in sorted(rows)
    ]
    return Merged(
        Counter({model: len(rows) for model, rows in found.new.items()}),
        Counter({model: len([1 for names in rows.values() if names]) for model, rows in found.changed.items()}),
        Counter({model: len(rows) for model, rows in found.removed.items()}),
        kept,
        told,
    )


@dataclass
class _Names:
    states: list[State]

    def row(self, model: str, identity: str) -> str:
        """Card “…”, Registration “Ilze Liepa”: what people call it."""
        said = str(ONE.get(model, model.partition(".")[2]))
        title = self.title(model, identity)
        return f"{said} “{title}”" if title else said

    def title(self, model: str, identity: str) -> str:
        row = next((state.of(model)[identity] for state in self.states if identity in state.of(model)), None)
        if row is None:
            return ""
        fields = row.fields
        if model == "people.Person":
            return f"{fields.get('given_name', '')} {fields.get('family_name', '')}".strip()
        for link, target in (
            ("person", "people.Person"),
            ("registration", "events.Registration"),
            ("item", "events.AgendaItem"),
            ("seat", "workshops.Seat"),
        ):
            if isinstance(fields.get(link), str) and model not in ("workshops.Card", "workshops.Ballot"):
                return self.title(target, fields[link])
        for name in TITLES:
            if value := _shown(fields.get(name)):
                return value
        group = fields.get("group")
        return self.title("workshops.Group", group) if isinstance(group, str) else ""

    def value(self, model: str, name: str, value: Any) -> str:
        from .travels import BY_MODEL

        if (target := BY_MODEL[model].links.get(name)) and isinstance(value, str):
            return self.title(target, value) or "–"
        if name == "facilitators":
            return ", ".join(self.title("people.Person", row[0]) for row in value or []) or "–"
        if name == "choices":
            return ", ".join(self.title("events.AgendaItem", row[0]) for row in value or []) or "–"
        return _shown(value) or "–"

    def conflict(self, conflict: Conflict) -> str:
        what = self.row(conflict.model, conflict.identity)
        if not conflict.field:
            return _("%(what)s was deleted on one side and changed on the other; it stays.") % {"what": what}
        return _("%(what)s, %(field)s: “%(stands)s” stands; the other side had “%(other)s”.") % {
            "what": what,
            "field": FIELDS.get(conflict.field, conflict.field),
            "stands": self.value(conflict.model, conflict.field, conflict.stands),
            "other": self.value(conflict.model, conflict.field, conflict.other),
        }

    def settled(self, one: Settled) -> str:
        what = self.row(one.model, one.identity)
        if one.what == "renumbered":
            row = self.states[0].of(one.model)[one.identity]
            return _("%(what)s has the number %(n)s now: both sides had made a group with its number.") % {
                "what": what,
                "n": row.fields["number"],
            }
        if one.what == "unlinked" and one.model == "workshops.Seat":
            return _("One person has two seats in the same group work: the second one stays without the name.")
        if one.what == "dropped":
            return _("An empty seat was made on both sides for the same person; one is left.")
        if one.what == "unlinked":
            return _("%(what)s stands twice for the same; the second one stays by itself.") % {"what": what}
        if one.what == "restored":
            return _("%(what)s was deleted on one side, but something new is built on it; it stays.") % {"what": what}
        return ""


def _listed(rows: Iterable[tuple[str, str]]) -> list[str]:
    return [f"  {CALLED[model]}: {words}" for model, words in rows]


def _shown(value: Any) -> str:
    """A value in one line, for reading."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("lv", "en") if value.get(key)), "; ".join(str(v) for v in value.values()))
    if value is None:
        return ""
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
