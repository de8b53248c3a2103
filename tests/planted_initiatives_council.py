"""What is planted of initiatives for the walks over all addresses: questions to councils and their decisions."""

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile

from talka.documents.storage import private_storage
from talka.initiatives.factories.council import CouncilDecisionFactory, CouncilQuestionFactory, DecisionEntryFactory
from talka.initiatives.factories.initiatives import InitiativeFactory
from talka.people.factories import OrganisationFactory

from .planted_place import Place

READ_BY_ALL = {
    "anonymous", "outsider", "viewer", "auditor", "facilitator", "stranger", "organiser", "administrator",
}  # fmt: skip
KNOWN_TO: dict[str, set[str]] = {
    "counciltitle": set(READ_BY_ALL),
    "councilask": set(READ_BY_ALL),
    "committee": set(READ_BY_ALL),
    "rapporteur": set(READ_BY_ALL),
    "decidedtext": set(READ_BY_ALL),
    "grounds": set(READ_BY_ALL),
    "byname": set(READ_BY_ALL),
    "carriedout": set(READ_BY_ALL),
    "decidedfile": set(READ_BY_ALL),
}
"""A question of a published initiative is everybody's to read; in the hidden place the initiative is a draft."""
OPEN_DEEDS: set[str] = {"initiatives:new_council_question"}
"""Whoever works for a municipality asks it what came on paper; organisers of anything ask every council."""
TOLD_TO_THE_PERSON: set[str] = {
    "initiatives.CouncilQuestion",
    "initiatives.CouncilDecision",
    "initiatives.CouncilFigures",
    "initiatives.DecisionEntry",
}
"""`initiatives/tests/test_council_kept.py` holds their export."""
TRAILS: dict[str, str] = {"council_question": "council question", "council_decision": "council decision"}


def plant(place: Place) -> None:
    """Taken up, decided and begun, by a local government for which nobody of the roles works."""
    word, has, own = place.word, place.has, place.mark == "own"
    more: dict[str, Any] = {} if own else {"draft": True}
    initiative = InitiativeFactory(title="Laipa", programme=place.project.programme, **more)
    has["council"] = OrganisationFactory(area=initiative.area)
    question = CouncilQuestionFactory(
        initiative=initiative, council=has["council"], title=word("counciltitle"), text=word("councilask"),
        committee=word("committee"), rapporteur=word("rapporteur"), state="under_way",
        answered_on=dt.date(2026, 3, 26),
    )  # fmt: skip
    has["council question"] = question
    stored = private_storage().save(f"zq/{place.mark}-decision.asice", ContentFile(word("decidedfile").encode()))
    has["council decision"] = CouncilDecisionFactory(
        question=question, text=word("decidedtext"), reasons=word("grounds"), votes_by_name=word("byname"),
        file=stored, file_name="lemums.asice", media_type="application/vnd.etsi.asic-e+zip", due_on=dt.date(2100, 1, 1),
    )  # fmt: skip
    DecisionEntryFactory(decision=has["council decision"], words=word("carriedout"))


def values(route: str, has: dict[str, Any]) -> dict[str, Any]:
    """What the arguments in an address mean."""
    if route.startswith("initiatives/councils/"):
        return {"organisation": str(has["council"].pk)}
    if route.startswith("initiatives/question/"):
        return {"pk": str(has["council question"].pk), "decision": str(has["council decision"].pk)}
    return {}
