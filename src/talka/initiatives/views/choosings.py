"""Votes: the list, one vote with its result, and where those who run it draft, publish, withdraw, call off, count."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.media_types import CSV, XLSX
from talka.documents.storage import serve_bytes
from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import choosings as access
from ..actions import choosing_options as options
from ..actions import choosings as actions
from ..choosing_words import file_name, form_words, rule_words, ties_words
from ..forms.choosings import ChoosingForm, InitiativesForm, OptionForm, WhyForm
from ..models import Choosing
from ..queries import choosings as queries
from ..queries.choosing_results import result_of, run_of
from ..queries.ideas import ideas_file
from .frame import back, person_of, sections

SIZE = 20


def of_choosing(request: HttpRequest, row: Choosing) -> dict[str, object]:
    """The vote and what the reader may do with it."""
    person = person_of(request)
    return {
        "choosing": row,
        "phase": row.phase,
        "runs": access.runs(person, row),
        "illustrative": row.illustrative,
        "purse": row.organisation or row.programme,
    }


@require_safe
def choosings(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    context = {
        "page": page_of(queries.listed(person), request, size=SIZE),
        "begins": access.may_begin(person),
        "sections": sections("initiatives:choosings"),
    }
    return render(request, "initiatives/choosing/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    person = access.beginners_only(person_of(request))
    form = ChoosingForm(request.POST or None, person=person)
    made: list[Choosing] = []
    status = sent(request, form, lambda: made.append(actions.begin(form.purse_of(), form.data_of(), by=person)))
    if not status:
        return back(request, "choosing", made[0].pk, said=_("Saved as a draft. Now add what can be voted for."))
    context = {"form": form, "title": _("Let people choose"), "submit": _("Save the draft")}
    return render(request, "initiatives/choosing/form.html", context, status=status)


@require_safe
def choosing(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.choosing_for(person, pk)
    context = of_choosing(request, row)
    all_ = queries.options_of(row)
    run = run_of(row) if context["phase"] in ("closed", "ended") else None
    inside = context["runs"] and context["phase"] == "closed"
    context |= {
        "options": all_,
        "votes_here": context["phase"] == "open" and access.may_vote(person, row),
        "form_words": form_words(row),
        "rule_words": rule_words(row),
        "ties_words": ties_words(),
        "turnout": queries.turnout(row) if row.published_at and context["phase"] != "coming" else None,
        "run": run,
        "result": result_of(row, run, all_) if context["phase"] == "ended" or inside else None,
    }
    return render(request, "initiatives/choosing/choosing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.choosing_to_run(person, pk)
    form = ChoosingForm(request.POST or None, person=person, row=row)
    status = sent(request, form, lambda: _change(row, form, person))
    if not status:
        return back(request, "choosing", pk, said=_("Saved."))
    return _form_page(request, row, form, _("Change the vote"), status=status)


def _change(row: Choosing, form: ChoosingForm, person: Person | None) -> None:
    actions.change(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)


def _form_page(
    request: HttpRequest, row: Choosing, form: object, title: str, submit: str = "", *, status: int = 200
) -> HttpResponse:
    context = of_choosing(request, row) | {"form": form, "title": title, "submit": submit}
    return render(request, "initiatives/choosing/form.html", context, status=status)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.publish(access.choosing_to_run(person, pk), by=person)
    return back(request, "choosing", pk, said=_("Published: everybody reads it, and nothing of it changes any more."))


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.take_back(access.choosing_to_run(person, pk), by=person)
    return back(request, "choosing", pk, said=_("It is a draft again."))


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.remove(access.choosing_to_run(person, pk), by=person)
    return back(request, "choosings", said=_("The draft is gone."))


@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.choosing_to_run(person, pk)
    form = WhyForm(request.POST or None)
    status = sent(request, form, lambda: actions.call_off(row, form.cleaned_data["why"], by=person))
    if not status:
        return back(request, "choosing", pk, said=_("The vote is called off."))
    return _form_page(request, row, form, _("Call the vote off"), _("Call it off"), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def new_option(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.choosing_to_run(person, pk)
    form = OptionForm(request.POST or None)
    status = sent(request, form, lambda: options.add(row, form.data_of(), by=person))
    if not status:
        return back(request, "choosing", pk, said=_("Added."), anchor="options")
    return _form_page(request, row, form, _("Add an option"), _("Add"), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add_initiatives(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.choosing_to_run(person, pk)
    offered = queries.initiatives_to_add(row, person)
    form = InitiativesForm(request.POST or None, offered=offered)
    added: list[int] = []
    status = sent(
        request, form, lambda: added.append(options.add_initiatives(row, form.cleaned_data["chosen"], by=person))
    )
    if not status:
        said = ngettext("%(count)s initiative was added.", "%(count)s initiatives were added.", added[0])
        return back(request, "choosing", pk, said=said % {"count": added[0]}, anchor="options")
    context = of_choosing(request, row) | {"form": form, "title": _("Add initiatives"), "offered": offered.exists()}
    return render(request, "initiatives/choosing/add_initiatives.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_option(request: HttpRequest, pk: int, option: int) -> HttpResponse:
    person = person_of(request)
    found = access.option_to_run(person, pk, option)
    form = OptionForm(request.POST or None, row=found)
    status = sent(
        request,
        form,
        lambda: options.change(found, form.data_of(), version=form.cleaned_data["version"] or 0, by=person),
    )
    if not status:
        return back(request, "choosing", pk, said=_("Saved."), anchor="options")
    return _form_page(request, found.choosing, form, _("Change the option"), status=status)


@require_POST
def remove_option(request: HttpRequest, pk: int, option: int) -> HttpResponse:
    person = person_of(request)
    options.remove(access.option_to_run(person, pk, option), by=person)
    return back(request, "choosing", pk, said=_("Taken out."), anchor="options")


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_option(request: HttpRequest, pk: int, option: int) -> HttpResponse:
    person = person_of(request)
    found = access.option_to_run(person, pk, option)
    form = WhyForm(request.POST or None)
    status = sent(request, form, lambda: options.withdraw(found, form.cleaned_data["why"], by=person))
    if not status:
        said = _("Withdrawn: it is not counted, ballots stay, and those on the roll are written to.")
        return back(request, "choosing", pk, said=said, anchor="options")
    title = _("Withdraw: %(option)s") % {"option": found.title}
    return _form_page(request, found.choosing, form, title, _("Withdraw"), status=status)


@require_safe
def ideas(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """The options as ideas for the state's portal."""
    row = access.choosing_to_run(person_of(request), pk)
    if ending not in ("xlsx", "csv"):
        raise Http404
    media_type = XLSX if ending == "xlsx" else CSV
    return serve_bytes(ideas_file(row, ending), f"{file_name(row)}-ideas.{ending}", media_type)
