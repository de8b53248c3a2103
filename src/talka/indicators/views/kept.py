"""Comparisons that people keep: their list, each with its figures as they stood, and what is done with them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from talka.indicators import access
from talka.indicators.actions import comparisons as actions
from talka.indicators.comparing.choice import Choice
from talka.indicators.queries import kept as queries
from talka.ui.addresses import whole

from .showing import VIEWS, showing


@login_required
def kept(request: HttpRequest) -> HttpResponse:
    person = access.signed_in_only(request.person)
    return render(
        request,
        "indicators/kept_list.html",
        {"lists": queries.kept_by(person), "trail": [(_("Compare"), reverse("indicators:compare"))]},
    )


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    row = actions.keep(Choice.of(request.POST), request.POST.get("title", ""), by=request.person)
    messages.success(request, _("The comparison is kept with its figures as they stand today."))
    return redirect("indicators:kept_comparison", row.key)


def comparison(request: HttpRequest, key: str) -> HttpResponse:
    """The figures as they stood when it was kept or refreshed, and what is not so any more."""
    row = access.comparison_for(request.person, key)
    own = request.person is not None and row.by_id == request.person.pk
    found = queries.kept_figures(row, Choice.of(request.GET))
    path, own_part = reverse("indicators:kept_comparison", args=[key]), found.choice.but(areas=(), measures=())

    def link(**changes: object) -> str:
        return path + own_part.query(**changes)

    context = showing(found.choice, found.then, timezone.localdate(), link)
    return render(
        request,
        VIEWS.get(request.GET.get("view", ""), "indicators/kept.html"),
        {
            "row": row,
            "own": own,
            "found": found,
            "most": actions.MOST_TOLD,
            "address": whole(path, request),
            "live": reverse("indicators:compare") + found.choice.query(),
            "trail": [
                (_("Compare"), reverse("indicators:compare")),
                *([(_("Kept comparisons"), reverse("indicators:kept"))] if own else []),
            ],
            **context,
            "hidden": [pair for pair in context.get("hidden", []) if pair[0] not in ("areas", "indicators")],
        },
    )


@require_POST
def rename(request: HttpRequest, key: str) -> HttpResponse:
    row = access.comparison_to_keep(request.person, key)
    actions.rename(row, request.POST.get("title", ""), by=request.person)
    return redirect("indicators:kept_comparison", key)


@require_POST
def share(request: HttpRequest, key: str) -> HttpResponse:
    row = access.comparison_to_keep(request.person, key)
    shared = request.POST.get("shared") == "yes"
    actions.share(row, shared, by=request.person)
    said = _("Whoever has the address can read it now.") if shared else _("Only you can read it now.")
    messages.success(request, said)
    return redirect("indicators:kept_comparison", key)


@require_POST
def refresh(request: HttpRequest, key: str) -> HttpResponse:
    row = access.comparison_to_keep(request.person, key)
    number = actions.refresh(row, by=request.person)
    said = ngettext("%(n)s figure is not as it was.", "%(n)s figures are not as they were.", number) % {"n": number}
    messages.success(request, said if number else _("All figures are as they were."))
    return redirect("indicators:kept_comparison", key)


@require_POST
def copy(request: HttpRequest, key: str) -> HttpResponse:
    row = actions.copy(access.comparison_for(request.person, key), by=request.person)
    messages.success(request, _("The copy is yours; what you change does not change the other."))
    return redirect("indicators:kept_comparison", row.key)


@require_POST
def delete(request: HttpRequest, key: str) -> HttpResponse:
    row = access.comparison_to_keep(request.person, key)
    actions.delete(row, by=request.person)
    messages.success(
        request, _("“%(title)s” is deleted. It can be brought back for thirty days.") % {"title": row.title}
    )
    return redirect("indicators:kept")


@require_POST
def restore(request: HttpRequest, key: str) -> HttpResponse:
    row = access.deleted_comparison_for(request.person, key)
    actions.restore(row, by=request.person)
    return redirect("indicators:kept_comparison", key)
