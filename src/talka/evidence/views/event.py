"""The event file of one event: its checklist, and the ZIP made of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talka.documents.media_types import ZIP
from talka.documents.storage import serve_file

from .. import access
from ..actions import packages as actions
from ..models import Package
from ..queries.checklist import checklist
from ..queries.matrix import packages_of
from .frame import about_event


@require_safe
def event_file(request: HttpRequest, slug: str) -> HttpResponse:
    event = access.event_with_evidence(request.person, slug)
    packages = packages_of(event.project, event)
    context = {"packages": packages, "waiting": is_waiting(packages), "here": request.path}
    if request.headers.get("HX-Request"):
        return render(request, "evidence/packages.html", about_event(request, event, **context))
    return render(request, "evidence/event.html", about_event(request, event, found=checklist(event), **context))


@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    event = access.event_with_evidence(request.person, slug)
    actions.ask_for_package(event.project, event, by=request.person)
    messages.success(request, _("The ZIP is being made."))
    return redirect("evidence:event", slug)


@require_safe
def download(request: HttpRequest, slug: str, token: str) -> HttpResponseBase:
    row = access.package_of_event(request.person, slug, token)
    return serve_file(row.file.name or "", row.file_name, ZIP)


def is_waiting(packages: list[Package]) -> bool:
    return any(row.state == Package.State.WAITING for row in packages)
