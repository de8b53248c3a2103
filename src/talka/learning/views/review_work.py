"""What a peer review is made with: statement, plan of the visit, notes of the team."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.kept_files import Sent
from talka.documents.storage import serve_file
from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import reviews as access
from ..actions import review_work as actions
from ..forms.reviews import MeetingForm, NoteForm, StatementForm
from ..models import PeerReview
from ..papers_of_reviews import visit_plan_pdf
from ..queries.reviews import notes_of, notes_with_themes, plan_of_visit
from .frame import back, person_of
from .reviews import form_page, of_review, pdf_named


@require_http_methods(["GET", "HEAD", "POST"])
def write_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the position statement, or a new version of it."""
    person = person_of(request)
    row = access.review_to_change(person, pk)
    newest = actions.newest_statement(row)
    form = StatementForm(request.POST or None, request.FILES or None, statement=newest)
    status = sent(request, form, lambda: _write(form, row, person))
    if not status:
        said = _("Saved; the team is written to. Versions before are kept.")
        return back(request, "peer_review", pk, said=said, anchor="statement")
    return form_page(
        request, row, status, form=form, title=_("Position statement"),
        lead=_("The team reads it before it comes: it is yours, and never public."),
    )  # fmt: skip


def _write(form: StatementForm, row: PeerReview, person: Person | None) -> None:
    file = form.cleaned_data["file"]
    sent = Sent(file, file.name if file else "")
    said = form.cleaned_data
    actions.write_statement(row, said["text"], by=person, sent=sent, after=said["after"])


@require_safe
def statement(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version."""
    person = person_of(request)
    review = access.review_inside(person, pk)
    row = access.statement_for(person, review, number)
    return render(request, "learning/reviews/statement.html", of_review(review) | {"statement": row})


@require_safe
def statement_file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    person = person_of(request)
    row = access.statement_for(person, access.review_inside(person, pk), number)
    if not row.is_kept:
        raise Http404
    return serve_file(row.file.name, row.file_name, row.media_type)


@require_safe
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan of the visit, day by day."""
    review = access.review_inside(person_of(request), pk)
    days, sums = plan_of_visit(review)
    return render(request, "learning/reviews/visit.html", of_review(review) | {"days": days, "sums": sums})


@require_safe
def visit_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on paper, for the team and those it meets."""
    review = access.review_inside(person_of(request), pk)
    days, _sums = plan_of_visit(review)
    return pdf_named(visit_plan_pdf(review, days), f"vizite-{pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def new_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.review_inside(person, pk)
    form = MeetingForm(request.POST or None, review=row)
    status = sent(request, form, lambda: actions.add_meeting(row, form.data_of(), by=person))
    if not status:
        return back(request, "review_visit", pk, said=_("The meeting stands in the plan."))
    return form_page(request, row, status, form=form, title=_("Plan a meeting"), submit=_("Put it into the plan"))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_meeting(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Change it, or enter how many came."""
    person = person_of(request)
    review = access.review_inside(person, pk)
    row = access.meeting_to_plan(person, review, meeting)
    form = MeetingForm(request.POST or None, review=review, meeting=row)
    status = sent(request, form, lambda: actions.change_meeting(row, form.data_of(), by=person))
    if not status:
        return back(request, "review_visit", pk, said=_("Saved; what stood there before is kept."))
    return form_page(
        request, review, status, form=form, title=pgettext("peer review", "Change the meeting"), meeting=row
    )


@require_POST
def remove_meeting(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    person = person_of(request)
    row = access.meeting_to_plan(person, access.review_inside(person, pk), meeting)
    actions.remove_meeting(row, by=person)
    return back(request, "review_visit", pk, said=_("The meeting was taken out of the plan."))


@require_safe
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    """All the team noted; for the team alone."""
    person = person_of(request)
    row = access.review_of_team(person, pk)
    page = page_of(notes_of(row, person), request, size=20)
    context = of_review(row) | {"page": page, "notes": notes_with_themes(row, page.rows), "person": person}
    return render(request, "learning/reviews/notes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_note(request: HttpRequest, pk: int) -> HttpResponse:
    """For the team alone."""
    person = person_of(request)
    row = access.review_of_team(person, pk)
    form = NoteForm(request.POST or None, review=row)
    status = sent(
        request,
        form,
        lambda: actions.note(row, form.cleaned_data["text"], theme=form.cleaned_data["theme"], by=person),
    )
    if not status:
        return back(request, "peer_review", pk, said=_("The team reads it."), anchor="notes")
    return form_page(
        request, row, status, form=form, title=_("Note something for the team"),
        lead=_("The team alone reads it: no organiser, and nobody of the municipality. Leave names out."),
    )  # fmt: skip


@require_POST
def remove_note(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    person = person_of(request)
    row = access.own_note(person, access.review_of_team(person, pk), note)
    actions.remove_note(row, by=person)
    return back(request, "peer_review", pk, said=_("The note is gone."), anchor="notes")
