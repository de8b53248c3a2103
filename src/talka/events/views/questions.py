"""What the registration form asks, and how many seats an organisation or a region may take."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.events import access
from talka.events.actions import questions as actions
from talka.events.forms.questions import QuestionForm, QuotaForm
from talka.events.models import Question, Quota
from talka.events.queries.seats import Seats
from talka.ui.refusals import Refusal

from .day_pages import inside


@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """`/e/<slug>/questions/`: ready questions on and off, own ones added and put in order."""
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    form = QuestionForm(request.POST or None)
    if request.method == "POST":
        if "ready" in request.POST:
            actions.switch_ready(event, request.POST.getlist("on"), by=request.person)  # type: ignore[attr-defined]
            messages.success(request, _("The questions are saved."))
            return redirect("events:questions", slug)
        if form.is_valid():
            actions.add_question(event, by=request.person, **form.fields_of_question())  # type: ignore[attr-defined]
            messages.success(request, _("The question is added."))
            return redirect("events:questions", slug)
    rows = list(event.questions.all())
    on = {row.kind for row in rows}
    return render(
        request,
        "events/day/questions.html",
        inside(
            request,
            event,
            "questions",
            form=form,
            ready=[(kind.value, kind.label, kind.value in on) for kind in actions.READY_KINDS],
            own=[row for row in rows if row.kind not in actions.READY_KINDS],
        ),
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    row = Question.objects.filter(event=event, key=key).first()
    if row is None:
        raise Http404
    form = QuestionForm(request.POST or None, question=row)
    if request.method == "POST" and form.is_valid():
        actions.change_question(row, by=request.person, **form.fields_of_question())  # type: ignore[attr-defined]
        messages.success(request, _("The question is saved."))
        return redirect("events:questions", slug)
    return render(
        request,
        "events/day/question.html",
        inside(request, event, "questions", form=form, question=row, answers=row.answers.count()),
        status=422 if form.errors else 200,
    )


@require_POST
def move(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    up = request.POST.get("to") == "up"
    actions.move_question(event, key, up=up, by=request.person)  # type: ignore[attr-defined]
    return redirect("events:questions", slug)


@require_POST
def remove(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    actions.remove_question(event, key, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("The question is removed."))
    return redirect("events:questions", slug)


@require_http_methods(["GET", "POST"])
def quotas(request: HttpRequest, slug: str) -> HttpResponse:
    """`/e/<slug>/quotas/`: at most so many seats for one organisation, for each, or for a region."""
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    form = QuotaForm(event, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_quota(event, by=request.person, **form.fields_of_quota())  # type: ignore[attr-defined]
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("The limit is saved."))
            return redirect("events:quotas", slug)
    seats = Seats.of(event)
    used = {use.quota.pk: use.taken for use in seats.quotas}
    rows = [
        (row, used.get(row.pk))
        for row in Quota.objects.filter(event=event).select_related("organisation", "area").order_by("pk")
    ]
    return render(
        request,
        "events/day/quotas.html",
        inside(request, event, "quotas", form=form, rows=rows, seats=seats),
        status=422 if form.errors else 200,
    )


@require_POST
def remove_quota(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    actions.remove_quota(event, number, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("The limit is removed."))
    return redirect("events:quotas", slug)
