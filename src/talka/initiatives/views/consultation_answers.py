"""Answers to comments: those who hold the consultation write them; once they are published everybody reads them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.sheets import write_csv, write_xlsx
from talka.documents.storage import serve_bytes
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import consultations as access
from ..actions import consultation_answers as actions
from ..forms.consultations import AnswerForm, PublishReportForm
from ..papers_of_consultations import consultation_docx
from ..queries import consultation_comments as queries
from .consultations import of_consultation
from .frame import back, person_of

SIZE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """For those who hold it: all comments, ?left=1 those without an answer, and publishing."""
    return _answers(request, pk, PublishReportForm(), 200)


def _answers(request: HttpRequest, pk: int, form: PublishReportForm, status: int) -> HttpResponse:
    person = person_of(request)
    row = access.consultation_held(person, pk)
    left = bool(request.GET.get("left"))
    rows = queries.comments_of(row).filter(answer="") if left else queries.comments_of(row)
    page = page_of(rows, request, size=SIZE)
    context = of_consultation(request, row) | {
        "page": page,
        "told": queries.told(row, list(page.rows), person),
        "progress": queries.progress(row),
        "left": left,
        "form": form,
        "title": _("Answers"),
    }
    return render(request, "initiatives/consultations/answers.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """One comment; then the next one without an answer."""
    person = person_of(request)
    row = access.consultation_held(person, pk)
    one = access.comment_in(row, comment)
    form = AnswerForm(request.POST or None, comment=one)

    def deed() -> None:
        said = form.cleaned_data
        actions.answer(one, said["answer"], said["reason"], version=said["version"] or 0, by=person)

    status = sent(request, form, deed)
    if not status:
        following = queries.next_unanswered(row, one)
        if following is not None:
            said = _("Saved. This is the next one without an answer.")
            return back(request, "answer_consultation_comment", pk, following.pk, said=said)
        return back(request, "consultation_answers", pk, said=_("Saved. All comments are answered."))
    context = of_consultation(request, row) | {
        "said": queries.told(row, [one], person)[0],
        "form": form,
        "progress": queries.progress(row),
        "title": _("Answer a comment"),
    }
    return render(request, "initiatives/consultations/answer.html", context, status=status)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.consultation_held(person, pk)
    form = PublishReportForm(request.POST)
    letters: list[int] = []

    def deed() -> None:
        too = form.cleaned_data["unanswered_too"]
        letters.append(actions.publish_report(row, unanswered_too=too, by=person))

    status = sent(request, form, deed)
    if not status:
        said = ngettext(
            "Published. %(number)s person gets the answers by letter.",
            "Published. %(number)s people get the answers by letter.",
            letters[0],
        )
        return back(request, "consultation_report", pk, said=said % {"number": letters[0]})
    return _answers(request, pk, form, status)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.take_report_back(access.consultation_held(person, pk), by=person)
    said = _("Only those who hold the consultation read the answers now. Publish them again once they are right.")
    return back(request, "consultation_answers", pk, said=said)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What was taken up or not, and why; for everybody once it is published."""
    row = access.report_for(person_of(request), pk)
    page = page_of(queries.comments_of(row), request, size=SIZE)
    context = of_consultation(request, row) | {
        "page": page,
        "told": queries.told(row, list(page.rows), None),
        "given": queries.answers_given(row),
        "title": _("What was taken up or not, and why"),
    }
    return render(request, "initiatives/consultations/report.html", context)


@require_safe
def table(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """The same as a file: docx, xlsx or csv."""
    row = access.report_for(person_of(request), pk)
    name = f"consultation-{pk}.{ending}"
    if ending == "docx":
        return serve_bytes(consultation_docx(row), name, DOCX)
    if ending == "xlsx":
        return serve_bytes(write_xlsx(queries.sheet_of(row)), name, XLSX)
    if ending == "csv":
        return serve_bytes(write_csv(queries.sheet_of(row)), name, "text/csv; charset=utf-8")
    raise Http404
