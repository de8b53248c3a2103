"""What an angel and those who asked do together: aims, visits, advice, answers, review, thanks."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.kept_files import Sent
from talka.documents.storage import serve_file
from talka.people.models import Person
from talka.ui.forms import sent

from ..access import angels as access
from ..actions import advice as advising
from ..actions import mentoring as actions
from ..forms.angels import lines_of
from ..forms.mentoring import AdviceForm, AimsForm, ReviewDayForm, VisitForm
from ..forms.recommendations import AnswersForm, ReviewForm
from ..models import Advice, AngelRequest
from ..papers_of_angels import thanks_pdf
from .angel_requests import form_page, of_request
from .frame import back, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def aims(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.request_of_both(person, pk)
    form = AimsForm(request.POST or None, request=row)
    status = sent(
        request, form, lambda: actions.set_aims(row, form.cleaned_data["aims"], version=_version(form), by=person)
    )
    if not status:
        return back(request, "angel_request", pk, said=_("The aims are set."), anchor="aims")
    return form_page(request, row, status, form=form, title=_("Aims"))


@require_http_methods(["GET", "HEAD", "POST"])
def new_visit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.request_to_write(person, pk)
    form = VisitForm(request.POST or None, request=row, person=person)
    status = sent(request, form, lambda: actions.add_visit(row, form.data_of(), by=person))
    if not status:
        return back(request, "angel_request", pk, said=_("The visit is entered."), anchor="visits")
    return form_page(request, row, status, form=form, title=_("Enter a visit"), submit=_("Enter"))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_visit(request: HttpRequest, pk: int, visit: int) -> HttpResponse:
    person = person_of(request)
    row = access.visit_to_change(person, pk, visit)
    form = VisitForm(request.POST or None, request=row.request, visit=row, person=person)
    status = sent(request, form, lambda: actions.change_visit(row, form.data_of(), version=_version(form), by=person))
    if not status:
        said = _("The visit is entered.") if row.is_agreed else _("Saved; what stood there before is kept.")
        return back(request, "angel_request", pk, said=said, anchor="visits")
    title = _("Enter what was done") if row.is_agreed else _("Change the visit")
    return form_page(request, row.request, status, form=form, title=title, visit=row)


@require_POST
def retire_visit(request: HttpRequest, pk: int, visit: int) -> HttpResponse:
    person = person_of(request)
    row = access.visit_to_retire(person, pk, visit)
    actions.retire_visit(row, by=person)
    said = _("The visit is called off; the other side is told.") if row.is_agreed else _("The visit was taken away.")
    return back(request, "angel_request", pk, said=said, anchor="visits")


@require_http_methods(["GET", "HEAD", "POST"])
def give_advice(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the advice, or a new version of it."""
    person = person_of(request)
    row = access.request_to_write(person, pk)
    before = advising.newest_own(row)
    form = AdviceForm(request.POST or None, request.FILES or None, advice=before)
    status = sent(request, form, lambda: _give(form, row, person))
    if not status:
        said = _("The advice is given; those who asked are written to.")
        return back(request, "angel_request", pk, said=said, anchor="advice")
    return form_page(
        request, row, status, form=form, title=_("Write the advice"), submit=_("Give it"),
        lead=_("A new version replaces the one before, which is kept, until the first answer is given.")
        if before is not None
        else "",
    )  # fmt: skip


def _give(form: AdviceForm, row: AngelRequest, person: Person | None) -> None:
    said = form.cleaned_data
    file = said["file"]
    advising.give(
        row,
        said["text"],
        lines_of(said["recommendations"]),
        given_on=said["given_on"],
        by=person,
        sent=Sent(file, file.name if file else ""),
    )


@require_safe
def advice(request: HttpRequest, pk: int) -> HttpResponse:
    """One advice with the answers to it: everybody's where both sides agreed."""
    person = person_of(request)
    row = access.advice_for(person, pk)
    inside = access.requests_inside(person).filter(pk=row.request_id).exists()
    context = of_request(row.request) | {
        "advice": row,
        "recommendations": list(row.recommendations.all()),
        "inside": inside,
        "gave": access.gave(person, row),
        "asks": access.asks(person, row.request),
        "newest": advising.newest(row.request),
    }
    return render(request, "learning/angels/advice.html", context)


@require_safe
def advice_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    row = access.advice_for(person_of(request), pk)
    if not row.is_kept:
        raise Http404
    return serve_file(row.file.name, row.file_name, row.media_type)


@require_POST
def publish_advice(request: HttpRequest, pk: int) -> HttpResponse:
    """Each side says for itself whether everybody may read it."""
    person = person_of(request)
    row = _advice_inside(request, pk)
    agrees = request.POST.get("agrees") == "yes"
    row = advising.publish(row, agrees, by=person)
    if row.is_public:
        said = _("Both sides agree: everybody can read the advice and its answers.")
    elif agrees:
        said = _("You agree. Everybody reads it once the other side agrees too.")
    else:
        said = _("Only the two sides and the organisers read it.")
    return back(request, "advice", pk, said=said)


def _advice_inside(request: HttpRequest, pk: int) -> Advice:
    """For those inside, and who gave it."""
    person = person_of(request)
    row = access.advice_for(person, pk)
    if not access.gave(person, row) and not access.requests_inside(person).filter(pk=row.request_id).exists():
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The municipality answers each recommendation."""
    person = person_of(request)
    row = _advice_inside(request, pk)
    if not access.may_change(person, row.request):
        raise Http404
    form = AnswersForm(request.POST or None, recommendations=list(row.recommendations.all()))
    status = sent(request, form, lambda: advising.answer(row, form.answers(), by=person))
    if not status:
        return back(request, "angel_request", row.request_id, said=_("The answers are saved."), anchor="advice")
    return form_page(request, row.request, status, form=form, title=_("Answer the advice"))


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Look back at what became of each recommendation."""
    person = person_of(request)
    row = access.request_of_both(person, pk)
    newest = advising.newest(row)
    if newest is None:
        raise Http404
    form = ReviewForm(
        request.POST or None,
        held_on=row.review_held_on,
        said=row.review_words,
        version=row.version,
        recommendations=list(newest.recommendations.all()),
    )
    status = sent(
        request,
        form,
        lambda: advising.review(
            row,
            form.progress(),
            form.cleaned_data["words"],
            held_on=form.cleaned_data["held_on"],
            version=_version(form),
            by=person,
        ),
    )
    if not status:
        return back(request, "angel_request", pk, said=_("Saved: what became of the advice."), anchor="review")
    return form_page(request, row, status, form=form, title=_("Look back"))


@require_http_methods(["GET", "HEAD", "POST"])
def review_day(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.request_of_both(person, pk)
    form = ReviewDayForm(request.POST or None, due=row.review_due)
    status = sent(request, form, lambda: advising.plan_review(row, form.cleaned_data["due"], by=person))
    if not status:
        return back(request, "angel_request", pk, said=_("The day is set; you are reminded."), anchor="review")
    return form_page(request, row, status, form=form, title=_("Set another day"))


@require_safe
def thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter of thanks for the angel, with hours and what came of it."""
    row = access.request_of_helper(person_of(request), pk)
    response = HttpResponse(thanks_pdf(row), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="pateiciba-{row.pk}.pdf"'
    return response


def _version(form: forms.Form) -> int:
    return int(form.cleaned_data["version"] or 0)
