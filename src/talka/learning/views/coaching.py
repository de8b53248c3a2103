"""Visits of coaches to a team."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import between as access
from ..actions import coaching as actions
from ..forms.between import CoachingForm
from ..models import Coaching
from ..queries import between as queries
from .frame import back, of_cohort, person_of


@require_safe
def coaching(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """What was worked on and what is next, the newest first, and all hours."""
    person = person_of(request)
    team = access.team_coached(person, slug, number, pk)
    coaches = access.may_coach(person, team.cohort)
    context = of_cohort(request, team.cohort) | {
        "team": team,
        "page": page_of(queries.visits_to(team), request, size=20),
        "hours": queries.hours_coached(team),
        "coaches": coaches,
        "taken_back": queries.visits_taken_back(team) if coaches else [],
        "me": person,
    }
    return render(request, "learning/coaching/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    person = person_of(request)
    team = access.team_to_coach(person, slug, number, pk)
    form = CoachingForm(request.POST or None)
    status = sent(request, form, lambda: actions.note_visit(team, form.data_of(), by=person))
    if not status:
        return back(request, "coaching", slug, number, pk, said=_("The visit is noted; the team reads it."))
    context = {"form": form, "title": _("Note a visit"), "submit": _("Note it"), "team": team}
    return render(request, "learning/form.html", context | of_cohort(request, team.cohort), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, number: int, pk: int, visit: int) -> HttpResponse:
    person = person_of(request)
    row = access.coaching_to_change(person, slug, number, pk, visit)
    if row.retired_at is not None:
        raise Http404
    form = CoachingForm(request.POST or None, visit=row)
    status = sent(request, form, lambda: _change(row, form, person))
    if not status:
        return back(request, "coaching", slug, number, pk, said=_("Saved; what stood there before is kept."))
    context = {"form": form, "title": _("Change the visit"), "team": row.team, "visit": row}
    return render(request, "learning/coaching/form.html", context | of_cohort(request, row.team.cohort), status=status)


def _change(row: Coaching, form: CoachingForm, person: Person | None) -> None:
    actions.change_visit(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)


@require_POST
def retire(request: HttpRequest, slug: str, number: int, pk: int, visit: int) -> HttpResponse:
    row = access.coaching_to_change(person_of(request), slug, number, pk, visit)
    actions.retire_visit(row, by=person_of(request))
    return back(request, "coaching", slug, number, pk, said=_("Taken back; it can be brought back below."))


@require_POST
def restore(request: HttpRequest, slug: str, number: int, pk: int, visit: int) -> HttpResponse:
    row = access.coaching_to_change(person_of(request), slug, number, pk, visit)
    actions.restore_visit(row, by=person_of(request))
    return back(request, "coaching", slug, number, pk, said=_("It is back."))
