"""What the pages of one deliberation share: its tabs, and what the reader may do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from talka.ui.refusals import Words

from ..access import deliberations as access
from ..access.deliberations import Visit
from ..queries.deliberations import state_of
from .frame import person_of

PAGES = ("deliberation", "vote_deliberation", "propose_statement", "deliberation_questions", "deliberation_results")


def visited(request: HttpRequest, pk: int, token: str = "") -> Visit:
    return access.visit(person_of(request), pk, token)


def of(at: Visit, current: str = "") -> dict[str, object]:
    """The deliberation, its tabs and what the reader may do with it."""
    labels = (
        _("What it is about"),
        _("Vote"),
        _("Say something"),
        _("Questions and answers"),
        pgettext("of a deliberation", "Results"),
    )
    state = state_of(at.row)
    return {
        "deliberation": at.row,
        "state": state,
        "at": at,
        "runs": at.runs,
        "takes_part": at.takes_part,
        "open": state == "open",
        "illustrative": at.row.illustrative,
        "tabs": [
            {"href": at.at(name), "label": label, "current": name == current}
            for name, label in zip(PAGES, labels, strict=True)
        ],
        "home": at.at("deliberation"),
        "votes": at.at("own_votes"),
        "votes_file": at.at("deliberation_votes"),
        "texts_file": at.at("deliberation_texts"),
    }


def on(request: HttpRequest, at: Visit, name: str, said: Words = "", anchor: str = "") -> HttpResponse:
    """To a page of the deliberation, by the way on which the reader came, with a word about what was done."""
    if said:
        messages.success(request, str(said))
    return redirect(at.at(name) + (f"#{anchor}" if anchor else ""))
