"""The report of a team of peers, the municipality's answers to it, and what is published."""

from collections.abc import Sequence

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

from ..access import reviews as access
from ..actions import review_plans as plans
from ..actions import review_reports as actions
from ..forms.recommendations import AnswersForm, ReviewForm
from ..forms.review_reports import PeerReportForm, PlanForm, RemarksForm
from ..models import PeerRecommendation, PeerReport, PeerReview
from ..papers_of_reviews import peer_report_pdf
from ..queries.reviews import page_of_report, sums_of_review, told_of
from .frame import back, person_of
from .reviews import form_page, of_review, pdf_named

Stage = PeerReport.Stage


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The team writes a version of its report."""
    person = person_of(request)
    row = access.review_of_team(person, pk)
    before = actions.newest(row)
    page = page_of_report(row, before) if before is not None else None
    form = PeerReportForm(request.POST or None, request.FILES or None, review=row, page=page)
    status = sent(request, form, lambda: _write(form, row, person))
    if not status:
        said = {
            Stage.WORK: _("Saved; the team alone reads it."),
            Stage.DRAFT: _("The draft is there; the municipality is written to."),
            Stage.FINAL: _("The report is there; the municipality is written to and answers it."),
        }[Stage(form.cleaned_data["stage"])]
        return back(request, "peer_review", pk, said=said, anchor="report")
    return form_page(
        request, row, status, form=form, title=_("Write the report"),
        lead=_("Each save is a version of its own. One strength, one thought, one recommendation on each line."),
    )  # fmt: skip


def _write(form: PeerReportForm, row: PeerReview, person: Person | None) -> None:
    file = form.cleaned_data["file"]
    sent = Sent(file, file.name if file else "")
    actions.write(row, form.data_of(), by=person, sent=sent, after=form.cleaned_data["after_number"])


@require_safe
def report(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version, as far as the reader may read it."""
    review, row, inside = _report(request, pk, number)
    page = page_of_report(review, row)
    context = of_review(review) | {
        "page": page,
        "report": row,
        "inside": inside,
        "recommendations": _told(review, page.recommendations, inside),
    }
    return render(request, "learning/reviews/report.html", context)


@require_safe
def report_pdf(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The same as PDF."""
    review, row, inside = _report(request, pk, number)
    page = page_of_report(review, row)
    made = peer_report_pdf(review, page, _told(review, page.recommendations, inside), sums_of_review(review))
    return pdf_named(made, f"izvertejums-{review.pk}-{row.number}")


@require_safe
def report_file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    _review, row, _inside = _report(request, pk, number)
    if not row.is_kept:
        raise Http404
    return serve_file(row.file.name, row.file_name, row.media_type)


def _report(request: HttpRequest, pk: int, number: int) -> tuple[PeerReview, PeerReport, bool]:
    """The review, the version, and whether the reader is inside."""
    person = person_of(request)
    review = access.review_for(person, pk)
    row = access.report_for(person, review, number)
    return review, row, bool(access.roles_of(person, review) & access.INSIDE)


def _told(review: PeerReview, rows: Sequence[PeerRecommendation], inside: bool) -> list[PeerRecommendation]:
    return told_of(
        rows,
        plan=inside or review.plan_public_at is not None,
        progress=inside or review.progress_public_at is not None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remark(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The municipality checks the facts of a draft."""
    person = person_of(request)
    review = access.review_to_change(person, pk)
    row = access.report_for(person, review, number)
    if row.stage != Stage.DRAFT:
        raise Http404
    form = RemarksForm(request.POST or None, report=row)
    status = sent(request, form, lambda: actions.remark(row, form.cleaned_data["remarks"], by=person))
    if not status:
        return back(request, "peer_review", pk, said=_("The team is told."), anchor="report")
    return form_page(
        request, review, status, form=form, title=_("Check the facts"), submit=_("Say it"),
        lead=_("What the team concludes is theirs; what it takes for a fact is yours to mend."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The municipality answers each recommendation."""
    person = person_of(request)
    row, final = _answered(request, pk)
    rows = list(final.recommendations.all())
    form = AnswersForm(request.POST or None, recommendations=rows, version=row.version)
    status = sent(request, form, lambda: plans.answer(row, form.answers(), version=_version(form), by=person))
    if not status:
        return back(request, "peer_review", pk, said=_("The answers are saved."), anchor="answers")
    return form_page(request, row, status, form=form, title=_("Answer the recommendations"))


@require_http_methods(["GET", "HEAD", "POST"])
def make_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers are the action plan."""
    person = person_of(request)
    row, final = _answered(request, pk)
    form = PlanForm(request.POST or None, review=row)
    status = sent(
        request,
        form,
        lambda: plans.make_plan(
            row,
            form.cleaned_data["words"],
            made_on=form.cleaned_data["made_on"],
            version=_version(form),
            by=person,
        ),
    )
    if not status:
        return back(request, "peer_review", pk, said=_("The action plan is made."), anchor="answers")
    left = final.recommendations.filter(answer="").count()
    lead = _("Recommendations without an answer: %(n)s. The plan is whole once each has one.") % {"n": left}
    return form_page(request, row, status, form=form, title=_("The action plan"), lead=lead if left else "")


def _answered(request: HttpRequest, pk: int) -> tuple[PeerReview, PeerReport]:
    """The review and the version that is answered; "not found" before it is there."""
    person = person_of(request)
    row = access.review_to_change(person, pk)
    final = actions.final_of(row)
    if final is None or not plans.may_answer(person, row):
        raise Http404
    return row, final


@require_http_methods(["GET", "HEAD", "POST"])
def look_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The progress review."""
    person = person_of(request)
    row = access.review_inside(person, pk)
    final = actions.final_of(row)
    if final is None or not plans.may_look_back(person, row):
        raise Http404
    form = ReviewForm(
        request.POST or None,
        held_on=row.progress_held_on,
        said=row.progress_words,
        version=row.version,
        recommendations=list(final.recommendations.all()),
    )
    status = sent(
        request,
        form,
        lambda: plans.look_back(
            row,
            form.progress(),
            form.cleaned_data["words"],
            held_on=form.cleaned_data["held_on"],
            version=_version(form),
            by=person,
        ),
    )
    if not status:
        said = _("Saved: what became of each recommendation.")
        return back(request, "peer_review", pk, said=said, anchor="progress")
    return form_page(request, row, status, form=form, title=_("Progress review"))


@require_POST
def publish(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """The municipality says whether everybody reads it."""
    person = person_of(request)
    row = access.review_to_publish(person, pk)
    if what not in (actions.REPORT, actions.PLAN, actions.PROGRESS):
        raise Http404
    public = request.POST.get("public") == "yes"
    actions.publish(row, what, public, by=person)
    said = _("Everybody reads it now.") if public else _("Only those inside read it.")
    return back(request, "peer_review", pk, said=said, anchor="public")


def _version(form: forms.Form) -> int:
    return int(form.cleaned_data["version"] or 0)
