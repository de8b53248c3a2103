"""Knowledge angels and what organisations asked of them: who was proposed, visits, advice, answers, the review.

An angel's consent is theirs to give: of true people none is read, so that they are listed and proposed once they have
agreed here. Made-up people agree in the file.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from talka.decisions.models import DecisionRun
from talka.learning.access.angels import CONSENT
from talka.learning.actions.angel_rounds import compute_by_house
from talka.learning.actions.angels import wording
from talka.learning.models import Advice, Angel, AngelRequest, MentorVisit, Proposal, Recommendation
from talka.learning.queries.angel_matching import METHOD, SUBJECT, given_for, match_of
from talka.learning.topics import house_competences, topics_of, typed
from talka.learning.trail import LED_TO
from talka.learning.trail_of_angels import ANGEL_REQUEST
from talka.links.actions import connect
from talka.needs.models import Measure, Need
from talka.people.models import Consent
from talka.programmes.models import BudgetLine, Programme
from talka.territories.models import Area

from ..record_files import read_toml
from .load import Reading, amount, checked, placed, unknown, wrong
from .load_training_folder import Told, given, kept, moment, needed_moment

ANGEL = ("languages", "about", "availability", "most_requests", "public", "paused_until")
REQUEST = (
    "title", "wanted", "languages", "urgency", "by_when", "state", "reason", "aims", "review_due", "review_held_on",
    "review_words",
)  # fmt: skip
PROPOSAL = ("state", "reason", "by_hand")
VISIT = ("day", "begins", "place", "aims", "done", "notes", "km", "document_number")
ADVICE = ("text", "given_on", "link")
RECOMMENDATION = ("words", "answer", "why", "what", "who", "until", "progress", "progress_words")

Causes = Mapping[str, Mapping[str, Need | Measure]]


def load_angels(reading: Reading, needs: Mapping[str, Need], measures: Mapping[str, Measure]) -> None:
    """Angels are found by their person, requests by their organisation and title, visits by day and place, proposals,
    advice and recommendations by their place."""
    path = reading.folder / "angels.toml"
    if not path.exists():
        return
    data = read_toml(path)
    angels: dict[str, Angel] = {}
    for told in data.get("angel", []):
        key = str(told.get("person", ""))
        angels[key] = _angel(reading, told, f"{path.name}: angel {key}")
    for told in data.get("request", []):
        where = f"{path.name}: request {told.get('title', '')}"
        _Request(reading, angels, where).read(told, {"need": needs, "measure": measures})
    if data.get("computed") and not waits(reading.programme):
        _compute(reading.programme)


def waits(programme: Programme) -> bool:
    """Whether somebody has to decide about a computed round."""
    runs = DecisionRun.objects.filter(method=METHOD, subject_kind=SUBJECT, subject_id=str(programme.pk))
    return runs.filter(state=DecisionRun.State.PROPOSED).exists()


def _compute(programme: Programme) -> None:
    """The method is asked anew, if there is anything to ask: true angels have yet to agree."""
    asked = given_for(programme)
    if asked["requests"] and asked["angels"]:
        compute_by_house(programme)


def _area(reading: Reading, key: Any, where: str) -> Area | None:
    return reading.area(str(key or ""), where)


def _topics(told: Told, where: str) -> dict[str, Any]:
    known = {one.key for one in house_competences()}
    for key in told.get("competences", []):
        if key not in known:
            raise unknown(where, str(key))
    with placed(where):
        words = typed(told.get("words", []))
    return {"words": words, "topics": topics_of(told.get("competences", []), words)}


def _angel(reading: Reading, told: Told, where: str) -> Angel:
    person = reading.person(str(told.get("person", "")), where)
    values = given(told, ANGEL) | _topics(told, where)
    checked(Angel(**values), where)
    values["home"] = _area(reading, told.get("home"), where)
    row, _made = Angel.objects.update_or_create(person=person, defaults=values)
    row.areas.set([area for key in told.get("areas", []) if (area := _area(reading, key, where))])
    agreed = moment(told, "agreed_at", where)
    if agreed is not None:
        if not reading.programme.illustrative:
            raise wrong(where, "agreed_at", "Only made-up people agree in a file; true ones on their own page.")
        with override(person.language):
            words = wording()
        Consent.objects.get_or_create(
            person=person,
            kind=Consent.Kind.CONTACT,
            subject_kind=CONSENT,
            subject_id=str(row.pk),
            withdrawn_at=None,
            defaults={"wording": words, "language": person.language, "given_at": agreed},
        )
    return row


class _Request:
    """One request on its way into the database."""

    def __init__(self, reading: Reading, angels: Mapping[str, Angel], where: str) -> None:
        self.reading, self.angels, self.where = reading, angels, where

    def read(self, told: Told, causes: Causes) -> None:
        organisation = self.reading.organisation(str(told.get("organisation", "")), self.where)
        if organisation is None:
            raise unknown(self.where, "organisation")
        values = given(told, REQUEST) | _topics(told, self.where)
        checked(AngelRequest(**values), self.where)
        asked_by = str(told.get("asked_by", ""))
        values |= {
            "area": _area(self.reading, told.get("area"), self.where),
            "angel": self._angel(told) if told.get("angel") else None,
            "asked_by": self.reading.person(asked_by, self.where) if asked_by else None,
            "agreed_at": moment(told, "agreed_at", self.where),
            "created_at": moment(told, "asked_at", self.where) or timezone.now(),
        }
        named = {"programme": self.reading.programme, "organisation": organisation, "title": values["title"]}
        found = AngelRequest.objects.filter(**named).first()
        if found is not None and "asked_at" not in told:
            values["created_at"] = found.created_at
        self.row = kept(found or AngelRequest(**named), values)
        there = list(self.row.proposals.order_by("pk"))
        for place, one in enumerate(told.get("proposal", [])):
            self._proposal(one, there[place] if place < len(there) else None)
        for one in told.get("visit", []):
            self._visit(one)
        for number, one in enumerate(told.get("advice", []), start=1):
            self._advice(one, number)
        for name, known in causes.items():
            for key in told.get(f"{name}s", []):
                if str(key) not in known:
                    raise unknown(self.where, str(key))
                connect(name, known[str(key)].pk, LED_TO, ANGEL_REQUEST, self.row.pk)

    def _angel(self, told: Told) -> Angel:
        key = str(told.get("angel", ""))
        if key not in self.angels:
            raise unknown(self.where, key)
        return self.angels[key]

    def _proposal(self, told: Told, found: Proposal | None) -> None:
        values = given(told, PROPOSAL)
        checked(Proposal(**values), self.where)
        by = str(told.get("by", ""))
        angel = self._angel(told)
        values |= {
            "angel": angel,
            "match": match_of(self.row, angel),
            "by": self.reading.person(by, self.where) if by else None,
            "proposed_at": needed_moment(told, "proposed_at", self.where),
            "answered_at": moment(told, "answered_at", self.where),
        }
        kept(found or Proposal(request=self.row), values)

    def _visit(self, told: Told) -> None:
        values = given(told, VISIT) | {name: amount(told.get(name), self.where) for name in ("hours", "travel_eur")}
        checked(MentorVisit(**values), self.where)
        if (values["hours"] is None) != (not values.get("done")):
            advice = _("A visit that was held has both hours and what was done; one that is agreed has neither.")
            raise wrong(self.where, f"visit of {values.get('day')}", advice)
        values |= {
            "angel": self._angel(told) if told.get("angel") else None,
            "budget_line": self._line(str(told.get("budget_line", ""))),
        }
        at = {name: values.pop(name) for name in ("day", "place")}
        MentorVisit.objects.update_or_create(request=self.row, retired_at=None, **at, defaults=values)

    def _line(self, key: str) -> BudgetLine | None:
        project, _colon, code = key.partition(":")
        if not key:
            return None
        found = BudgetLine.objects.filter(project=self.reading.projects.get(project), code=code).first()
        if found is None:
            raise unknown(self.where, key)
        return found

    def _advice(self, told: Told, number: int) -> None:
        values = given(told, ADVICE)
        checked(Advice(number=number, **values), self.where)
        for name in ("angel_agrees_at", "asker_agrees_at"):
            values[name] = moment(told, name, self.where)
        values["angel"] = self._angel(told) if told.get("angel") else None
        row, _made = Advice.objects.update_or_create(request=self.row, number=number, defaults=values)
        for order, one in enumerate(told.get("recommendation", []), start=1):
            said: dict[str, Any] = given(one, RECOMMENDATION)
            checked(Recommendation(order=order, **said), self.where)
            said["answered_at"] = _answered(one, self.where)
            Recommendation.objects.update_or_create(advice=row, order=order, defaults=said)


def _answered(told: Told, where: str) -> dt.datetime | None:
    return needed_moment(told, "answered_at", where) if told.get("answer") else None
