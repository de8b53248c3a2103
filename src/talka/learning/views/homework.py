"""Homework: the list of a cohort, one with what was handed in, and where it is set."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.storage import serve_file
from talka.people.models import Person
from talka.ui.forms import sent, tried
from talka.ui.pages import page_of

from ..access import cohort_inside, cohort_to_teach, may_teach
from ..access import homework as access
from ..actions import homework as actions
from ..forms.homework import HandInForm, HomeworkForm
from ..models import HandIn, Homework, Learner
from ..queries import homework as queries
from .frame import back, of_cohort, person_of


@require_safe
def homework_list(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """All homework of the cohort: what is to be done for those who take part, what came for those who teach."""
    person = person_of(request)
    row = cohort_inside(person, slug, number)
    context = of_cohort(request, row, "learning:homework_list")
    if context["learner"] is not None and not context["teaches"]:
        context["tasks"] = queries.tasks_of(row, context["learner"])  # type: ignore[arg-type]
    else:
        context["page"] = page_of(queries.homework_of(row, person), request, size=40)
    return render(request, "learning/homework/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    person = person_of(request)
    row = cohort_to_teach(person, slug, number)
    form = HomeworkForm(request.POST or None, request.FILES or None, cohort=row)
    made: list[Homework] = []
    status = sent(
        request, form, lambda: made.append(actions.set_homework(row, form.data_of(), by=person, sent=form.sent()))
    )
    if not status:
        said = _("The homework is set: everybody in the cohort reads it.")
        return back(request, "homework", slug, number, made[0].pk, said=said)
    context = {"form": form, "title": _("New homework"), "submit": _("Set it")} | of_cohort(request, row)
    return render(request, "learning/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def homework(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """One homework; somebody of a team hands in here."""
    person = person_of(request)
    row = access.homework_for(person, slug, number, pk)
    own = queries.own_hand_in(row, person)
    context = of_cohort(request, row.cohort, "learning:homework_list")
    learner = context["learner"]
    asked = isinstance(learner, Learner) and row.retired_at is None
    asked = asked and (own is None or own.state != HandIn.State.ACCEPTED)
    form = HandInForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        row, learner = access.homework_to_hand_in(person, slug, number, pk)
        made: list[HandIn] = []
        status = tried(form, lambda: made.append(_hand_in(row, learner, form, person)))
        if not status:
            said = _("Handed in. Those who teach are told, and you are when they answer.")
            return back(request, "hand_in", slug, number, made[0].pk, said=said)
    teaches = may_teach(person, row.cohort)
    context |= {
        "homework": row,
        "own": own,
        "form": form if asked else None,
        "page": page_of(queries.handed_in(row, person), request, size=40),
        "missing": queries.missing_in(row) if teaches and row.retired_at is None else [],
    }
    return render(request, "learning/homework/homework.html", context, status=status)


def _hand_in(row: Homework, learner: Learner, form: HandInForm, person: Person | None) -> HandIn:
    return actions.hand_in(row, learner, form.cleaned_data["text"], by=person, sent=form.sent())


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.homework_to_change(person, slug, number, pk)
    form = HomeworkForm(request.POST or None, request.FILES or None, cohort=row.cohort, homework=row)
    status = sent(request, form, lambda: _change(row, form, person))
    if not status:
        return back(request, "homework", slug, number, pk, said=_("Saved; what stood there before is kept."))
    context = {"form": form, "title": _("Change the homework"), "homework": row}
    return render(request, "learning/homework/form.html", context | of_cohort(request, row.cohort), status=status)


def _change(row: Homework, form: HomeworkForm, person: Person | None) -> None:
    version = form.cleaned_data["version"] or 0
    actions.change_homework(row, form.data_of(), version=version, by=person, sent=form.sent())


@require_POST
def retire(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    row = access.homework_to_change(person_of(request), slug, number, pk)
    actions.retire_homework(row, by=person_of(request))
    said = _("It is not asked any more; what was handed in stays, and it can be brought back.")
    return back(request, "homework_list", slug, number, said=said)


@require_POST
def restore(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    row = access.homework_to_change(person_of(request), slug, number, pk)
    actions.restore_homework(row, by=person_of(request))
    return back(request, "homework", slug, number, pk, said=_("The homework is asked again."))


@require_safe
def file(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponseBase:
    """What goes with the task, as it came, as an attachment."""
    row = access.homework_for(person_of(request), slug, number, pk)
    if not row.is_kept:
        raise Http404
    return serve_file(row.file.name, row.file_name, row.media_type)
