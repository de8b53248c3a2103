"""Counting and announcing; the published ballots, as a list and as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.decisions.models import DecisionRun
from talka.documents.media_types import CSV
from talka.documents.storage import serve_bytes
from talka.ui.pages import page_of
from talka.ui.refusals import Refusal

from ..access import choosings as access
from ..actions import counting
from ..choosing_words import command_of, file_name
from ..forms.ballots import FindForm
from ..models import Choosing
from ..queries import choosing_results as queries
from ..queries.ballot_files import ballots_csv, pb_file
from ..queries.choosing_results import ResultShown
from ..queries.choosings import options_of
from .choosings import of_choosing
from .frame import back, person_of

SIZE = 50


@require_POST
def count(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    run = counting.count(access.choosing_to_run(person, pk), by=person)
    if run.state == DecisionRun.State.PROPOSED:
        said = _("Counted. Look at the result; then announce it.")
        return back(request, "choosing", pk, said=said, anchor="result")
    return back(request, "choosing", pk, anchor="running")  # which says how far it is, or what failed


@require_POST
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.choosing_to_run(person, pk)
    run = queries.run_of(row)
    if run is None:
        raise Http404
    counting.announce(row, run, seen=request.POST.get("run", ""), by=person)
    said = _("The result is announced, and the ballots are published.")
    if row.few_voted:
        said = _("The result is announced. Fewer than five people voted, so their ballots are not published.")
    return back(request, "choosing", pk, said=said)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ballots(request: HttpRequest, pk: int) -> HttpResponse:
    """The published ballots; one's own by its code, also before. The code is sent, and stands in no address."""
    row = access.choosing_for(person_of(request), pk)
    if row.published_at is None:
        raise Http404
    options = options_of(row)
    form = FindForm(request.POST or None)
    context = of_choosing(request, row) | {"form": form, "command": command_of(row)}
    if request.method == "POST" and form.is_valid():
        found = queries.ballot_by(row, form.cleaned_data["code"])
        context |= {"asked": True, "found": queries.shown_ballot(row, found, options) if found else None}
    result = _announced(row)
    if result is not None and not result.few:
        page = page_of(queries.ballots_of(row), request, size=SIZE)
        context |= {"page": page, "rows": [queries.shown_ballot(row, one, options) for one in page.rows]}
    context |= {"result": result}
    return render(request, "initiatives/choosing/ballots.html", context)


@require_safe
def ballot_file(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    row = access.choosing_for(person_of(request), pk)
    result = _announced(row)
    if result is None or ending not in ("pb", "csv"):
        raise Http404
    if result.few:
        raise Refusal(
            _("Fewer than five people voted."),
            _("Their ballots are not published: they would tell how somebody voted."),
            _("The page of the vote says what is funded."),
        )
    if ending == "pb":
        return serve_bytes(pb_file(row, result), f"{file_name(row)}.pb", "text/plain; charset=utf-8")
    return serve_bytes(ballots_csv(row), f"{file_name(row)}-ballots.csv", CSV)


def _announced(row: Choosing) -> ResultShown | None:
    if row.phase != "ended":
        return None
    return queries.result_of(row, queries.run_of(row), options_of(row))
