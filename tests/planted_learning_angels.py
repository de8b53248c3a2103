"""A knowledge angel at work on a request: known to those who ask, to the angel and to organisers of its programme."""

import datetime as dt
from typing import Any

from talka.decisions.models import DecisionRun
from talka.learning.factories.angels import (
    AdviceFactory,
    AngelFactory,
    AngelRequestFactory,
    MentorVisitFactory,
    ProposalFactory,
    RecommendationFactory,
)
from talka.programmes.factories import ProgrammeFactory


def plant_angels(place: Any) -> None:
    """In the hidden place the request stands in a programme of its own that nobody organises, and the angel's consent
    does not stand."""
    word, has, own = place.word, place.has, place.mark == "own"
    programme = place.project.programme if own else ProgrammeFactory(slug="engelu-slepta", code="ES", public=False)
    has["angel"] = AngelFactory(
        about=word("angelabout"), availability=word("angeltime"), public=False, consents=own, most_requests=3
    )
    row = AngelRequestFactory(
        programme=programme, title=word("angelrequest"), wanted=word("angelwanted"), aims=word("angelaims"),
        angel=has["angel"], state="advised",
    )  # fmt: skip
    has["angel request"] = row
    has["angel proposal"] = ProposalFactory(
        request=row, angel=has["angel"], state="agreed", by_hand=word("angelreason")
    )
    has["mentor visit"] = MentorVisitFactory(request=row, done=word("visitdone"), notes=word("visitnotes"))
    has["agreed visit"] = MentorVisitFactory(
        request=row, day=dt.date(2100, 1, 4), place="Ābeļi", aims=word("visitaims"), done="", hours=None
    )
    has["advice"] = AdviceFactory(request=row, text=word("advicetext"))
    RecommendationFactory(advice=has["advice"], order=1, words=word("recommendation"))
    has["angel round"] = DecisionRun.objects.create(
        method="matching",
        version="1",
        subject_kind="angel_round",
        subject_id=str(programme.pk),
        input_digest="0" * 64,
        fault=word("angelround"),
        state=DecisionRun.State.FAILED,
    )


def values_of_angels(route: str, has: dict[str, Any]) -> dict[str, Any]:
    """What the arguments in an address of knowledge angels mean."""
    for words, name in (
        ("/requests/", "angel request"), ("/proposals/", "angel proposal"), ("/advice/", "advice"),
        ("/rounds/", "angel round"),
    ):  # fmt: skip
        if words in route:
            visit = has["agreed visit" if "/agree/" in route else "mentor visit"]
            return {"pk": str(has[name].pk), "visit": str(visit.pk)}
    return {"pk": str(has["angel"].pk), "token": "nonsense"}
