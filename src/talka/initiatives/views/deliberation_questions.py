"""Questions and answers of a deliberation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import deliberations as access
from ..access.deliberations import Visit
from ..actions import deliberation_questions as actions
from ..forms.deliberations import AnswerForm, DirectForm, QuestionForm
from ..models import DeliberationQuestion
from ..queries import deliberation_questions as queries
from .deliberation_frame import of, on, visited
from .frame import back, person_of

SIZE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, pk: int, token: str = "") -> HttpResponse:
    """All of them, what most would ask first, and the form to ask."""
    at = visited(request, pk, token)
    form = QuestionForm(request.POST or None)
    status = sent(request, form, lambda: actions.ask(at.row, form.cleaned_data["text"], by=_somebody(at)))
    if not status:
        return on(request, at, "deliberation_questions", _("Your question stands here without your name."))
    page = page_of(queries.asked(at), request, size=SIZE)
    context = of(at, "deliberation_questions") | {"form": form, "page": page, "rows": _rows(at, page.rows)}
    return render(request, "initiatives/deliberation/questions.html", context, status=status)


def _rows(at: Visit, rows: object) -> list[tuple[queries.Asked, str]]:
    """Each with the address of the button under which one says that one asks it, too."""
    return [
        (one, at.at("second_question", one.row.pk))
        for one in queries.told(list(rows), at)  # type: ignore[call-overload]
    ]


@require_POST
def second(request: HttpRequest, pk: int, row: int, token: str = "") -> HttpResponse:
    at = visited(request, pk, token)
    actions.second(access.question_for(at, row), by=_somebody(at))
    return on(request, at, "deliberation_questions", _("Noted: you ask this, too."), anchor=f"question-{row}")


@require_http_methods(["GET", "HEAD", "POST"])
def direct(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Those who run it say who is to answer."""
    person = person_of(request)
    access.deliberation_to_run(person, pk)
    at = visited(request, pk)
    question = access.question_for(at, row)
    form = DirectForm(request.POST or None, row=question)

    def save() -> None:
        actions.direct(question, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)

    status = sent(request, form, save)
    if not status:
        return back(request, "deliberation_questions", pk, said=_("Directed."), anchor=f"question-{row}")
    context = of(at) | {
        "form": form, "question": question, "title": _("Who is to answer"), "submit": _("Direct the question"),
    }  # fmt: skip
    return render(request, "initiatives/deliberation/question_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """The official, signed in; or who runs it, writing down what was answered otherwise."""
    person = person_of(request)
    return _answer(request, access.question_to_answer(person, pk, row), person, by_link=False)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_link(request: HttpRequest, pk: int, row: int, token: str) -> HttpResponse:
    """The same by the link of the letter, without an account."""
    question = access.question_by_link(pk, row, token)
    return _answer(request, question, question.official, by_link=True)


def _answer(request: HttpRequest, question: DeliberationQuestion, by: Person | None, *, by_link: bool) -> HttpResponse:
    form = AnswerForm(request.POST or None, row=question)
    first = question.answered_at is None

    def save() -> None:
        said = form.cleaned_data
        actions.answer(question, said["answer"], version=said["version"] or 0, by=by, by_link=by_link)

    status = sent(request, form, save)
    context = {
        "form": form, "question": question, "deliberation": question.deliberation, "title": _("Answer a question"),
        "submit": _("Publish the answer"), "illustrative": question.deliberation.illustrative, "answers": True,
        "official": by is not None and by.pk == question.official_id, "first": first,
    }  # fmt: skip
    if not status:
        return render(request, "initiatives/deliberation/answered.html", context | {"title": _("Thank you")})
    return render(request, "initiatives/deliberation/question_form.html", context, status=status)


def _somebody(at: Visit) -> Person:
    if at.person is None:
        raise Http404
    return at.person
