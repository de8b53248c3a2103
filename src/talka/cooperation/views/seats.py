"""Who sits in the bodies of a cooperation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.people.models import Person
from talka.ui.forms import sent

from .. import access
from ..actions import seats as actions
from ..forms.steps import SeatForm
from ..models import CooperationCase, Seat
from ..path.register import Step, steps
from .frame import back, context_of, person_of


def step_of_body(body: str) -> Step:
    """The step in which a body's seats are filled."""
    found = next((step for step in steps().values() if step.body == body), None)
    if found is None or not body:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, body: str) -> HttpResponse:
    person = person_of(request)
    row = access.case_to_change(person, slug)
    step = step_of_body(body)
    form = SeatForm(request.POST or None, case=row)
    status = sent(request, form, lambda: _add(row, body, form, person))
    if not status:
        return back(request, "step", slug, step.key, said=_("Saved."), anchor="seats")
    context = {"form": form, "title": _("New seat"), "step": step}
    return render(request, "cooperation/path/form.html", context | context_of(request, row), status=status)


def _add(case: CooperationCase, body: str, form: SeatForm, person: Person | None) -> None:
    actions.add_seat(case, body, form.data_of(), by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    seat = access.seat_to_change(person, slug, pk)
    step = step_of_body(seat.body)
    form = SeatForm(request.POST or None, case=seat.case, seat=seat)
    status = sent(request, form, lambda: _change(seat, form, person))
    if not status:
        said = _("Saved; what stood there before is kept.")
        return back(request, "step", slug, step.key, said=said, anchor="seats")
    context = {"form": form, "title": _("Change the seat"), "step": step, "seat": seat}
    return render(request, "cooperation/path/form.html", context | context_of(request, seat.case), status=status)


def _change(seat: Seat, form: SeatForm, person: Person | None) -> None:
    actions.change_seat(seat, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)


@require_POST
def leave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The person does not sit there any more."""
    seat = access.seat_to_change(person_of(request), slug, pk)
    actions.leave_seat(seat, by=person_of(request))
    said = _("Saved; who sat there stays on record.")
    return back(request, "step", slug, step_of_body(seat.body).key, said=said, anchor="seats")


@require_POST
def delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Entered by mistake."""
    seat = access.seat_to_change(person_of(request), slug, pk)
    actions.delete_seat(seat, by=person_of(request))
    return back(request, "step", slug, step_of_body(seat.body).key, said=_("The seat is gone."), anchor="seats")
