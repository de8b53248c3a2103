"""What is planted of initiatives for the walks over all addresses: one that everybody reads in the own place, a draft
in the hidden one, with an author and a supporter who agreed to nothing."""

from typing import Any

from talka.initiatives.factories.initiatives import (
    AuthorFactory,
    InitiativeFactory,
    InitiativeTextFactory,
    SupporterFactory,
)
from talka.people.factories import PersonFactory
from talka.programmes.models import TeamMember

from .planted_place import Place

EVERYBODY = {
    "anonymous", "outsider", "viewer", "auditor", "facilitator", "stranger", "organiser", "administrator",
}  # fmt: skip
KNOWN_TO: dict[str, set[str]] = {
    "initiative": EVERYBODY,
    "initiativewhat": EVERYBODY,
    "initiativewhy": EVERYBODY,
    "initiativeneeds": EVERYBODY,
    "initiativeversion": EVERYBODY,
}
"""Who may know of the planted words in their own project; words that are not here are everybody's."""
OPEN_DEEDS: set[str] = {
    "initiatives:new_initiative",
    "initiatives:support_initiative",
    "initiatives:take_support_back",
}
"""Deeds that are for everybody, for whoever works somewhere, or about oneself."""
TOLD_TO_THE_PERSON: set[str] = {
    "initiatives.Author",
    "initiatives.Initiative",
    "initiatives.InitiativeStep",
    "initiatives.InitiativeText",
    "initiatives.Supporter",
}
"""Tables about people whose export is held by the room's own test."""
TRAILS: dict[str, str] = {"initiative": "initiative"}
"""Kinds of the trail, and which planted row stands for each."""


def plant(place: Place) -> None:
    """The organiser of the own place writes the one there."""
    word, has, own = place.word, place.has, place.mark == "own"
    more = {} if own else {"draft": True}
    row = InitiativeFactory(
        title=word("initiative"), what=word("initiativewhat"), why=word("initiativewhy"),
        needs=word("initiativeneeds"), area=has["area"], programme=place.project.programme, **more,
    )  # fmt: skip
    has["initiative"] = row
    organiser = (
        TeamMember.objects.filter(project=place.project, role=TeamMember.Role.ORGANISER).first() if own else None
    )
    AuthorFactory(initiative=row, person=organiser.person if organiser else PersonFactory())
    has["initiative author"] = AuthorFactory(initiative=row, person=has["person"], state="invited")
    SupporterFactory(initiative=row, person=has["person"])
    InitiativeTextFactory(initiative=row, number=1, content={"title": row.title, "what": word("initiativeversion")})


def values(route: str, has: dict[str, Any]) -> dict[str, Any]:
    """What the arguments in an address mean."""
    found = {"author": str(has["initiative author"].pk), "number": "1", "token": "nonsense"}
    found["ending"] = ["xlsx", "csv", "nonsense"]
    return found | {"pk": str(has["initiative"].pk)} if _is_ours(route) else {}


def _is_ours(route: str) -> bool:
    """Of addresses under one initiative, those of this part."""
    rest = route.removeprefix("initiatives/")
    first, _slash, after = rest.partition("/")
    parts = (
        "",
        "edit",
        "publish",
        "delete",
        "withdraw",
        "again",
        "step",
        "versions",
        "authors",
        "author",
        "support",
        "supporters",
    )
    return rest.startswith("list.") or (first == "<pk>" and after.partition("/")[0] in parts)
