"""Questions to councils: the list, one question, and where it is asked, changed, taken up, returned, taken back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.council_decision import decision_docx
from talka.documents.media_types import DOCX
from talka.documents.storage import serve_bytes
from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import council as access
from ..actions import council_questions as actions
from ..actions.council_questions import About
from ..forms.council import FreeQuestionForm, QuestionForm, TakeUpForm, WhyForm
from ..models import CouncilQuestion
from ..queries import council as queries
from ..queries.council_draft import draft_of
from .frame import back, person_of, sections

SIZE = 30


def number_asked(request: HttpRequest, name: str) -> int | None:
    """A row's number from the address; None for none and for nonsense."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None


def form_page(
    request: HttpRequest, row: CouncilQuestion | None, form: object, title: str, status: int, **more: object
) -> HttpResponse:
    """A form about a question, with the way back to it."""
    made_up = {"illustrative": row.illustrative} if row is not None else {}
    context = {"form": form, "title": title, "question": row} | made_up | more
    return render(request, "initiatives/council/form.html", context, status=status)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """All that the reader may know of, the newest first."""
    person = person_of(request)
    asked = queries.Asked(
        request.GET.get("q", "").strip()[:100], request.GET.get("state", "")[:20], number_asked(request, "council")
    )
    context = {
        "page": page_of(queries.questions(person, asked), request, size=SIZE),
        "asked": asked,
        "states": CouncilQuestion.State.choices,
        "councils": [(one.pk, str(one)) for one in queries.councils_asked(person)],
        "asks": bool(access.may_ask_freely(person)),
        "sections": sections("initiatives:council_questions"),
    }
    return render(request, "initiatives/council/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """?initiative= asks for an initiative; without it, of ?about= and ?id=, or of nothing else."""
    person = person_of(request)
    number = number_asked(request, "initiative")
    if number is not None:
        return _new_of_initiative(request, person, number)
    asker = access.asker_only(person)
    about = About(request.GET.get("about", "")[:40], request.GET.get("id", "")[:18])
    thing = access.thing_of(person, about.kind, about.pk) if about.kind else None
    first = {"title": str(thing.title)[:200]} if thing else {}
    form = FreeQuestionForm(request.POST or None, person=asker, initial=first)
    made: list[CouncilQuestion] = []

    def ask() -> None:
        known = about if thing else About()
        made.append(actions.ask(form.cleaned_data["council"], form.data_of(), about=known, by=person))

    status = sent(request, form, ask)
    if not status:
        return _asked(request, made[0])
    return form_page(
        request, None, form, _("Ask a council"), status, submit=_("Send the question"), thing=thing, new=True
    )


def _new_of_initiative(request: HttpRequest, person: Person | None, number: int) -> HttpResponse:
    initiative = access.initiative_to_ask_of(person, number)
    form = QuestionForm(request.POST or None, initiative=initiative)
    made: list[CouncilQuestion] = []
    status = sent(request, form, lambda: made.append(actions.ask_of(initiative, form.data_of(), by=person)))
    if not status:
        return _asked(request, made[0])
    more = {"initiative": initiative, "illustrative": initiative.illustrative, "new": True}
    return form_page(request, None, form, _("Ask the council"), status, submit=_("Send the question"), **more)


def _asked(request: HttpRequest, row: CouncilQuestion) -> HttpResponse:
    said = _("The question is sent. Its page shows what the municipality does with it; the answer comes by letter.")
    return back(request, "council_question", row.pk, said=said)


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.question_for(person, pk)
    found = queries.page(row, person)
    answers = access.may_answer(person, row)
    reads = answers or row.hidden_at is None or (person is not None and row.by_id == person.pk)
    context = {
        "question": row,
        "found": found,
        "answers": answers,
        "changes": access.may_change(person, row),
        "follows": {each.row.pk for each in found.decisions if access.may_follow(person, each.row)},
        "reads": reads,
        "hidden_words": row.text if reads else "",
        "illustrative": row.illustrative,
    }
    return render(request, "initiatives/council/question.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.question_to_change(person, pk)
    form = QuestionForm(request.POST or None, row=row)

    def change() -> None:
        actions.change_question(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)

    status = sent(request, form, change)
    if not status:
        return back(request, "council_question", pk, said=_("Saved; what stood there before is kept."))
    return form_page(request, row, form, _("Change the question"), status)


@require_http_methods(["GET", "HEAD", "POST"])
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.question_to_answer(person, pk)
    form = TakeUpForm(request.POST or None, row=row)

    def note() -> None:
        actions.take_up(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)

    status = sent(request, form, note)
    if not status:
        return back(request, "council_question", pk, said=_("Noted; who asked is told by letter."))
    return form_page(request, row, form, _("Take the question up"), status, submit=_("Note it"))


@require_http_methods(["GET", "HEAD", "POST"])
def return_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Unanswered, with a reason."""
    person = person_of(request)
    row = access.question_to_answer(person, pk)
    form = WhyForm(
        request.POST or None,
        help_text=_("For example: another authority decides on it, and which. All who wait for the answer read it."),
    )
    status = sent(request, form, lambda: actions.return_question(row, form.cleaned_data["why"], by=person))
    if not status:
        return back(request, "council_question", pk, said=_("Returned; all who waited for the answer are told why."))
    return form_page(request, row, form, _("Return the question"), status, submit=_("Return it"))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.question_to_change(person, pk)
    form = WhyForm(request.POST or None, help_text=_("It stands on the page of the question, which stays."))
    status = sent(request, form, lambda: actions.withdraw(row, form.cleaned_data["why"], by=person))
    if not status:
        return back(request, "council_question", pk, said=_("Taken back; the council has nothing to answer any more."))
    return form_page(request, row, form, _("Take the question back"), status, submit=_("Take it back"))


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.close(access.question_to_answer(person, pk), by=person)
    return back(request, "council_question", pk, said=_("Closed: the initiative was withdrawn."))


@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft decision with its explanatory note, for the people of the municipality."""
    row = access.question_to_answer(person_of(request), pk)
    return serve_bytes(decision_docx(draft_of(row)), f"lemuma-projekts-{row.pk}.docx", DOCX)
