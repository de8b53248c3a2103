"""The administrators' page, and its buttons."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from . import sources
from .access import administrators_only
from .actions import letters, queue
from .queries import attention, installation, processes
from .queries import queue as asked


@never_cache
@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    administrators_only(request.person)
    return render(
        request,
        "upkeep/dashboard.html",
        {
            "title": _("Upkeep of this installation"),
            "attention": attention.attention(),
            "queue": asked.queue(),
            "failed": asked.failed_jobs(),
            "periodic": asked.periodic_jobs(),
            "processes": processes.alive(),
            "mail": installation.mail(),
            "room": installation.room(),
            "versions": installation.versions(),
            "backup": sources.last_backup(),
            "faults": sources.faults(),
        },
    )


@require_POST
def retry(request: HttpRequest, number: int) -> HttpResponse:
    queue.retry(number, by=administrators_only(request.person))
    messages.success(request, _("The job waits again."))
    return redirect("upkeep:dashboard")


@require_POST
def retry_all(request: HttpRequest) -> HttpResponse:
    count = queue.retry_all(by=administrators_only(request.person))
    messages.success(request, ngettext("%(n)s job waits again.", "%(n)s jobs wait again.", count) % {"n": count})
    return redirect("upkeep:dashboard")


@require_POST
def forget(request: HttpRequest, number: int) -> HttpResponse:
    queue.forget(number, by=administrators_only(request.person))
    messages.success(request, _("The job is forgotten."))
    return redirect("upkeep:dashboard")


@require_POST
def forget_all(request: HttpRequest) -> HttpResponse:
    count = queue.forget_all(by=administrators_only(request.person))
    words = ngettext("%(n)s failed job is forgotten.", "%(n)s failed jobs are forgotten.", count)
    messages.success(request, words % {"n": count})
    return redirect("upkeep:dashboard")


@require_POST
def run_now(request: HttpRequest, task: str) -> HttpResponse:
    queue.run_now(task, by=administrators_only(request.person))
    messages.success(request, _("The job is in the queue. Reload the page in a moment to see how it went."))
    return redirect("upkeep:dashboard")


@require_POST
def test_letter(request: HttpRequest) -> HttpResponse:
    by = administrators_only(request.person)
    letter = letters.send_test(by.email, by=by, language=get_language() or by.language)
    messages.success(request, _("The test letter is in the queue. This page of the outbox says what became of it."))
    return redirect("letters:letter", letter.key)
