"""Parties of an agreement, what they pay, who leaves, who takes a merged one's place."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.people.models import Organisation
from talka.ui.asked import whole
from talka.ui.forms import sent

from ..access import agreements as access
from ..actions.agreements import parties as actions
from ..agreements.months import months_later
from ..forms.agreements import EndForm, PartyForm, SharesForm
from ..queries.agreements.page import parties_with_organisations
from ..queries.appraisal.figures import appraisal_of
from .agreement_frame import form_page
from .frame import back, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    row = access.agreement_to_change(person, slug)
    form = PartyForm(request.POST or None, agreement=row)
    status = sent(request, form, lambda: actions.add(row, form.cleaned_data["organisation"], form.party(), by=person))
    if not status:
        return back(request, "agreement", slug, said=_("It is a party now. Set what each party pays anew."))
    return form_page(request, row, form, _("Another party"), status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    party = access.party_to_change(person, slug, pk)
    form = PartyForm(request.POST or None, agreement=party.agreement, party=party)
    status = sent(
        request,
        form,
        lambda: actions.change(party, form.party(), version=form.cleaned_data["version"] or 0, by=person),
    )
    if not status:
        return back(request, "agreement", slug, said=_("Saved; what stood there before is kept."))
    return form_page(request, party.agreement, form, party.organisation.name, status, removes=party)


@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    party = access.party_to_change(person_of(request), slug, pk)
    actions.remove(party, by=person_of(request))
    return back(request, "agreement", slug, said=_("It is not a party any more. Set what each party pays anew."))


@require_http_methods(["GET", "HEAD", "POST"])
def shares(request: HttpRequest, slug: str) -> HttpResponse:
    """The cost key, the budget and what each party pays."""
    person = person_of(request)
    row = access.agreement_to_change(person, slug)
    form = SharesForm(request.POST or None, agreement=row, parties=parties_with_organisations(row))
    status = sent(
        request, form, lambda: actions.set_shares(row, form.shares(), version=form.cleaned_data["version"], by=person)
    )
    if not status:
        return back(request, "agreement", slug, said=_("Saved; what stood there before is kept."))
    appraised = appraisal_of(row.case, person) if row.case is not None and not row.standing else None
    return form_page(request, row, form, _("Budget and shares"), status, appraised=appraised)


@require_POST
def take_shares(request: HttpRequest, slug: str) -> HttpResponse:
    """The amounts as the partners took them in the appraisal."""
    person = person_of(request)
    row = access.agreement_to_change(person, slug)
    if person is None:
        raise Http404
    actions.take_shares(row, version=whole(request.POST.get("version")), by=person)
    return back(request, "agreement", slug, said=_("The shares are those of the appraisal now."))


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A party leaves: by its own people, or by those who may change the agreement."""
    person = person_of(request)
    agreement = access.agreement_inside(person, slug)
    party = access.party_of_agreement(agreement, pk)
    if not (access.may_change(person, agreement) or access.may_answer_for(person, party)):
        raise Http404
    today = timezone.localdate()
    in_force = agreement.state == agreement.State.IN_FORCE
    first = months_later(today, agreement.notice_months or 0) if in_force else today
    form = EndForm(request.POST or None, initial={"on": first})
    status = sent(request, form, lambda: actions.leave(party, by=person, **form.cleaned_data))
    if not status:
        return back(request, "agreement", slug, said=_("Noted: it leaves. What its council decided stays on record."))
    title = _("%(who)s leaves the agreement") % {"who": party.organisation.name}
    return form_page(request, agreement, form, title, status, notice=agreement.notice_months if in_force else None)


@require_POST
def successor(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put the one that took over a merged municipality's territory in its place."""
    person = person_of(request)
    party = access.party_to_change(person, slug, pk)
    key = request.POST.get("organisation", "")
    heir = Organisation.objects.filter(key=key).first()
    if heir is None:
        raise Http404
    actions.put_in_successor(party, heir, by=person)
    return back(request, "agreement", slug, said=_("It is a party in the merged one's place; the history is kept."))
