"""Rounds: angels are proposed for all open requests of a programme."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from talka.decisions.models import DecisionRun
from talka.ui.pages import page_of

from ..access import angels as access
from ..actions import angel_rounds as actions
from ..queries.angel_matching import METHOD, SUBJECT
from ..queries.angel_rounds import alone_of, latest_round, page_of_round, pairs_of
from .frame import back, person_of

SIZE = 30


@require_safe
def angel_round(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest round with its reasons, and the button that computes another."""
    programme = access.programme_of_rounds(person_of(request), slug)
    run = latest_round(programme)
    pairs = page_of(pairs_of(run), request, size=SIZE)
    alone = page_of(alone_of(run), request, size=SIZE, name="alone")
    context = {
        "programme": programme,
        "run": run,
        "pairs": pairs,
        "alone": alone,
        "page": page_of_round(programme, run, pairs.rows, alone.rows),
        "illustrative": programme.illustrative,
    }
    return render(request, "learning/angels/round.html", context)


@require_POST
def compute(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.programme_of_rounds(person_of(request), slug)
    run = actions.compute(programme, by=person_of(request))
    waits = run.state == DecisionRun.State.WAITING
    said = _("It is being computed; open the page again in a minute.") if waits else _("Computed. Look at each pair.")
    return back(request, "angel_round", slug, said=said)


@require_POST
def leave_out(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One pair is not asked, with a reason."""
    programme = access.programme_of_rounds(person_of(request), slug)
    reference, why = request.POST.get("pair", "")[:60], request.POST.get("reason", "")[:1000]
    actions.leave_out(programme, _run(programme.pk, pk), reference, why, by=person_of(request))
    return back(request, "angel_round", slug, said=_("Left out; the reason is kept."))


@require_POST
def accept(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask those who were proposed and not left out."""
    programme = access.programme_of_rounds(person_of(request), slug)
    reason = request.POST.get("reason", "")[:2000]
    done = actions.accept(programme, _run(programme.pk, pk), reason, by=person_of(request))
    if done.gone:
        said = ngettext(
            "%(n)s pair does not fit any more and was left out.",
            "%(n)s pairs do not fit any more and were left out.",
            done.gone,
        )
        messages.warning(request, said % {"n": done.gone})
    said = ngettext("%(n)s angel is asked by letter.", "%(n)s angels are asked by letter.", done.proposed)
    return back(request, "angel_round", slug, said=said % {"n": done.proposed})


@require_POST
def set_aside(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    programme = access.programme_of_rounds(person_of(request), slug)
    run = _run(programme.pk, pk)
    actions.set_aside(programme, run, request.POST.get("reason", ""), by=person_of(request))
    return back(request, "angel_round", slug, said=_("Set aside; nobody is asked."))


def _run(programme: int, pk: int) -> DecisionRun:
    return get_object_or_404(DecisionRun, pk=pk, method=METHOD, subject_kind=SUBJECT, subject_id=str(programme))
