"""From draft to force to end: sending to councils, what they decided, taking effect, amending, terminating."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.storage import serve_file
from talka.ui.forms import sent

from ..access import agreements as access
from ..actions.agreements import endorsements, life
from ..forms.agreements import EndForm, EndorsementForm, FileFields, InForceForm
from .agreement_frame import form_page
from .frame import back, person_of


@require_POST
def send(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.agreement_to_change(person_of(request), slug)
    endorsements.send(row, by=person_of(request))
    return back(request, "agreement", slug, said=_("The text is before the councils. Enter what each decides."))


@require_POST
def recall(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.agreement_to_change(person_of(request), slug)
    endorsements.recall(row, by=person_of(request))
    return back(request, "agreement", slug, said=_("It is a draft again; what councils decided stays on record."))


@require_http_methods(["GET", "HEAD", "POST"])
def endorse(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What the council of one party decided."""
    person = person_of(request)
    party = access.party_to_answer(person, slug, pk)
    agreement = party.agreement
    first = {"text_number": agreement.text_number, "decided_on": timezone.localdate(), "answer": "endorsed"}
    form = EndorsementForm(request.POST or None, request.FILES or None, initial=first)
    status = sent(request, form, lambda: endorsements.answer(party, form.decision(), form.sent(), by=person))
    if not status:
        return back(request, "agreement", slug, said=_("The council's decision is on record."))
    title = _("Decision of the council: %(who)s") % {"who": party.organisation.name}
    return form_page(request, agreement, form, title, status, endorses=True)


@require_safe
def decision_file(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    row = access.endorsement_file_for(person_of(request), slug, pk)
    return serve_file(row.file.name or "", row.file_name, row.media_type)


@require_http_methods(["GET", "HEAD", "POST"])
def in_force(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    row = access.agreement_to_change(person, slug)
    form = InForceForm(request.POST or None, request.FILES or None, agreement=row)

    def enter() -> None:
        said = form.cleaned_data
        life.enter_into_force(row, on=said["on"], number=said["number"], sent=form.sent(), by=person)

    status = sent(request, form, enter)
    if not status:
        return back(request, "agreement", slug, said=_("The agreement is in force."))
    return form_page(request, row, form, _("The agreement takes effect"), status)


@require_http_methods(["GET", "HEAD", "POST"])
def keep_signed(request: HttpRequest, slug: str) -> HttpResponse:
    """Add the signed text of an agreement that holds already."""
    person = person_of(request)
    row = access.agreement_to_change(person, slug)
    form = FileFields(request.POST or None, request.FILES or None)
    status = sent(request, form, lambda: life.keep_signed(row, form.sent(), by=person))
    if not status:
        return back(request, "agreement", slug, said=_("The signed text is kept."))
    return form_page(request, row, form, _("The signed text"), status)


@require_http_methods(["GET", "HEAD", "POST"])
def terminate(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    row = access.agreement_to_change(person, slug)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    status = sent(request, form, lambda: life.terminate(row, by=person, **form.cleaned_data))
    if not status:
        return back(request, "agreement", slug, said=_("The agreement ends on that day; all of it stays on record."))
    return form_page(request, row, form, _("Terminate the agreement"), status)


@require_POST
def amend(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    row = access.agreement_to_change(person, slug)
    made = life.amend(row, by=person)
    said = _("An amendment is drafted; the agreement holds until the amendment takes effect.")
    return back(request, "agreement", made.slug, said=said)
