"""Support of an initiative: given and taken back by account, or by a link that came to a mailbox."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.people.personal_links import person_by
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import initiatives as access
from ..actions import supporters as actions
from ..forms.initiatives import AskLinkForm, SupportForm
from ..models import Initiative, Supporter
from ..queries import initiatives as queries
from .authors import not_too_often
from .frame import back, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """By account: a button. Without one: a letter with a link goes to the address that is typed."""
    person = person_of(request)
    row = access.initiative_to_support(person, pk)
    if person is None:
        return _ask(request, row)
    known = actions.supporter_of(row, person)
    form = SupportForm(request.POST if request.method == "POST" else None, initial=_said(row, known))
    fresh: list[bool] = []

    def give() -> None:
        said = form.cleaned_data
        fresh.append(actions.support(row, person, named=said["named"], wants_answer=said["wants_answer"], by=person))

    status = sent(request, form, give)
    if not status:
        return back(request, "initiative", pk, said=counted(fresh[0]))
    context = {
        "initiative": row,
        "form": form,
        "support": known,
        "looking": row.state in actions.LOOKING and row.hidden_at is None,
        "illustrative": row.illustrative,
    }
    return render(request, "initiatives/initiatives/support.html", context, status=status)


def counted(fresh: bool) -> str:
    if fresh:
        return _("Thank you: your support counts.")
    return _("You support it already: it counts once. What you say of your name and of the answer is kept.")


def _said(row: Initiative, known: Supporter | None) -> dict[str, object]:
    """What the supporter said before."""
    if known is None:
        return {}
    named = known.person_id in access.named_among(row, access.SUPPORTER, [known.person_id])
    return {"named": named, "wants_answer": known.wants_answer}


def _ask(request: HttpRequest, row: Initiative) -> HttpResponse:
    """The answer is the same whether the address is known or not."""
    form = AskLinkForm(request.POST or None)

    def ask() -> None:
        said = form.cleaned_data
        not_too_often(request)
        actions.ask_link(
            row,
            said["given_name"],
            said["family_name"],
            said["email"],
            language=(get_language() or "lv").split("-")[0],
        )

    status = sent(request, form, ask)
    context = {"initiative": row, "form": form, "asked": not status, "illustrative": row.illustrative}
    return render(request, "initiatives/initiatives/ask_link.html", context, status=status or 200)


@require_POST
def back_out(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.signed_in_only(person_of(request))
    row = access.initiative_for(person, pk)
    had = actions.take_back(row, person, by=person)
    return back(request, "initiative", pk, said=taken_back(had))


def taken_back(had: bool) -> str:
    return _("Your support is taken back; nothing is kept of it.") if had else _("You do not support it.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The page behind the link of a letter: nothing counts until its button is pressed."""
    row = access.standing_initiative(pk)
    person = person_by(token, actions.purpose_of(row))
    known = actions.supporter_of(row, person)
    form = SupportForm(request.POST if request.method == "POST" else None, initial=_said(row, known))
    fresh: list[bool] = []

    def give() -> None:
        said = form.cleaned_data
        fresh.append(actions.support(row, person, named=said["named"], wants_answer=said["wants_answer"], by=None))

    status = sent(request, form, give)
    if not status:
        messages.success(request, counted(fresh[0]))
        return redirect("initiatives:support_by_link", pk, token)
    context = {
        "initiative": row,
        "form": form,
        "support": known,
        "token": token,
        "looking": row.state in actions.LOOKING and row.hidden_at is None,
        "illustrative": row.illustrative,
    }
    return render(request, "initiatives/initiatives/support.html", context, status=status)


@never_cache
@require_POST
def back_out_by_link(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    row = access.standing_initiative(pk)
    person = person_by(token, actions.purpose_of(row))
    had = actions.take_back(row, person, by=None)
    messages.success(request, taken_back(had))
    return redirect("initiatives:support_by_link", pk, token)


@require_safe
def supporters(request: HttpRequest, pk: int) -> HttpResponse:
    """Names of those who agreed to it, and how many more there are."""
    person = person_of(request)
    row = access.initiative_to_support(person, pk)
    page = page_of(queries.named_supporters(row), request)
    total = queries.supporters_in(row)
    context = {
        "initiative": row,
        "page": page,
        "total": total,
        "others": total - page.total,
        "illustrative": row.illustrative,
    }
    return render(request, "initiatives/initiatives/supporters.html", context)
