"""What the pages of a joint project share."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..access import projects as access
from ..law.register import services
from ..models import Funding, JointProject
from .frame import person_of


def project_context(request: HttpRequest, project: JointProject, tab: str = "") -> dict[str, object]:
    """The project, its tabs, what the reader may do, whether it is made up, the words its funders want."""
    person = person_of(request)
    tabs = (
        ("cooperation:project", _("Overview")),
        ("cooperation:project_partners", _("Partners")),
        ("cooperation:project_money", _("Money")),
        ("cooperation:project_course", _("Milestones, risks, decisions")),
        ("cooperation:project_results", pgettext("joint project", "Results")),
    )
    return {
        "project": project,
        "service": services().get(project.service),
        "may_change": access.may_change(person, project) and project.retired_at is None,
        "inside": access.may_read_inside(person, project),
        "own_partner": access.partner_of(person, project),
        "illustrative": project.illustrative,
        "tabs": [
            {"href": reverse(name, args=[project.slug]), "label": label, "current": name == tab} for name, label in tabs
        ],
    }


def project_form(
    request: HttpRequest, project: JointProject, form: object, title: object, status: int, **more: object
) -> HttpResponse:
    """A form on a page of its own. back: the address of the tab it came from, with the project's."""
    context = {"form": form, "title": title, **more} | project_context(request, project)
    return render(request, "cooperation/project_form.html", context, status=status)


def publicity_words(project: JointProject) -> list[str]:
    """What the funders want to be said, once each, in the reader's language. One query."""
    rows = Funding.objects.filter(project=project).order_by("order", "pk")
    return list(dict.fromkeys(text for row in rows if (text := str(row.publicity).strip())))
