"""Who works on a project or a whole programme."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talka.people.actions import PersonData, find_or_create_organisation, find_or_create_person, invite_to_account
from talka.programmes import access, actions, queries
from talka.programmes.forms import TeamForm
from talka.programmes.models import Programme, Project, TeamMember
from talka.programmes.roles import role_label
from talka.ui.addresses import whole
from talka.ui.refusals import Refusal

from .projects import context_of


def project_team(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project_to_organise(request.person, slug)
    form = TeamForm(request.POST or None, programme=project.programme)
    if request.method == "POST" and form.is_valid() and _add(request, form, project.programme, project):
        return redirect("programmes:team", slug)
    return render(
        request,
        "programmes/team.html",
        {
            "form": form,
            "rows": queries.team_of(project),
            "may_organise_programme": access.may_organise_programme(request.person, project.programme),
        }
        | context_of(request, project),
    )


def programme_team(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.programme_to_organise(request.person, slug)
    form = TeamForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid() and _add(request, form, programme, None):
        return redirect("programmes:programme_team", slug)
    return render(
        request,
        "programmes/programme_team.html",
        {
            "form": form,
            "rows": queries.programme_team_of(programme),
            "programme": programme,
            "illustrative": programme.illustrative,
        },
    )


@require_POST
def remove_from_project(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    project = access.project_to_organise(request.person, slug)
    actions.remove_team_member(get_object_or_404(TeamMember, project=project, pk=pk), by=request.person)
    messages.success(request, _("The role has been taken away."))
    return redirect("programmes:team", slug)


@require_POST
def remove_from_programme(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    programme = access.programme_to_organise(request.person, slug)
    member = get_object_or_404(TeamMember, programme=programme, project=None, pk=pk)
    actions.remove_team_member(member, by=request.person)
    messages.success(request, _("The role has been taken away."))
    return redirect("programmes:programme_team", slug)


def _add(request: HttpRequest, form: TeamForm, programme: Programme, project: Project | None) -> bool:
    values = form.cleaned_data
    by = request.person
    made_up = programme.illustrative
    try:
        organisation = None
        if values["organisation"].strip():
            organisation = find_or_create_organisation(values["organisation"], by=by, illustrative=made_up)
        data = PersonData(values["given_name"], values["family_name"], values["email"], organisation=organisation)
        person = find_or_create_person(data, by=by, illustrative=made_up).person
        actions.add_team_member(person, values["role"], programme=programme, project=project, by=by)
        if values["invite"] and person.account_id is None:
            invite_to_account(person, by=by, base_url=whole())
    except Refusal as refusal:
        form.add_error(None, refusal.text())
        return False
    messages.success(
        request,
        _("%(name)s: %(role)s.") % {"name": person.name, "role": role_label(programme, values["role"])},
    )
    return True
