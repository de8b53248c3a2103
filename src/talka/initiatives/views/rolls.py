"""The roll of voters, and paper ballots."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.ui.folding import sought
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import choosings as access
from ..actions import paper_ballots, rolls
from ..actions.rolls import ListRead
from ..choosing_words import form_words
from ..forms.ballots import PaperForm
from ..forms.rolls import InviteForm, JoinForm, ListForm
from ..queries import choosings as queries
from .choosings import of_choosing
from .frame import back, person_of

MOST_SHEETS = 200


@require_safe
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.choosing_to_run(person_of(request), pk)
    words = request.GET.get("q", "").strip()[:100]
    context = of_choosing(request, row) | {
        "page": page_of(queries.roll_of(row, sought(words)), request),
        "numbers": queries.roll_numbers(row),
        "words": words,
        "list_form": ListForm(),
        "invite_form": InviteForm(),
    }
    return render(request, "initiatives/choosing/roll.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def read_list(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.choosing_to_run(person, pk)
    form = ListForm(request.POST or None, request.FILES or None)
    found: list[ListRead] = []

    def deed() -> None:
        said = form.cleaned_data
        file = said["file"]
        found.append(rolls.read_list(row, file.file, file.name, right_ones=said["right_ones"], by=person))

    status = sent(request, form, deed, "file")
    if not status and not found[0].faults:
        said = _("Added: %(new)s. There already: %(there)s.") % {"new": found[0].new, "there": found[0].there}
        return back(request, "voters_roll", pk, said=said)
    context = of_choosing(request, row) | {"form": form, "read": found[0] if found else None}
    return render(request, "initiatives/choosing/read_list.html", context, status=status or 422)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.choosing_to_run(person, pk)
    form = InviteForm(request.POST or None)
    new: list[int] = []
    status = sent(request, form, lambda: new.append(rolls.invite(row, [form.invited()], by=person)))
    if not status:
        return back(
            request, "voters_roll", pk, said=_("Added.") if new[0] else _("This address is on the roll already.")
        )
    context = of_choosing(request, row) | {"form": form, "title": _("Add a voter"), "submit": _("Add")}
    return render(request, "initiatives/choosing/form.html", context, status=status)


@require_POST
def send_links(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    count = rolls.send_links(access.choosing_to_run(person, pk), by=person)
    said = ngettext(
        "%(count)s letter with a link is on its way.", "%(count)s letters with links are on their way.", count
    )
    return back(request, "voters_roll", pk, said=said % {"count": count})


@require_POST
def send_again(request: HttpRequest, pk: int, voter: int) -> HttpResponse:
    person = person_of(request)
    rolls.send_again(access.voter_to_run(person, pk, voter), by=person)
    return back(request, "voters_roll", pk, said=_("Another link is on its way; both lead to the same ballot."))


@require_POST
def give_paper(request: HttpRequest, pk: int, voter: int) -> HttpResponse:
    person = person_of(request)
    rolls.give_paper(access.voter_to_run(person, pk, voter), by=person)
    return back(request, "voters_roll", pk, said=_("Noted: a paper ballot was given out in this name."))


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, pk: int, voter: int) -> HttpResponse:
    person = person_of(request)
    line = access.voter_to_run(person, pk, voter)
    form = JoinForm(request.POST or None, row=line.choosing)
    status = sent(request, form, lambda: rolls.join(line, form.cleaned_data["address"], by=person), "address")
    if not status:
        return back(request, "voters_roll", pk, said=_("Joined: both links lead to one ballot."))
    title = _("The same person as %(who)s") % {"who": line.email or line.name or line.person or ""}
    context = of_choosing(request, line.choosing) | {"form": form, "title": title, "submit": _("Join")}
    return render(request, "initiatives/choosing/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the reading is, and the form for the next ballot."""
    person = person_of(request)
    row = access.choosing_to_run(person, pk)
    options = queries.options_of(row)
    form = PaperForm(request.POST or None, row=row, options=options)
    came: list[str] = []

    def deed() -> None:
        came.append(paper_ballots.read(row, form.cleaned_data["number"], form.reading(), by=person))

    status = sent(request, form, deed)
    if not status:
        words = {
            paper_ballots.FIRST: _("Kept. Another person reads this ballot next."),
            paper_ballots.AGREED: _("Both readings agree."),
            paper_ballots.DIFFERS: _("The readings differ: a third person looks at this ballot."),
            paper_ballots.DECIDED: _("Decided by the third look."),
        }
        tone = messages.warning if came[0] == paper_ballots.DIFFERS else messages.success
        tone(request, words[came[0]])
        return back(request, "paper_ballots", pk)
    found = queries.papers_of(row)
    names = {one.number: one.title for one in options}
    differs = [(number, [queries.read_as(each, names) for each in looks]) for number, looks in found.differs]
    context = of_choosing(request, row) | {"form": form, "papers": found, "differs": differs}
    context["numbers"] = queries.roll_numbers(row)
    return render(request, "initiatives/choosing/papers.html", context, status=status)


@require_safe
def paper_sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbered ballots to print: ?from= and ?to= say which."""
    row = access.choosing_to_run(person_of(request), pk)
    first, last = _asked(request, "from", 1), _asked(request, "to", 2)
    last = max(first, min(last, first + MOST_SHEETS - 1))
    context = of_choosing(request, row) | {
        "options": [one for one in queries.options_of(row) if one.withdrawn_at is None],
        "numbers": range(first, last + 1),
        "first": first,
        "last": last,
        "form_words": form_words(row),
    }
    return render(request, "initiatives/choosing/paper_sheets.html", context)


def _asked(request: HttpRequest, name: str, default: int) -> int:
    said = request.GET.get(name, "")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 7 else default
