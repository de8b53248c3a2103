"""What this room adds to the trail: programme → project → activity."""

from collections.abc import Collection, Mapping

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.links.registry import Arrow, Kind, Shown, register, register_arrow
from talka.people.models import Person

from .access import projects_known_to
from .models import Activity, Programme, Project


def show_programmes(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    known = Q(projects__in=projects_known_to(person)) | Q(public=True)
    rows = Programme.objects.filter(known, pk__in=ids).distinct()
    return {
        str(row.pk): Shown(
            "programme",
            str(row.pk),
            str(row.title),
            reverse("programmes:programme", args=[row.slug]),
            row.code,
            row.illustrative,
        )
        for row in rows
    }


def show_projects(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = projects_known_to(person).filter(pk__in=ids).select_related("programme")
    return {
        str(row.pk): Shown(
            "project",
            str(row.pk),
            str(row.title),
            reverse("programmes:project", args=[row.programme.slug, row.slug]),
            row.number,
        )
        for row in rows
    }


def show_activities(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = Activity.objects.filter(pk__in=ids, project__in=projects_known_to(person))
    return {str(row.pk): Shown("activity", str(row.pk), str(row.title), note=row.number) for row in rows}


def join_trail() -> None:
    register(Kind("programme", _("Programme"), 10, show_programmes, ends=True))
    register(Kind("project", _("Project"), 20, show_projects, ends=True))
    register(Kind("activity", _("Activity"), 30, show_activities, ends=True))
    register_arrow(Arrow("programme", "project", Project.objects.all, "programme_id", "pk"))
    register_arrow(Arrow("project", "activity", Activity.objects.all, "project_id", "pk"))
