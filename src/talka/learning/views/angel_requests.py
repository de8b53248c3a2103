"""Requests for knowledge angels: the list, one as a guided path, asking, withdrawing, proposals and their answers."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.needs.models import Measure, Need
from talka.people.models import Person
from talka.programmes.roles import ANGEL, role_label
from talka.ui.forms import sent
from talka.ui.pages import page_of
from talka.ui.refusals import Words

from ..access import angels as access
from ..actions import angel_requests as actions
from ..actions import proposals
from ..forms.angels import CloseForm, PickForm, ReasonForm, RequestForm
from ..models import AngelRequest
from ..queries.angel_requests import page_of_request, programmes_of_rounds, requests_of, waiting_measures
from .causes import cause_of, pairs_of
from .frame import back, person_of, sections

SIZE = 30


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Those the reader has to do with."""
    person = access.signed_in(person_of(request))
    state = request.GET.get("state", "")
    context = {
        "page": page_of(requests_of(person, state=state), request, size=SIZE),
        "state": state,
        "states": AngelRequest.State.choices,
        "asks": access.may_ask(person),
        "programmes": programmes_of_rounds(person) if access.keeps_angels(person) else [],
        "measures": waiting_measures(person) if access.keeps_angels(person) else [],
        "sections": sections("learning:angels"),
    }
    return render(request, "learning/angels/requests.html", context)


