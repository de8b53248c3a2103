"""Where one votes: by a personal link or signed in. The answer to a ballot shows its code; no address holds it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from talka.people.models import Person
from talka.ui.forms import sent

from ..access import choosings as access
from ..actions import voting
from ..actions.voting import Receipt
from ..choosing_words import form_words, rule_words
from ..forms.ballots import VotingForm
from ..models import Choosing, Voter
from ..queries import choosings as queries
from .choosings import of_choosing
from .frame import person_of

Cast = Callable[[VotingForm], Receipt]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vote_by_link(request: HttpRequest, token: str) -> HttpResponse:
    voter = access.voter_by(token)

    def cast(form: VotingForm) -> Receipt:
        said = form.cleaned_data
        return voting.vote_by_link(voter, form.said(), sending=said["sending"], code=said.get("code", ""))

    line = queries.voted_line(voter)
    return _page(request, voter.choosing, line, cast, reverse("initiatives:vote_by_link", args=[token]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Signed in."""
    person = person_of(request)
    row = access.choosing_for(person, pk)
    if person is None or row.published_at is None or not access.may_vote(person, row):
        raise Http404
    line = access.stands_on_roll(person, row)
    voted = queries.voted_line(line) if line is not None else None
    declares = wording(row) if row.voters == Choosing.Voters.DECLARED and line is None else ""

    def cast(form: VotingForm) -> Receipt:
        return _cast_as(person, row, form, declares)

    return _page(request, row, voted, cast, reverse("initiatives:cast_ballot", args=[pk]), declares)


def wording(row: Choosing) -> str:
    """What somebody declares, in the language in which they read it; kept word by word."""
    return _("I declare that I live in this place: %(area)s.") % {"area": row.area}


def _cast_as(person: Person, row: Choosing, form: VotingForm, declares: str) -> Receipt:
    said = form.cleaned_data
    return voting.vote_as(
        person,
        row,
        form.said(),
        sending=said["sending"],
        code=said.get("code", ""),
        declared=declares if said.get("declared") else "",
    )


def _page(
    request: HttpRequest, row: Choosing, voted: Voter | None, cast: Cast, address: str, declares: str = ""
) -> HttpResponse:
    options = queries.options_of(row)
    standing = [one for one in options if one.withdrawn_at is None]
    form = VotingForm(request.POST or None, row=row, options=standing, declares=declares, voted=voted is not None)
    receipts: list[Receipt] = []
    status = sent(request, form, lambda: receipts.append(cast(form)))
    context = of_choosing(request, row) | {"options": options, "address": address, "voted": voted}
    if not status:
        context |= {"receipt": receipts[0], "named": queries.named_of(form.said(), options)}
        return render(request, "initiatives/choosing/receipt.html", context)
    context |= {
        "form": form,
        "form_words": form_words(row),
        "rule_words": rule_words(row),
        "withdrawn": [one for one in options if one.withdrawn_at is not None],
    }
    return render(request, "initiatives/choosing/vote.html", context, status=status)
