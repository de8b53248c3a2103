"""The text of an agreement: clauses, comments, versions and their comparison, the document."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.agreement import agreement_docx, agreement_pdf
from talka.documents.media_types import DOCX, PDF
from talka.documents.storage import serve_bytes
from talka.ui.asked import whole
from talka.ui.forms import sent

from ..access import agreements as access
from ..actions.agreements import text as actions
from ..agreements.comparing import compared
from ..agreements.filling import values_of
from ..agreements.library import PLACEHOLDERS, library
from ..forms.agreements import ClauseForm, CommentForm
from ..models import Agreement
from ..queries.agreements.page import drafted_text, kept_text, parties_with_organisations, versions_of
from ..queries.agreements.paper import paper_of
from .agreement_frame import about, form_page
from .frame import back, person_of


@require_safe
def text(request: HttpRequest, slug: str) -> HttpResponse:
    """The text: with comments and what can be done for the parties, as it reads for everybody else."""
    row = access.agreement_for(person_of(request), slug)
    context = about(request, row, "agreement_text")
    if context["inside"] and row.is_drafted and not row.standing:
        page = {"drafted": drafted_text(row), "comment_form": CommentForm()}
        return render(request, "cooperation/agreement_draft.html", page | context)
    return render(request, "cooperation/agreement_text.html", {"kept": kept_text(row)} | context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_clause(request: HttpRequest, slug: str) -> HttpResponse:
    """A clause in the parties' own words; ?clause= begins with one of the library."""
    person = person_of(request)
    row = access.agreement_to_change(person, slug)
    key = request.GET.get("clause", "")
    kept = library().clauses.get(key)
    first = {"heading": kept.heading[row.language], "text": kept.texts[row.language]} if kept else {}
    form = ClauseForm(request.POST or None, initial=first)

    def add() -> None:
        said = form.cleaned_data
        actions.add_clause(row, said["heading"], said["text"], key=key if kept else "", by=person)

    status = sent(request, form, add)
    if not status:
        return back(request, "agreement_text", slug, said=_("The clause was added at the end."))
    return _clause_page(request, row, form, _("New clause"), status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_clause(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    clause = access.clause_to_change(person, slug, pk)
    form = ClauseForm(request.POST or None, clause=clause)

    def save() -> None:
        said = form.cleaned_data
        actions.change_clause(clause, said["heading"], said["text"], version=said["version"] or 0, by=person)

    status = sent(request, form, save)
    if not status:
        saved = _("Saved; what stood there before is kept.")
        return back(request, "agreement_text", slug, said=saved, anchor=f"clause-{pk}")
    return _clause_page(request, clause.agreement, form, clause.heading, status)


def _clause_page(request: HttpRequest, row: Agreement, form: ClauseForm, title: str, status: int) -> HttpResponse:
    values = values_of(row, parties_with_organisations(row))
    names = [(f"{{{name}}}", meaning, values.get(name, "")) for name, meaning in PLACEHOLDERS.items()]
    return form_page(request, row, form, title, status, back="agreement_text", placeholders=names)


@require_POST
def leave_out(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    clause = access.clause_to_change(person_of(request), slug, pk)
    out = request.POST.get("out") == "1"
    actions.leave_out(clause, left_out=out, by=person_of(request))
    said = _("The clause is left out; its words are kept.") if out else _("The clause is back in the text.")
    return back(request, "agreement_text", slug, said=said, anchor=f"clause-{pk}")


@require_POST
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    clause = access.clause_to_change(person_of(request), slug, pk)
    actions.move(clause, up=request.POST.get("to") == "up", by=person_of(request))
    return back(request, "agreement_text", slug, anchor=f"clause-{pk}")


@require_POST
def comment(request: HttpRequest, slug: str) -> HttpResponse:
    """About the whole text, or about the clause that the form names."""
    person = person_of(request)
    row = access.agreement_inside(person, slug)
    pk = whole(request.POST.get("clause"))
    clause = access.clause_inside(person, slug, pk) if pk else None
    actions.comment(row, request.POST.get("words", ""), clause=clause, by=person)
    anchor = f"clause-{clause.pk}" if clause else "comments"
    return back(request, "agreement_text", slug, said=_("Your comment stands there."), anchor=anchor)


@require_POST
def resolve(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = access.comment_inside(person_of(request), slug, pk)
    actions.resolve(row, resolved=request.POST.get("resolved") == "1", by=person_of(request))
    return back(request, "agreement_text", slug, anchor=f"clause-{row.clause_id}" if row.clause_id else "comments")


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.agreement_inside(person_of(request), slug)
    context = {"versions": versions_of(row)} | about(request, row, "agreement_versions")
    return render(request, "cooperation/agreement_versions.html", context)


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version; ?with= another one beside it, word by word."""
    row = access.agreement_inside(person_of(request), slug)
    kept = kept_text(row, number)
    if kept is None:
        raise Http404
    asked = whole(request.GET.get("with"))
    other = kept_text(row, asked) if asked else None
    context = {"kept": kept, "other": other} | about(request, row, "agreement_versions")
    if other is None:
        return render(request, "cooperation/agreement_version.html", context)
    before, after = sorted((kept, other), key=lambda each: each.number)
    page = {"before": before, "after": after, "parts": compared(before.parts, after.parts)}
    return render(request, "cooperation/agreement_compared.html", page | context)


@require_safe
def document(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The agreement as DOCX or PDF, for whoever may read its text."""
    if ending not in ("docx", "pdf"):
        raise Http404
    row = access.agreement_for(person_of(request), slug)
    paper = paper_of(row)
    if paper is None:
        raise Http404
    if ending == "pdf":
        return serve_bytes(agreement_pdf(paper), f"{row.slug}.pdf", PDF)
    return serve_bytes(agreement_docx(paper), f"{row.slug}.docx", DOCX)
