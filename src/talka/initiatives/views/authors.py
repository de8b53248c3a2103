"""Those who write an initiative together: who they are, whom they invited, and what an invited person answers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from talka.people.failed_codes import REGISTERING, client_address, note_failure, too_many
from talka.people.models import Person
from talka.people.personal_links import person_by
from talka.ui.forms import sent
from talka.ui.refusals import Refusal

from ..access import initiatives as access
from ..actions import authors as actions
from ..actions.naming import wording
from ..forms.initiatives import AcceptForm, AddressForm
from ..models import Author, Initiative
from ..queries import initiatives as queries
from .frame import back, person_of

LETTERS = "initiative-letter"


def not_too_often(request: HttpRequest) -> None:
    """Each deed behind it sends a letter to an address that somebody typed. Raises Refusal(429)."""
    address = client_address(request)
    if too_many(LETTERS, address, REGISTERING):
        raise Refusal(
            _("Too many letters were asked for from here."),
            _("No letter was sent."),
            _("Try again later."),
            status=429,
        )
    note_failure(LETTERS, address)


@require_http_methods(["GET", "HEAD", "POST"])
def authors(request: HttpRequest, pk: int) -> HttpResponse:
    """For its authors: who writes it, and the form to invite another."""
    person = person_of(request)
    row = access.initiative_to_change(person, pk)
    form = AddressForm(request.POST or None)

    def invite() -> None:
        said = form.cleaned_data
        not_too_often(request)
        actions.invite(
            row,
            said["given_name"],
            said["family_name"],
            said["email"],
            language=(get_language() or "lv").split("-")[0],
            by=person,
        )

    status = sent(request, form, invite)
    if not status:
        return back(request, "initiative_authors", pk, said=_("A letter with a link of their own goes to them."))
    context = {
        "initiative": row,
        "form": form,
        "table": queries.authors_table(row),
        "person": person,
        "wording": wording(access.AUTHOR),
        "illustrative": row.illustrative,
    }
    return render(request, "initiatives/initiatives/authors.html", context, status=status)


@require_POST
def remove(request: HttpRequest, pk: int, author: int) -> HttpResponse:
    person = person_of(request)
    row = access.initiative_to_change(person, pk)
    actions.take_invitation_back(access.author_in(row, author), by=person)
    return back(request, "initiative_authors", pk, said=_("They are no longer asked."))


@require_POST
def named(request: HttpRequest, pk: int) -> HttpResponse:
    """?named=1 in the form: the author agrees that everybody reads the name."""
    person = person_of(request)
    row = access.initiative_to_change(person, pk)
    agrees = request.POST.get("named") == "1"
    actions.say_named(row, agrees=agrees, by=person)
    said = _("Your name stands on the page.") if agrees else _("Your name stands on the page no longer.")
    return back(request, "initiative_authors", pk, said=said)


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.initiative_to_change(person, pk)
    actions.leave(row, by=person)
    return back(request, "initiatives", said=_("You have left the initiative. Your words stay in its text."))


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """An invited person who is signed in."""
    person = access.signed_in_only(person_of(request))
    row = access.initiative_for(person, pk)
    return _answered(request, row, person, by=person, token="")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """An invited person by the link in their letter; no account is needed to answer."""
    row = access.standing_initiative(pk)
    person = person_by(token, actions.purpose_of(row))
    return _answered(request, row, person, by=None, token=token)


def _answered(request: HttpRequest, row: Initiative, person: Person, *, by: Person | None, token: str) -> HttpResponse:
    author = access.author_of(row, person)
    if author is None:
        raise Http404
    form = AcceptForm(request.POST if request.method == "POST" else None)
    accepts = request.POST.get("answer") != "no"

    def say() -> None:
        actions.answer(row, person, accepts=accepts, named=form.cleaned_data["named"], by=by)

    status = sent(request, form, say)
    context = {
        "initiative": row,
        "author": author,
        "form": form,
        "token": token,
        "answered": author.state != Author.State.INVITED,
        "illustrative": row.illustrative,
    }
    if not status:
        if by is not None:
            said = _("You write it together now.") if accepts else _("You have declined.")
            return (
                back(request, "initiative", row.pk, said=said) if accepts else back(request, "initiatives", said=said)
            )
        context |= {"answered": True, "author": access.author_of(row, person)}
        status = 200
    return render(request, "initiatives/initiatives/answer.html", context, status=status)
