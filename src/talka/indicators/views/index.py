"""An index of several indicators: computed, looked at, published."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talka.indicators import access
from talka.indicators.actions import indices as actions
from talka.indicators.comparing.choice import Choice
from talka.indicators.queries import index as queries


@require_POST
def compute(request: HttpRequest) -> HttpResponse:
    run = actions.compute_index(Choice.of(request.POST), by=request.person)
    return redirect("indicators:index", run.pk)


def indices(request: HttpRequest) -> HttpResponse:
    """Those that one may read."""
    rows = queries.runs_of(request.person, all_of_them=access.may_enter(request.person))
    return render(request, "indicators/indices.html", {"rows": rows, "trail": _trail()[:1]})


def index(request: HttpRequest, number: int) -> HttpResponse:
    run = access.index_run_for(request.person, number)
    failed = run.state == run.State.FAILED
    page = None if failed else queries.index_page(run, timezone.localdate())
    return render(
        request,
        "indicators/index.html",
        {
            "run": run,
            "page": page,
            "own": run.subject_id == "own",
            "title": queries.title_of(run),
            "may_publish": run.state == run.State.PROPOSED and access.may_enter(request.person),
            "trail": _trail(),
        },
    )


@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    access.enterers_only(request.person)
    run = access.index_run_for(request.person, number)
    row = actions.publish_index(run, request.POST.get("title", ""), by=request.person)
    messages.success(request, _("The index is published as an indicator."))
    return redirect("indicators:indicator", row.key)


def _trail() -> list[tuple[str, str]]:
    return [(_("Compare"), reverse("indicators:compare")), (_("Indices"), reverse("indicators:indices"))]
