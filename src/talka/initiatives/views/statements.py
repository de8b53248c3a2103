"""Statements: one card at a time to vote on, one's own votes, writing one; where those who run it look after them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import deliberations as access
from ..access.deliberations import Visit
from ..actions import statements as actions
from ..forms.deliberations import DeclineStatementForm, StatementForm
from ..models import Statement, StatementVote
from ..queries import deliberation_input
from ..queries import deliberation_results as results
from ..queries import statements as queries
from .deliberation_frame import of, on, visited
from .frame import back, person_of

TOLD = 10
"""So many statements that unite, and that divide, are told at length; all stand in the table."""


@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, pk: int, token: str = "") -> HttpResponse:
    """The next statement, with three buttons; ?statement= one on which the reader votes anew. What is sent names the
    statement and a side: 1, 0, -1."""
    at = visited(request, pk, token)
    if request.method == "POST":
        person = _taking_part(at)
        actions.vote(access.statement_for(at, _number(request.POST.get("statement"))), _side(request), by=person)
        return on(request, at, "vote_deliberation", anchor="card")
    asked = request.GET.get("statement")
    card = queries.card_for(at, _number(asked) if asked else None)
    context = of(at, "vote_deliberation") | {"card": card, "sides": StatementVote.Side.choices}
    return render(request, "initiatives/deliberation/vote.html", context)


@require_safe
def own_votes(request: HttpRequest, pk: int, token: str = "") -> HttpResponse:
    at = visited(request, pk, token)
    _taking_part(at)
    page = page_of(queries.own_votes(at), request)
    labels = dict(StatementVote.Side.choices)
    rows = [(row, labels[row.said]) for row in page.rows]
    return render(request, "initiatives/deliberation/own_votes.html", of(at) | {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, pk: int, token: str = "") -> HttpResponse:
    at = visited(request, pk, token)
    form = StatementForm(request.POST or None)
    made: list[Statement] = []
    status = sent(
        request, form, lambda: made.append(actions.propose(at.row, form.cleaned_data["text"], by=_taking_part(at)))
    )
    if not status:
        stands = made[0].state == Statement.State.STANDING
        said = _("Your statement stands now, and others vote on it.")
        if not stands:
            said = _("Thank you. Those who look after the page read it before others see it.")
        return on(request, at, "propose_statement", said)
    context = of(at, "propose_statement") | {"form": form, "own": queries.own_statements(at)}
    return render(request, "initiatives/deliberation/propose.html", context, status=status)


@require_safe
def results_page(request: HttpRequest, pk: int, token: str = "") -> HttpResponse:
    at = visited(request, pk, token)
    shown = access.sees_results(at)
    found = results.results_of(at.row) if shown else None
    context = of(at, "deliberation_results") | {"shown": shown, "results": found}
    if found is not None:
        context |= {
            "unites": found.unites[:TOLD], "divides": found.divides[:TOLD], "page": page_of(found.lines, request),
            "unites_more": len(found.unites[TOLD:]), "divides_more": len(found.divides[TOLD:]),
        }  # fmt: skip
    return render(request, "initiatives/deliberation/results.html", context)


@require_safe
def votes_file(request: HttpRequest, pk: int, token: str = "") -> HttpResponse:
    """The votes under numbers, as they went into the computation. Not before the close: whose row is new from one look
    to the next would tell how somebody voted."""
    at = visited(request, pk, token)
    if not access.is_over(at.row):
        raise Http404
    return _file(at, deliberation_input.votes_file, "participants-votes.csv")


@require_safe
def statements_file(request: HttpRequest, pk: int, token: str = "") -> HttpResponse:
    at = visited(request, pk, token)
    hidden = {str(each.number) for each in queries.hidden_of(at.row)}
    return _file(at, lambda given: deliberation_input.statements_file(given, hidden), "comments.csv")


def _file(at: Visit, write: Callable[[Mapping[str, Any]], bytes], name: str) -> HttpResponse:
    run = results.run_of(at.row) if access.sees_results(at) else None
    if run is None:
        raise Http404
    response = HttpResponse(write(run.input), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def statements(request: HttpRequest, pk: int) -> HttpResponse:
    """For those who run it: all statements, what waits first; and a form to write one of their own."""
    person = person_of(request)
    row = access.deliberation_to_run(person, pk)
    form = StatementForm(request.POST or None)
    form.fields["text"].label = _("A statement to begin with")
    status = sent(request, form, lambda: actions.add_seed(row, form.cleaned_data["text"], by=person))
    if not status:
        return back(request, "deliberation_statements", pk, said=_("The statement stands."))
    context = of(visited(request, pk)) | {"form": form, "page": page_of(queries.to_look_after(row), request)}
    return render(request, "initiatives/deliberation/statements.html", context, status=status)


@require_POST
def let_in(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    person = person_of(request)
    actions.let_in(access.statement_to_decide(person, pk, row), by=person)
    return back(request, "deliberation_statements", pk, said=_("It takes votes from now on."))


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    person = person_of(request)
    statement = access.statement_to_decide(person, pk, row)
    form = DeclineStatementForm(request.POST or None)
    status = sent(request, form, lambda: actions.decline(statement, form.cleaned_data["reason"], by=person))
    if not status:
        return back(request, "deliberation_statements", pk, said=_("It is not let in; whoever wrote it reads why."))
    context = of(visited(request, pk)) | {"form": form, "statement": statement}
    return render(request, "initiatives/deliberation/decline.html", context, status=status)


@require_POST
def take_seed_back(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    person = person_of(request)
    actions.take_seed_back(access.statement_to_decide(person, pk, row), by=person)
    return back(request, "deliberation_statements", pk, said=_("The statement is gone."))


def _taking_part(at: Visit) -> Person:
    """Whoever may not is told by the action; whoever is not there at all has no such page."""
    if at.person is None:
        raise Http404
    return at.person


def _number(text: str | None) -> int:
    """A row id as it was sent; 0, which no row has, for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _side(request: HttpRequest) -> int:
    """What was pressed; 9, which is no side, for anything else."""
    return {"1": 1, "0": 0, "-1": -1}.get(request.POST.get("side", ""), 9)
