"""Deliberations: the list, one of them, and where those who run it set it up, open and close it, invite people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.decisions.models import DecisionRun
from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import deliberations as access
from ..access.initiatives import initiative_of, initiative_to_read
from ..actions import deliberation_people as people_
from ..actions import deliberation_results
from ..actions import deliberations as actions
from ..forms.deliberations import DeliberationForm, HearingForm, InviteForm, NewDeliberationForm
from ..models import Deliberation, Initiative
from ..queries import deliberation_questions
from ..queries import deliberation_results as results
from ..queries import deliberations as queries
from ..queries.statements import busy, card_for
from .deliberation_frame import of, visited
from .frame import back, person_of, sections

SIZE = 20


@require_safe
def deliberations(request: HttpRequest) -> HttpResponse:
    """What the reader may know of, the newest first. ?q= words, ?state=open or closed."""
    person = person_of(request)
    words, state = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")[:10]
    page = page_of(queries.listed(person, words, state), request, size=SIZE)
    context = {
        "page": page,
        "rows": queries.standing(list(page.rows)),
        "words": words,
        "state": state,
        "states": [("open", pgettext("deliberations", "Open")), ("closed", pgettext("deliberations", "Closed"))],
        "begins": bool(access.holders(person)),
        "sections": sections("initiatives:deliberations"),
    }
    return render(request, "initiatives/deliberation/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """?initiative= begins it about an initiative that the reader may know of."""
    person = person_of(request)
    holders = access.beginners_only(person)
    asked = request.GET.get("initiative", "")
    about = initiative_to_read(person, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    initial = {"question": about.title} if about is not None else {}
    form = NewDeliberationForm(request.POST or None, holders=holders, initial=initial)
    made: list[Deliberation] = []
    status = sent(request, form, lambda: made.append(_begin(form, about, person)))
    if not status:
        said = _("Saved as a draft. Write the first statements, then open it.")
        return back(request, "deliberation_statements", made[0].pk, said=said)
    context = {"form": form, "title": _("Begin a deliberation"), "about": about, "submit": _("Save the draft")}
    return render(request, "initiatives/deliberation/form.html", context, status=status)


def _begin(form: NewDeliberationForm, about: Initiative | None, person: Person | None) -> Deliberation:
    return actions.begin(
        form.data_of(), organisation=form.organisation(), programme=form.programme(), initiative=about, by=person
    )


@require_safe
def deliberation(request: HttpRequest, pk: int, token: str = "") -> HttpResponse:
    """What it is about, what one can do now, hearings."""
    at = visited(request, pk, token)
    context = of(at, "deliberation")
    context |= {
        "counted": deliberation_questions.counted(at),
        "hearings": queries.hearings_of(at.row, at.person),
        "about": initiative_of(at.row, at.person),
        "card": card_for(at) if context["takes_part"] and context["open"] else None,
        "results": results.results_of(at.row) if access.sees_results(at) else None,
    }
    if context["runs"]:
        context["busy"] = busy(at.row)
    return render(request, "initiatives/deliberation/deliberation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.deliberation_to_run(person, pk)
    form = DeliberationForm(request.POST or None, row=row)

    def save() -> None:
        actions.change(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)

    status = sent(request, form, save)
    if not status:
        return back(request, "deliberation", pk, said=_("Saved."))
    context = of(visited(request, pk)) | {"form": form, "title": _("Change the deliberation"), "submit": _("Save")}
    return render(request, "initiatives/deliberation/form.html", context, status=status)


@require_POST
def open_deliberation(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = actions.open_(access.deliberation_to_run(person, pk), by=person)
    if access.is_open(row):
        return back(request, "deliberation", pk, said=_("It is open: people can vote now."))
    return back(request, "deliberation", pk, said=_("It opens by itself at its time."))


@require_POST
def close_deliberation(request: HttpRequest, pk: int) -> HttpResponse:
    """What it found is computed at once, or by the worker where very many voted."""
    person = person_of(request)
    row = actions.close(access.deliberation_to_run(person, pk), by=person)
    deliberation_results.compute(row, by=person)
    return back(
        request, "deliberation_results", pk, said=_("It is closed. Everybody who may read it sees the results.")
    )


@require_POST
def compute(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    run = deliberation_results.compute(access.deliberation_to_run(person, pk), by=person)
    done = run is not None and run.state == DecisionRun.State.PROPOSED
    said = _("Computed from the votes as they stand now.") if done else ""  # else the page says why not
    return back(request, "deliberation_results", pk, said=said)


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.retire(access.deliberation_to_run(person, pk), by=person)
    return back(request, "deliberations", said=_("The draft is deleted."))


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was invited by a personal link, and the form to invite somebody."""
    person = person_of(request)
    row = access.deliberation_to_run(person, pk)
    form = InviteForm(request.POST or None)
    status = sent(request, form, lambda: people_.invite(row, form.data_of(), by=person))
    if not status:
        return back(request, "deliberation_people", pk, said=_("Invited: the letter with the link is on its way."))
    page = page_of(queries.invited(row), request)
    context = of(visited(request, pk)) | {"form": form, "page": page}
    return render(request, "initiatives/deliberation/people.html", context, status=status)


@require_POST
def withdraw(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    person = person_of(request)
    people_.withdraw(access.member_to_withdraw(person, pk, row), by=person)
    return back(
        request, "deliberation_people", pk, said=_("The link opens nothing any more. Votes that were given stay.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def hearings(request: HttpRequest, pk: int) -> HttpResponse:
    """Events at which it is talked about."""
    person = person_of(request)
    row = access.deliberation_to_run(person, pk)
    form = HearingForm(request.POST or None, events=queries.events_to_choose(row, person))
    status = sent(request, form, lambda: people_.add_hearing(row, form.cleaned_data["event"], by=person), "event")
    if not status:
        return back(
            request,
            "deliberation_hearings",
            pk,
            said=_("The event stands with the deliberation, and it with the event."),
        )
    context = of(visited(request, pk)) | {"form": form, "hearings": queries.hearings_of(row, person)}
    return render(request, "initiatives/deliberation/hearings.html", context, status=status)


@require_POST
def remove_hearing(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    person = person_of(request)
    people_.remove_hearing(access.hearing_to_remove(person, pk, row), by=person)
    return back(
        request, "deliberation_hearings", pk, said=_("It is no hearing of this deliberation any more; the event stays.")
    )
