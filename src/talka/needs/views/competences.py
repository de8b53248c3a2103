"""Pages of a programme's competences, and the way from them to an assessment at an event."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST
from i18nfield.strings import LazyI18nString

from talka.events.models import Event
from talka.programmes.models import Programme
from talka.ui.refusals import Refusal

from .. import access, actions, queries
from ..forms.competences import AssessmentForm, CompetenceForm
from ..models import Competence


@require_http_methods(["GET", "HEAD", "POST"])
def framework(request: HttpRequest, slug: str) -> HttpResponse:
    """Which competences a programme asks about; for its organisers, the place where one is added."""
    if request.method != "POST":
        return _framework(request, access.programme_with_framework(request.person, slug))
    programme = access.programme_to_keep(request.person, slug)
    form = CompetenceForm(request.POST)
    if not form.is_valid():
        return _framework(request, programme, form, 422)
    try:
        actions.add_competence(programme, by=request.person, **_said(form))
    except Refusal as refusal:
        form.add_error(None, refusal.text())
        return _framework(request, programme, form, refusal.status)
    messages.success(request, _("The competence was added."))
    return redirect("needs:framework", slug)


def _framework(
    request: HttpRequest, programme: Programme, form: CompetenceForm | None = None, status: int = 200
) -> HttpResponse:
    edits = access.may_keep_register(request.person, programme)
    context = {
        "programme": programme,
        "framework": queries.framework_of(programme),
        "edits": edits,
        "form": (form or CompetenceForm()) if edits else None,
        "illustrative": programme.illustrative,
    }
    return render(request, "needs/framework.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def competence(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The words of one competence, and whether it is asked about."""
    programme, row = _row(request, slug, key)
    form = CompetenceForm(request.POST or None, competence=row)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            version = form.cleaned_data["version"] or 0
            try:
                actions.change_competence(programme, key, version=version, by=request.person, **_said(form))
            except Refusal as refusal:
                form.add_error(None, refusal.text())
                status = refusal.status
            else:
                messages.success(request, _("Saved; the former words are kept."))
                return redirect("needs:framework", slug)
    context = {"programme": programme, "competence": row, "form": form, "illustrative": programme.illustrative}
    return render(request, "needs/competence.html", context, status=status)


@require_POST
def move(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    programme, _competence = _row(request, slug, key)
    places = -1 if request.POST.get("direction") == "up" else 1
    actions.move_competence(programme, key, places, by=request.person)
    return redirect(f"{reverse('needs:framework', args=[slug])}#of-{key}")


@require_POST
def retire(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    programme, row = _row(request, slug, key)
    actions.retire_competence(programme, key, by=request.person)
    messages.success(request, _("“%(name)s” is not asked about any more. What was answered stays.") % {"name": row})
    return redirect("needs:framework", slug)


@require_POST
def restore(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    programme, row = _row(request, slug, key)
    actions.restore_competence(programme, key, by=request.person)
    messages.success(request, _("“%(name)s” is asked about again.") % {"name": row})
    return redirect("needs:framework", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def assessment(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the format of a needs assessment from the programme's competences."""
    event = access.event_to_shape(request.person, slug)
    found = queries.framework_of(event.project.programme)
    form = AssessmentForm(request.POST or None, rows=found.asked, initial={"title": _title(event)})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                made = actions.make_assessment(event, said["competences"], title=said["title"], by=request.person)
            except Refusal as refusal:
                form.add_error(None, refusal.text())
                status = refusal.status
            else:
                messages.success(
                    request, _("The format “%(name)s” is made. Choose it where you set up group work.") % {"name": made}
                )
                return redirect("workshops:own_format", event.project.slug, made.key)
    context = {
        "event": event,
        "programme": event.project.programme,
        "asked": found.asked,
        "form": form,
        "illustrative": event.project.programme.illustrative,
    }
    return render(request, "needs/assessment.html", context, status=status)


def _title(event: Event) -> LazyI18nString:
    """What the format is called at first, in both languages."""
    words = {}
    for code in ("lv", "en"):
        with override(code):
            words[code] = (_("Needs assessment: %(event)s") % {"event": event.title})[:200]
    return LazyI18nString(words)


def _said(form: CompetenceForm) -> dict[str, LazyI18nString]:
    return {name: form.cleaned_data[name] for name in ("title", "description")}


def _row(request: HttpRequest, slug: str, key: str) -> tuple[Programme, Competence]:
    programme = access.programme_to_keep(request.person, slug)
    row = queries.framework_of(programme).find(key)
    if row is None:
        raise Http404
    return programme, row
