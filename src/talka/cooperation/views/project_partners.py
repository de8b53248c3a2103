"""The partners of a joint project."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.people.models import Person
from talka.ui.forms import sent, tried

from ..access import projects as access
from ..actions.projects import partners as actions
from ..forms.projects import AddPartnerForm, LeaveForm, PartnerForm
from ..models import JointProject
from ..queries.projects import page
from .frame import back, person_of
from .project_frame import project_context, project_form


@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: HttpRequest, slug: str) -> HttpResponse:
    """All parties, those that left too; whoever may change the project enters another one."""
    person = person_of(request)
    door = access.project_to_change if request.method == "POST" else access.project_for
    row = door(person, slug)
    context = project_context(request, row, "cooperation:project_partners")
    form = AddPartnerForm(request.POST or None, project=row) if context["may_change"] else None
    status = 200
    if request.method == "POST" and form is not None:
        status = tried(form, lambda: _add(row, form, person))
        if not status:
            return back(request, "project_partners", slug, said=_("Entered. It says itself whether it takes part."))
    causes = page.causes_of(row, person)
    shown = {"partners": page.partner_rows(row, page.parties(row), person, causes), "form": form}
    return render(request, "cooperation/project_partners.html", shown | context, status=status)


def _add(row: JointProject, form: AddPartnerForm, person: Person | None) -> None:
    actions.add_partner(row, form.cleaned_data["organisation"], form.data_of(), by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def partner(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a partner is and does."""
    person = person_of(request)
    row = access.partner_to_change(person, slug, pk)
    form = PartnerForm(request.POST or None, partner=row)
    status = sent(request, form, lambda: actions.change_partner(row, form.data_of(), by=person))
    if not status:
        return back(request, "project_partners", slug, said=_("Saved; what stood there before is kept."))
    return project_form(request, row.project, form, str(row), status, back="cooperation:project_partners")


@require_POST
def lead(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """It leads from now on."""
    person = person_of(request)
    row = access.partner_to_change(person, slug, pk)
    actions.make_lead(row, by=person)
    return back(request, "project_partners", slug, said=_("%(partner)s leads the project now.") % {"partner": row})


@require_POST
def agree(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """It takes part."""
    row = access.partner_to_answer(person_of(request), slug, pk)
    actions.agree(row, by=person_of(request))
    return back(request, "project_partners", slug, said=_("Saved: it takes part."))


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A partner leaves, or is taken out where it never agreed."""
    person = person_of(request)
    row = access.partner_to_leave(person, slug, pk)
    form = LeaveForm(request.POST or None)
    status = sent(request, form, lambda: actions.leave(row, reason=form.cleaned_data["reason"], by=person))
    if not status:
        said = _("Saved; what it entered stays on record.")
        if row.project.published_at is None and not access.may_read_inside(person, row.project):
            return back(request, "projects", said=said)
        return back(request, "project_partners", slug, said=said)
    title = _("%(partner)s leaves the project") % {"partner": row}
    return project_form(request, row.project, form, title, status, back="cooperation:project_partners")
