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


def visited(request: HttpRequest, pk: int, token: str = "") -> Visit:
    return access.visit(person_of(request), pk, token)


def of(at: Visit, current: str = "") -> dict[str, object]:
    """The deliberation, its tabs and what the reader may do with it. Once it is closed, only who took part finds the
    way to votes and statements: their own."""
    state = state_of(at.row)
    pages = {
        "deliberation": _("What it is about"),
        "vote_deliberation": _("Vote"),
        "propose_statement": _("Say something"),
        "deliberation_questions": _("Questions and answers"),
        "deliberation_results": pgettext("of a deliberation", "Results"),
    }
    past = () if state != "closed" or at.member else ("vote_deliberation", "propose_statement")
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
            for name, label in pages.items()
            if name not in past
        ],
        "pages": {name: at.at(name) for name in pages},
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