@require_safe
def angel_request(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole way of one request on one page."""
    person = person_of(request)
    row = access.request_for(person, pk)
    page = page_of_request(row, person)
    context = of_request(row) | {
        "page": page,
        "may_change": bool(page.roles & {"asker", "organiser"}),
        "may_write": bool(page.roles & {"helper", "organiser"}),
        "organises": "organiser" in page.roles,
        "is_helper": "helper" in page.roles,
        "is_asked": "asked" in page.roles,
        "is_side": bool(page.roles & {"helper", "asker", "organiser"}),
    }
    return render(request, "learning/angels/request.html", context)


def of_request(row: AngelRequest) -> dict[str, Any]:
    """What pages of a request share."""
    return {
        "asked": row,
        "angel_label": role_label(row.programme, ANGEL),
        "illustrative": row.illustrative,
        "over": row.is_over,
        "mentored": access.is_taken(row),
    }


def form_page(request: HttpRequest, row: AngelRequest, status: int, **context: Any) -> HttpResponse:
    return render(request, "learning/angels/form.html", of_request(row) | context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask; ?need= or ?measure= says what it comes from."""
    person = access.askers_only(person_of(request))
    cause = cause_of(request, person)
    form = RequestForm(request.POST or None, person=person, cause=cause)
    made: list[AngelRequest] = []
    status = sent(request, form, lambda: made.append(_ask(form, cause, person)))
    if not status:
        said = _("The request is entered. You are written to once somebody is willing to help.")
        return back(request, "angel_request", made[0].pk, said=said)
    context = {"form": form, "title": _("Ask for a knowledge angel"), "submit": _("Ask"), "cause": cause}
    return render(request, "learning/angels/form.html", context | {"cancel": "learning:angel_requests"}, status=status)


def _ask(form: RequestForm, cause: Need | Measure | None, person: Person) -> AngelRequest:
    said = form.cleaned_data
    return actions.ask(form.data_of(), said["programme"], said["organisation"], by=person, causes=pairs_of(cause))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.signed_in(person_of(request))
    row = access.request_to_change(person, pk)
    form = RequestForm(request.POST or None, person=person, request=row)
    status = sent(request, form, lambda: _change(row, form, person))
    if not status:
        return back(request, "angel_request", pk, said=_("Saved; what stood there before is kept."))
    return form_page(request, row, status, form=form, title=_("Change the request"))


def _change(row: AngelRequest, form: RequestForm, person: Person) -> None:
    actions.change(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.request_to_change(person, pk)
    form = ReasonForm(request.POST or None)
    status = sent(request, form, lambda: actions.withdraw(row, form.cleaned_data["reason"], by=person))
    if not status:
        return back(request, "angel_request", pk, said=_("The request is withdrawn; what was done is kept."))
    return form_page(
        request, row, status, form=form, title=_("Withdraw the request"), submit=_("Withdraw"),
        lead=_("An angel who has agreed is told, and reads the reason."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.request_to_change(person, pk)
    form = CloseForm(request.POST or None)
    status = sent(request, form, lambda: actions.close(row, form.cleaned_data["reason"], by=person))
    if not status:
        return back(request, "angel_request", pk, said=_("The request is closed. The angel's place is free again."))
    return form_page(request, row, status, form=form, title=_("Close the request"), submit=_("Close it"))


@require_http_methods(["GET", "HEAD", "POST"])
def pick(request: HttpRequest, pk: int) -> HttpResponse:
    """Organisers pick an angel by hand, with a reason."""
    person = person_of(request)
    row = access.request_to_organise(person, pk)
    form = PickForm(request.POST or None, person=person, request=row)
    status = sent(
        request, form, lambda: proposals.pick(row, form.cleaned_data["angel"], form.cleaned_data["reason"], by=person)
    )
    if not status:
        return back(request, "angel_request", pk, said=_("The angel is asked by letter."))
    return form_page(
        request, row, status, form=form, title=_("Pick an angel by hand"), submit=_("Ask them"),
        lead=_("Those who know one of the topics stand first."),
    )  # fmt: skip


@require_POST
def say_yes(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.proposal_for(person_of(request), pk)
    proposals.say_yes(row, by=person_of(request))
    return back(request, "angel_request", row.request_id, said=_("Thank you. Those who ask learn of you now."))


@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.proposal_for(person_of(request), pk)
    proposals.agree(row, by=person_of(request))
    return back(request, "angel_request", row.request_id, said=_("Agreed. Now set the aims together."))


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The angel, or those who ask, would rather not."""
    person = person_of(request)
    row = access.proposal_for(person, pk)
    own = access.angel_of(person)
    as_angel = own is not None and own.pk == row.angel_id
    if not as_angel and not access.may_change(person, row.request):
        raise Http404
    if as_angel:
        # Their own page is what stays theirs: the request is not for their eyes any more.
        return _with_reason(
            request, row.request, _("Decline"), lambda why: proposals.say_no(row, why, by=person), to=("my_angel",),
            lead=_("Organisers read the reason and look for somebody else. Those who ask do not learn of you."),
            said=_("Thank you for your answer. Somebody else will be proposed; you are not asked about this again."),
        )  # fmt: skip
    return _with_reason(
        request, row.request, _("Rather somebody else"), lambda why: proposals.not_wanted(row, why, by=person),
        lead=_("Only organisers read the reason; they look for somebody else."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Organisers ask somebody else."""
    person = person_of(request)
    row = access.proposal_for(person, pk)
    if not access.organises_request(person, row.request):
        raise Http404
    return _with_reason(
        request, row.request, _("Take the proposal back"), lambda why: proposals.take_back(row, why, by=person),
        lead=_("The angel learns that nothing comes of it, not why. The two can be proposed for each other again."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def step_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The angel who was agreed with cannot go on."""
    person = person_of(request)
    row = access.request_for(person, pk)
    if not access.helps(person, row):
        raise Http404
    return _with_reason(
        request, row, _("I cannot go on"), lambda why: proposals.step_back(row, why, by=person), to=("my_angel",),
        lead=_("Visits and advice are kept; organisers read the reason and look for somebody else."),
    )  # fmt: skip


def _with_reason(
    request: HttpRequest,
    row: AngelRequest,
    title: Words,
    deed: Callable[[str], object],
    *,
    lead: Words,
    said: Words = "",
    to: tuple[Any, ...] = (),
) -> HttpResponse:
    """A form for a reason; to: where it goes on, where that is not the request's own page."""
    form = ReasonForm(request.POST or None)
    status = sent(request, form, lambda: deed(form.cleaned_data["reason"]))
    if not status:
        said = said or _("The request is open again; somebody else will be proposed.")
        return back(request, *(to or ("angel_request", row.pk)), said=said)
    return form_page(request, row, status, form=form, title=title, submit=title, lead=lead)
