"""A peer review: known to the reviewed municipality, the team and organisers; the team's notes to the team alone."""

import datetime as dt
from typing import Any

from talka.learning.factories.reviews import (
    PeerFactory,
    PeerFindingFactory,
    PeerRecommendationFactory,
    PeerReportFactory,
    PeerReviewFactory,
    PositionStatementFactory,
    ReviewMeetingFactory,
    TeamNoteFactory,
)
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProgrammeFactory


def plant_reviews(place: Any) -> None:
    """In the hidden place it stands in a programme of its own that nobody organises."""
    word, has, own = place.word, place.has, place.mark == "own"
    programme = place.project.programme if own else ProgrammeFactory(slug="izvertejumu-slepta", code="IS", public=False)
    review = PeerReviewFactory(
        programme=programme, title=word("peerreview"), wanted=word("peerwanted"), own_theme=word("peertheme"),
        plan_words=word("peerplan"), plan_made_on=dt.date(2026, 5, 4), progress_words=word("peerprogress"),
    )  # fmt: skip
    has["peer review"] = review
    has["peer"] = PeerFactory(review=review, person=PersonFactory(family_name=word("peername")))
    has["statement"] = PositionStatementFactory(review=review, text=word("peerstatement"))
    has["review meeting"] = ReviewMeetingFactory(review=review, whom=word("peerwhom"), topic=word("peertopic"))
    has["team note"] = TeamNoteFactory(peer=has["peer"], text=word("teamnote"))
    report = PeerReportFactory(review=review, number=1, text=word("peerreport"))
    has["peer report"] = report
    PeerFindingFactory(report=report, strengths=word("peerstrength"), consider=word("peerconsider"))
    PeerRecommendationFactory(report=report, order=1, words=word("peerrecommendation"), what=word("peeranswer"))
    PeerReportFactory(review=review, number=2, stage="draft", check_until=dt.date(2026, 4, 1), text=word("peerdraft"))
    PeerReportFactory(review=review, number=3, stage="work", text=word("peerwork"))


def values_of_reviews(route: str, has: dict[str, Any]) -> dict[str, Any]:
    """What the arguments in an address of peer reviews mean."""
    return {
        "pk": str(has["peer" if "/peers/" in route else "peer review"].pk),
        "meeting": str(has["review meeting"].pk),
        "note": str(has["team note"].pk),
        "number": ["1", "2", "3"] if "/report/" in route else "1",
        "what": ["report", "plan", "progress", "nonsense"],
        "token": "nonsense",
    }
