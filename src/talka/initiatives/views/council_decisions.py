"""What a council decided: recorded, corrected, annulled, followed up; its file; how a council answers, in figures."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.storage import serve_file
from talka.ui.forms import sent

from ..access import council as access
from ..access.offices import acts_for
from ..actions import council_decisions as actions
from ..actions import council_follow_up as following
from ..forms.council import AnnulForm, DecisionForm, EntryForm, WhyForm
from ..queries.council_figures import answering
from .council import form_page
from .frame import back, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.question_to_answer(person, pk)
    form = DecisionForm(request.POST or None, request.FILES or None, question=row)

    def record() -> None:
        version = form.cleaned_data["version"] or 0
        actions.decide(row, form.data_of(), form.sent(), version=version, by=person)

    status = sent(request, form, record)
    if not status:
        said = _("The decision is on record, and the answer goes to all who wait for it.")
        return back(request, "council_question", pk, said=said)
    return form_page(request, row, form, _("Record the decision"), status, submit=_("Record it and send the answer"))


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    person = person_of(request)
    row = access.decision_to_change(person, pk, decision)
    form = DecisionForm(request.POST or None, request.FILES or None, question=row.question, row=row)

    def mend() -> None:
        version = form.cleaned_data["version"] or 0
        actions.correct(row, form.data_of(), form.sent(), version=version, by=person)

    status = sent(request, form, mend)
    if not status:
        said = _("Corrected. Where the answer says something else now, all who waited for it are told again.")
        return back(request, "council_question", pk, said=said)
    return form_page(request, row.question, form, _("Correct the decision"), status)


@require_http_methods(["GET", "HEAD", "POST"])
def annul(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    person = person_of(request)
    row = access.decision_to_change(person, pk, decision)
    form = AnnulForm(request.POST or None, row=row)

    def enter() -> None:
        actions.annul(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)

    status = sent(request, form, enter)
    if not status:
        said = _("The decision stays on record as annulled; the question is open anew, and all are told.")
        return back(request, "council_question", pk, said=said)
    return form_page(request, row.question, form, _("The decision was annulled"), status, submit=_("Enter it"))


@require_safe
def decision_file(request: HttpRequest, pk: int, decision: int) -> HttpResponseBase:
    row = access.decision_file_for(person_of(request), pk, decision)
    return serve_file(row.file.name or "", row.file_name, row.media_type)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """What was done."""
    person = person_of(request)
    row = access.decision_to_follow(person, pk, decision)
    form = EntryForm(request.POST or None)
    status = sent(request, form, lambda: following.add_entry(row, form.data_of(), by=person))
    if not status:
        said = _("Noted: the decision is carried out.") if form.cleaned_data["last"] else _("Noted.")
        return back(request, "council_question", pk, said=said)
    return form_page(request, row.question, form, _("What was done"), status, submit=_("Note it"))


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """It is not carried out after all."""
    person = person_of(request)
    row = access.decision_to_follow(person, pk, decision)
    form = WhyForm(request.POST or None, help_text=_("It stands among what was done; everybody reads it."))
    status = sent(request, form, lambda: following.reopen(row, form.cleaned_data["why"], by=person))
    if not status:
        return back(request, "council_question", pk, said=_("It goes on."))
    return form_page(request, row.question, form, _("It is not carried out yet"), status, submit=_("It goes on"))


@require_safe
def council(request: HttpRequest, organisation: int) -> HttpResponse:
    """How one council answers, in figures."""
    person = person_of(request)
    row = access.council_for(person, organisation)
    context = {
        "council": row,
        "found": answering(row),
        "keeps": acts_for(person, row),
        "illustrative": row.illustrative,
    }
    return render(request, "initiatives/council/figures.html", context)


@require_POST
def show_figures(request: HttpRequest, organisation: int) -> HttpResponse:
    """The council's own people show everybody the figures, or no longer do."""
    person = person_of(request)
    row = access.council_to_keep(person, organisation)
    shown = request.POST.get("show") == "yes"
    following.show_figures(row, shown=shown, by=person)
    said = (
        _("Everybody sees these figures now.") if shown else _("Only your people and organisers see these figures now.")
    )
    return back(request, "council", organisation, said=said)
