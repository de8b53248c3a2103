"""A consultation that is a draft, and an open one in which a comment is hidden and another was taken back."""

from typing import Any

from django.utils import timezone

from talka.initiatives.factories.consultations import (
    CommentSupportFactory,
    ConsultationCommentFactory,
    ConsultationFactory,
    ConsultationPartFactory,
)
from talka.programmes.factories import ProgrammeFactory

from .planted_place import Place

ORGANISERS = {"organiser", "administrator"}
KNOWN_TO: dict[str, set[str]] = {
    # a draft is theirs who hold it; so are answers that are not published
    "consulttitle": ORGANISERS,
    "consultabout": ORGANISERS,
    "consultheading": ORGANISERS,
    "consulttext": ORGANISERS,
    "consultafter": ORGANISERS,
    "consultanswer": ORGANISERS,
    # hidden words are their author's and theirs who look after the page
    "consulthate": ORGANISERS,
    # what was taken back is told to nobody
    "consultgone": set(),
}
OPEN_DEEDS: set[str] = {
    # everybody asks for a link; whoever signs in comments and says the same, as long as it is open
    "initiatives:consultation_part",
    "initiatives:consultation_whole",
    "initiatives:consultation_link",
    "initiatives:support_consultation_comment",
    # for whoever works for an organisation of the register, or organises anything
    "initiatives:new_consultation",
}
TOLD_TO_THE_PERSON: set[str] = {"initiatives.ConsultationComment", "initiatives.CommentSupport"}
TRAILS: dict[str, str] = {"consultation": "consultation"}


def plant(place: Place) -> None:
    """Both are held by the programme of the roles; in the hidden place by one of their own that nobody knows."""
    word, has, own = place.word, place.has, place.mark == "own"
    programme = place.project.programme if own else ProgrammeFactory(slug="apspriede-slepta", code="AS", public=False)
    held = {"organisation": None, "programme": programme}
    draft = ConsultationFactory(
        draft=True, title=word("consulttitle"), about=word("consultabout"), after=word("consultafter"), **held
    )
    has["consultation"] = draft
    has["consultation part"] = ConsultationPartFactory(
        consultation=draft, heading=word("consultheading"), text=word("consulttext")
    )
    shown = ConsultationFactory(**held)
    has["open consultation"] = shown
    has["open part"] = ConsultationPartFactory(consultation=shown)
    hate = ConsultationCommentFactory(
        consultation=shown,
        part=has["open part"],
        words=word("consulthate"),
        hidden_at=timezone.now(),
        hidden_why="Naids",
        answer="declined",
        reason=word("consultanswer"),
        answered_at=timezone.now(),
    )
    has["hidden comment"] = hate
    CommentSupportFactory(comment=hate)
    has["shown comment"] = ConsultationCommentFactory(consultation=shown, part=has["open part"])
    ConsultationCommentFactory(
        consultation=shown, part=has["open part"], words=word("consultgone"), withdrawn_at=timezone.now()
    )


def values(route: str, has: dict[str, Any]) -> dict[str, Any]:
    """What the arguments in an address mean."""
    if not route.startswith("initiatives/consultation/"):
        return {}
    return {
        "pk": [str(has["consultation"].pk), str(has["open consultation"].pk)],
        "part": [str(has["consultation part"].pk), str(has["open part"].pk)],
        "comment": [str(has["hidden comment"].pk), str(has["shown comment"].pk)],
        "ending": ["docx", "xlsx", "csv", "nonsense"],
        "token": "none-such",
    }
