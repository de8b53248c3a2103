"""Visits that the two sides agree on before they are held."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from talka.ui.forms import sent

from ..access import angels as access
from ..actions import agreed_visits as actions
from ..forms.agreed_visits import AgreedVisitForm
from .angel_requests import form_page
from .frame import back, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.request_at_work(person, pk)
    form = AgreedVisitForm(request.POST or None, request=row)
    status = sent(request, form, lambda: actions.agree(row, form.data_of(), by=person))
    if not status:
        said = _("The visit is agreed; the other side is told.")
        return back(request, "angel_request", pk, said=said, anchor="visits")
    return form_page(
        request, row, status, form=form, title=_("Agree on a visit"), submit=_("Agree"),
        lead=_("Write down what the two of you settled on; the other side gets it by letter and can change it."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int, visit: int) -> HttpResponse:
    person = person_of(request)
    row = access.agreed_visit_for(person, pk, visit)
    form = AgreedVisitForm(request.POST or None, request=row.request, visit=row)
    status = sent(
        request,
        form,
        lambda: actions.change(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person),
    )
    if not status:
        return back(request, "angel_request", pk, said=_("Changed; the other side is told."), anchor="visits")
    return form_page(request, row.request, status, form=form, title=_("Change the agreed visit"), visit=row)
