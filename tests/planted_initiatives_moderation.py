"""A report of hidden words with its decision and an appeal, and one that waits."""

from typing import Any

from talka.initiatives.factories.moderation import ModerationStepFactory, ReportFactory

from .planted_place import Place

ORGANISERS = {"organiser", "administrator"}
KNOWN_TO: dict[str, set[str]] = {
    "flaggedwords": ORGANISERS,
    "appealwords": ORGANISERS,
}
OPEN_DEEDS: set[str] = {
    # whoever signs in reports what they may read
    "initiatives:report",
}
TOLD_TO_THE_PERSON: set[str] = {"initiatives.Report", "initiatives.ModerationStep"}
TRAILS: dict[str, str] = {}


def plant(place: Place) -> None:
    """Of the hidden comment of the consultations, planted before."""
    word, hate, shown = place.word, place.has["hidden comment"], place.has["shown comment"]
    hidden = ModerationStepFactory(thing=hate.pk, what="hidden", reason="Naids")
    ModerationStepFactory(thing=hate.pk, what="appealed", reason=word("appealwords"), answers=hidden, by=hate.person)
    ReportFactory(thing=hate.pk, decision=hidden, words=word("flaggedwords"))
    ReportFactory(thing=shown.pk)


def values(route: str, has: dict[str, Any]) -> dict[str, Any]:
    """What the arguments in an address mean."""
    if not route.startswith("initiatives/reports/"):
        return {}
    return {
        "kind": ["comment", "nonsense"],
        "token": "none-such",
        "pk": [str(has["hidden comment"].pk), str(has["shown comment"].pk)],
    }
