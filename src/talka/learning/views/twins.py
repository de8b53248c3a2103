"""Twin teams: all of a cohort for those who run it, and those of one team."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import between as access
from ..access import cohort_to_run
from ..actions import twinning as actions
from ..forms.between import MeetingForm, TwinForm, TwinLetterForm
from ..models import Team, Twinning
from ..queries import between as queries
from .frame import back, of_cohort, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def all_twins(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The twins of a cohort's teams, and the form that makes two teams twins."""
    person = person_of(request)
    row = cohort_to_run(person, slug, number)
    cohorts = queries.cohorts_beside(row)
    other = next((one for one in cohorts if str(one.number) == request.GET.get("with")), row)
    form = TwinForm(request.POST or None, cohort=row, other=other)
    status = sent(request, form, lambda: _twin(form, person))
    if not status:
        return back(request, "all_twins", slug, number, said=_("They are twins now; each sees the other."))
    context = {"form": form, "page": page_of(queries.twins_in(row), request, size=40), "other": other}
    context["cohorts"] = [(one.number, one.title) for one in cohorts]
    return render(
        request, "learning/twins/all.html", context | of_cohort(request, row, "learning:progress"), status=status
    )


def _twin(form: TwinForm, person: Person | None) -> None:
    actions.twin(form.cleaned_data["one"], form.cleaned_data["other"], form.cleaned_data["aim"], by=person)


@require_POST
def end(request: HttpRequest, slug: str, number: int, twinning: int) -> HttpResponse:
    row = access.twinning_to_run(person_of(request), slug, number, twinning)
    actions.end_twinning(row, by=person_of(request))
    said = _("They are twins no longer; what they noted stays.")
    return back(request, "all_twins", slug, number, said=said)


@require_safe
def twins(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """The twins of one team: who they are, what they aim at, what either noted."""
    person = person_of(request)
    team = access.team_with_twins(person, slug, number, pk)
    context = of_cohort(request, team.cohort)
    context |= {
        "team": team,
        "twins": queries.twins_of(team),
        "own": getattr(context["learner"], "team_id", None) == team.pk,
    }
    return render(request, "learning/twins/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_meeting(request: HttpRequest, slug: str, number: int, pk: int, twinning: int) -> HttpResponse:
    person = person_of(request)
    team, row = access.twinning_of_ones_own(person, slug, number, pk, twinning)
    form = MeetingForm(request.POST or None)
    status = sent(request, form, lambda: actions.note_meeting(row, team, by=person, **form.cleaned_data))
    if not status:
        return back(request, "twins", slug, number, pk, said=_("The meeting is noted; both teams read it."))
    context = {"form": form, "title": _("Note a meeting"), "submit": _("Note it")}
    return _form(request, team, context, status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_meeting(request: HttpRequest, slug: str, number: int, pk: int, twinning: int, meeting: int) -> HttpResponse:
    person = person_of(request)
    row = access.twin_meeting_to_change(person, slug, number, pk, twinning, meeting)
    form = MeetingForm(request.POST or None, meeting=row)
    status = sent(request, form, lambda: actions.change_meeting(row, by=person, **form.cleaned_data))
    if not status:
        return back(request, "twins", slug, number, pk, said=_("Saved; what stood there before is kept."))
    return _form(request, row.team, {"form": form, "title": _("Change the meeting")}, status)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str, number: int, pk: int, twinning: int) -> HttpResponse:
    """A letter to the people of the twin team; addresses are not shown to the writer."""
    person = person_of(request)
    team, row = access.twinning_of_ones_own(person, slug, number, pk, twinning)
    form = TwinLetterForm(request.POST or None, by=person)
    status = sent(request, form, lambda: _write(row, team, form, person))
    if not status:
        return back(request, "twins", slug, number, pk, said=_("The letter is on its way."))
    context = {
        "form": form,
        "title": _("Write to %(team)s") % {"team": row.other(team)},
        "submit": _("Send"),
    }
    return _form(request, team, context, status)


def _write(row: Twinning, team: Team, form: TwinLetterForm, person: Person | None) -> None:
    actions.write_to_twin(row, team, by=person, **form.cleaned_data)


def _form(request: HttpRequest, team: Team, context: dict[str, object], status: int) -> HttpResponse:
    context |= {"team": team} | of_cohort(request, team.cohort)
    return render(request, "learning/form.html", context, status=status)
