"""A deliberation for invited people: known to them and to those who run it, with a question that was answered."""

import datetime as dt
from typing import Any

from django.utils import timezone

from talka.initiatives.factories.deliberation import (
    DeliberationFactory,
    DeliberationMemberFactory,
    DeliberationQuestionFactory,
    StatementFactory,
    StatementVoteFactory,
)
from talka.initiatives.models import DeliberationHearing, QuestionBacker
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProgrammeFactory

from .planted_place import Place

ORGANISERS = {"organiser", "administrator"}
KNOWN_TO: dict[str, set[str]] = {
    "delibtitle": set(ORGANISERS),
    "delibintro": set(ORGANISERS),
    "delibrules": set(ORGANISERS),
    "delibstatement": set(ORGANISERS),
    "delibwaiting": set(ORGANISERS),
    "delibreason": set(ORGANISERS),
    "delibhidden": set(ORGANISERS),
    "delibwhy": set(ORGANISERS),
    "delibasked": set(ORGANISERS),
    "deliboffice": set(ORGANISERS),
    "delibtold": set(ORGANISERS),
}
"""Who may know of the planted words in their own project; words that are not here are everybody's."""
OPEN_DEEDS: set[str] = {"initiatives:new_deliberation"}
"""Deeds that are for everybody, for whoever works somewhere, or about oneself."""
TOLD_TO_THE_PERSON: set[str] = {
    "initiatives.DeliberationMember",
    "initiatives.DeliberationQuestion",
    "initiatives.Statement",
    "initiatives.StatementVote",
}
"""Tables about people whose export is held by the room's own test."""
TRAILS: dict[str, str] = {"deliberation": "deliberation"}
"""Kinds of the trail, and which planted row stands for each."""


def plant(place: Place) -> None:
    """In the own place of the programme of the roles, in the hidden one of a programme that nobody organises."""
    word, has, own = place.word, place.has, place.mark == "own"
    programme = place.project.programme if own else ProgrammeFactory(slug="apspriesana-slepta", public=False)
    row = DeliberationFactory(
        organisation=None, programme=programme, invited=True, showing="live", question=word("delibtitle"),
        introduction=word("delibintro"), rules=word("delibrules"),
    )  # fmt: skip
    has["deliberation"] = row
    has["statement said"] = StatementFactory(deliberation=row, number=1, text=word("delibstatement"))
    has["statement waits"] = StatementFactory(deliberation=row, number=2, text=word("delibwaiting"), state="waiting")
    StatementFactory(
        deliberation=row, number=3, text=f"{place.mark} noraidīts", state="declined", reason=word("delibreason")
    )
    StatementFactory(
        deliberation=row, number=4, text=word("delibhidden"), hidden_at=timezone.now(), hidden_why=word("delibwhy")
    )
    member = DeliberationMemberFactory(
        deliberation=row, person=PersonFactory(family_name=f"{place.mark} uzaicinātais"), invited_at=timezone.now()
    )
    has["deliberation member"] = member
    StatementVoteFactory(statement=has["statement said"], member=member)
    question = DeliberationQuestionFactory(
        deliberation=row, member=member, text=word("delibasked"), office=word("deliboffice"),
        due=timezone.localdate() + dt.timedelta(days=9), directed_at=timezone.now(), answer=word("delibtold"),
        answered_at=timezone.now(),
    )  # fmt: skip
    has["deliberation question"] = question
    QuestionBacker.objects.create(question=question, member=DeliberationMemberFactory(deliberation=row))
    has["hearing"] = DeliberationHearing.objects.create(deliberation=row, event=has["event"])


def values(route: str, has: dict[str, Any]) -> dict[str, Any]:
    """What the arguments in an address mean."""
    if not route.startswith("initiatives/deliberation/"):
        return {}
    name = (
        "deliberation member"
        if "/people/" in route
        else "hearing"
        if "/hearings/" in route
        else "deliberation question"
        if "/questions/" in route
        else "statement waits"
    )
    return {"pk": str(has["deliberation"].pk), "row": str(has[name].pk), "token": "none-such"}
