"""What is planted of initiatives for the walks over all addresses: choosing."""

from typing import Any

from talka.initiatives.factories.choosing import (
    ChoosingFactory,
    ChoosingOptionFactory,
    PaperEntryFactory,
    VoterFactory,
)
from talka.initiatives.models import VoterLink
from talka.people.personal_links import digest_of

from .planted_place import Place

RUN = {"organiser", "administrator"}
KNOWN_TO: dict[str, set[str]] = {
    "votetitle": set(RUN),
    "votetext": set(RUN),
    "voteoption": set(RUN),
    "votedeed": set(RUN),
    "voteplace": set(RUN),
    "votername": set(RUN),
    "votermail": set(RUN),
    "voterwords": set(),  # what somebody declared is told to them alone
    "voterlink": set(),
}
"""Who may know of the planted words in their own project; words that are not here are everybody's."""
OPEN_DEEDS: set[str] = {"initiatives:new_choosing"}
"""Deeds that are for everybody, for whoever works somewhere, or about oneself."""
TOLD_TO_THE_PERSON: set[str] = {
    "initiatives.Voter",
    "initiatives.Ballot",  # says of nobody whose it is
    "initiatives.VoterLink",  # a digest
}
"""Tables about people whose export is held by the room's own test."""
TRAILS: dict[str, str] = {"choosing": "choosing"}
"""Kinds of the trail, and which planted row stands for each."""


def plant(place: Place) -> None:
    """A draft: in the own place of the programme's money, in the hidden one of a local government nobody works for."""
    word, has = place.word, place.has
    purse = {"programme": place.project.programme, "organisation": None} if place.mark == "own" else {}
    row = ChoosingFactory(title=word("votetitle"), about=word("votetext"), paper=True, **purse)
    has["choosing"] = row
    has["choosing option"] = ChoosingOptionFactory(
        choosing=row, title=word("voteoption"), what=word("votedeed"), where=word("voteplace")
    )
    ChoosingOptionFactory(choosing=row, cost=200)
    email = f"{word('votermail')}@example.test"
    has["voter"] = VoterFactory(
        choosing=row, name=word("votername"), email=email, declared=word("voterwords"), area=row.area
    )
    has["voter link"] = word("voterlink")
    VoterLink.objects.create(voter=has["voter"], digest=digest_of(has["voter link"]))
    PaperEntryFactory(choosing=row, number=3)


def values(route: str, has: dict[str, Any]) -> dict[str, Any]:
    """What the arguments in an address mean."""
    if not route.startswith(("initiatives/choosing", "initiatives/vote/")):
        return {}
    return {
        "pk": str(has["choosing"].pk),
        "option": str(has["choosing option"].pk),
        "voter": str(has["voter"].pk),
        "token": has["voter link"],
        "ending": ["xlsx", "csv", "nonsense"] if "ideas" in route else ["pb", "csv", "nonsense"],
    }
