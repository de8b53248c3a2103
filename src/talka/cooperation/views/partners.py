"""The partners of a case: who was asked, who takes part, whom each shows its figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from talka.people.models import Person
from talka.ui.forms import sent, tried

from .. import access
from ..actions import partners as actions
from ..forms.cases import AnswerForm, InviteForm, OpennessForm, WithdrawForm
from ..models import CooperationCase, Partner
from ..queries.case import partners_of
from ..queries.search.found import letters_about
from .frame import back, context_of, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: HttpRequest, slug: str) -> HttpResponse:
    """All parties; whoever may change the case asks another one to join."""
    person = person_of(request)
    door = access.case_to_change if request.method == "POST" else access.case_for
    row = door(person, slug)
    context = context_of(request, row, "cooperation:partners")
    form = InviteForm(request.POST or None, case=row) if context["may_change"] else None
    status = 200
    if request.method == "POST" and form is not None:
        status = tried(form, lambda: _invite(row, form, person))
        if not status:
            return back(request, "partners", slug, said=_("Asked to take part. It answers on the page of the case."))
    letters = letters_about(row) if context["inside"] else []
    page = {"partners": partners_of(row, person), "form": form, "letters": letters}
    return render(request, "cooperation/partners.html", page | context, status=status)


def _invite(row: CooperationCase, form: InviteForm, person: Person | None) -> None:
    actions.invite(row, form.cleaned_data["organisation"], role=form.cleaned_data["role"], by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """An invited partner joins or declines."""
    person = person_of(request)
    row = access.partner_to_answer(person, slug, pk)
    form = AnswerForm(request.POST or None)
    status = sent(request, form, lambda: _answer(row, form, person))
    if not status:
        return _after(request, row, person)
    return _form(request, row, form, _("Does it take part?"), status)


def _answer(row: Partner, form: AnswerForm, person: Person | None) -> None:
    said = form.cleaned_data
    actions.answer(row, takes_part=said["answer"] == "yes", reason=said["reason"], by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Whom a partner shows its figures, and who answers for it."""
    person = person_of(request)
    row = access.partner_to_answer(person, slug, pk)
    form = OpennessForm(request.POST or None, partner=row)
    status = sent(request, form, lambda: _open(row, form, person))
    if not status:
        return back(request, "partners", slug, said=_("Saved; what stood there before is kept."))
    return _form(request, row, form, _("Figures and contact"), status)


def _open(row: Partner, form: OpennessForm, person: Person | None) -> None:
    actions.open_figures(row, form.cleaned_data["openness"], by=person)
    actions.name_focal_point(row, form.cleaned_data["focal_point"], by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A partner leaves, with a reason."""
    person = person_of(request)
    row = access.partner_to_answer(person, slug, pk)
    form = WithdrawForm(request.POST or None)
    status = sent(request, form, lambda: actions.withdraw(row, reason=form.cleaned_data["reason"], by=person))
    if not status:
        return _after(request, row, person)
    return _form(request, row, form, _("Leave the case"), status)


def _after(request: HttpRequest, row: Partner, person: Person | None) -> HttpResponse:
    """Back to the case, or to the list for whom it is not there any more."""
    said = _("Saved; what stood there before is kept.")
    if row.case.published_at is None and not access.may_read_inside(person, row.case):
        return back(request, "cases", said=said)
    return back(request, "partners", row.case.slug, said=said)


def _form(request: HttpRequest, row: Partner, form: object, title: str, status: int) -> HttpResponse:
    context = {"form": form, "title": title, "partner": row, "back": "cooperation:partners"}
    return render(request, "cooperation/form.html", context | context_of(request, row.case), status=status)
