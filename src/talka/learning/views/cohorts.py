"""Cohorts, their sessions and teams."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.people.access import may_keep_people
from talka.ui.forms import sent

from .. import access
from ..actions import cohorts as actions
from ..forms.trainings import CohortForm, LeaveForm, NewTeamForm, SessionForm, TeamForm, WhoForm
from ..models import Cohort, Team
from ..queries.applications import public_part
from ..queries.cohorts import page_of_cohort, sessions_of
from ..queries.community_plans import plan_part
from . import between
from .frame import back, of_cohort, of_training, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    training = access.training_to_run(person, slug)
    form = CohortForm(request.POST or None)
    made: list[Cohort] = []
    status = sent(request, form, lambda: made.append(actions.begin_cohort(training, form.data_of(), by=person)))
    if not status:
        said = _("The cohort is entered. Now its sessions and teams.")
        return back(request, "cohort", slug, made[0].number, said=said)
    context = {"form": form, "title": _("New cohort"), "submit": _("Enter")} | of_training(request, training)
    return render(request, "learning/form.html", context, status=status)


def cohort(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    person = person_of(request)
    row = access.cohort_for(person, slug, number)
    context = of_cohort(request, row, "learning:cohort") | {"page": page_of_cohort(row, person)}
    context["applying"] = public_part(row, person)
    return render(request, "learning/cohort.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    person = person_of(request)
    row = access.cohort_to_run(person, slug, number)
    form = CohortForm(request.POST or None, cohort=row)
    status = sent(
        request,
        form,
        lambda: actions.change_cohort(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person),
    )
    if not status:
        return back(request, "cohort", slug, number, said=_("Saved; what stood there before is kept."))
    context = {"form": form, "title": _("Change the cohort"), "may_retire_cohort": row.retired_at is None}
    return render(request, "learning/form.html", context | of_cohort(request, row), status=status)


@require_POST
def retire(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    row = access.cohort_to_run(person_of(request), slug, number)
    actions.retire_cohort(row, by=person_of(request))
    return back(request, "training", slug, said=_("The cohort was taken away; you can bring it back on its page."))


@require_POST
def restore(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    row = access.cohort_to_run(person_of(request), slug, number)
    actions.restore_cohort(row, by=person_of(request))
    return back(request, "cohort", slug, number, said=_("The cohort is back."))


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The events of the cohort's way, and the form that adds another."""
    person = person_of(request)
    row = access.cohort_to_run(person, slug, number)
    form = SessionForm(request.POST or None, cohort=row, person=person)
    status = sent(
        request,
        form,
        lambda: actions.add_session(
            row,
            form.cleaned_data["event"],
            form.cleaned_data["kind"],
            by=person,
            module=form.cleaned_data["module"],
        ),
    )
    if not status:
        return back(request, "sessions", slug, number, said=_("The event is part of the cohort's way now."))
    context = {"form": form, "sessions": sessions_of(row, person)} | of_cohort(request, row)
    return render(request, "learning/sessions.html", context, status=status)


@require_POST
def remove_session(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    row = access.session_to_change(person_of(request), slug, number, pk)
    actions.remove_session(row, by=person_of(request))
    return back(request, "sessions", slug, number, said=_("The event stays; it is no session of this cohort any more."))


@require_http_methods(["GET", "HEAD", "POST"])
def new_team(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    person = person_of(request)
    row = access.cohort_to_run(person, slug, number)
    form = NewTeamForm(request.POST or None, cohort=row)
    made: list[Team] = []
    status = sent(request, form, lambda: made.append(actions.add_team(row, by=person, **form.cleaned_data)))
    if not status:
        said = _("The team is entered. Now the people in it.")
        return back(request, "team", slug, number, made[0].pk, said=said)
    context = {"form": form, "title": _("New team"), "submit": _("Enter")} | of_cohort(request, row)
    return render(request, "learning/form.html", context, status=status)


def team(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """A team: what it came for, and, for those inside, who is in it."""
    row = access.team_for(person_of(request), slug, number, pk)
    context = of_cohort(request, row.cohort) | {"team": row, "learners": []}
    context |= between.of_team(person_of(request), row) | plan_part(person_of(request), row)
    if context["inside"]:
        learners = list(row.learners.filter(left_on=None).select_related("person__organisation"))
        runs = bool(context["runs_cohort"])
        context |= {
            "learners": learners,
            "without_account": runs and any(one.person.account_id is None for one in learners),
            "keeps": runs and may_keep_people(person_of(request)),
        }
    return render(request, "learning/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_team(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.team_to_change(person, slug, number, pk)
    form = TeamForm(request.POST or None, team=row)
    status = sent(request, form, lambda: actions.change_team(row, by=person, **form.cleaned_data))
    if not status:
        return back(request, "team", slug, number, pk, said=_("Saved; what stood there before is kept."))
    context = {"form": form, "title": _("Change the team"), "team": row} | of_cohort(request, row.cohort)
    return render(request, "learning/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.team_to_change(person, slug, number, pk)
    form = LeaveForm(request.POST or None)
    status = sent(request, form, lambda: actions.leave(row, form.cleaned_data["reason"], by=person))
    if not status:
        return back(request, "cohort", slug, number, said=_("The team has left; what it did stays."))
    context = {"form": form, "title": _("The team leaves"), "team": row} | of_cohort(request, row.cohort)
    return render(request, "learning/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def new_learner(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.team_to_change(person, slug, number, pk)
    form = WhoForm(request.POST or None)
    status = sent(request, form, lambda: actions.add_learner(row, form.who(), by=person))
    if not status:
        return back(request, "team", slug, number, pk, said=_("The person is in the team."))
    context = {"form": form, "title": _("A person joins the team"), "submit": _("Enter"), "team": row}
    return render(request, "learning/form.html", context | of_cohort(request, row.cohort), status=status)


@require_POST
def remove_learner(request: HttpRequest, slug: str, number: int, pk: int, learner: int) -> HttpResponse:
    row = access.learner_to_change(person_of(request), slug, number, pk, learner)
    actions.remove_learner(row, by=person_of(request))
    return back(request, "team", slug, number, pk, said=_("They have left the team."))
