from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from talka.events.models import Event
from talka.programmes.publicity import publicity_of
from talka.ui.asked import whole
from talka.ui.refusals import Refusal

from .. import access, actions, queries
from ..forms import FindingsForm, WordsForm
from ..models import Findings, Measure, Need


def shape(request: HttpRequest, slug: str) -> HttpResponse:
    """The organiser's page between group work and report: themes become needs and proposals."""
    event = access.event_to_shape(request.person, slug)
    return _shape(
        request, event, FindingsForm(instance=_findings(event), initial={"version": _findings(event).version})
    )


def _findings(event: Event) -> Findings:
    return Findings.of(event) or Findings(event=event)


def _shape(request: HttpRequest, event: Event, form: FindingsForm, status: int = 200) -> HttpResponse:
    themes = queries.open_themes(event)
    return render(
        request,
        "needs/shape.html",
        {
            "event": event,
            "found": queries.findings_of(event),
            "assessed": queries.assessed_at(event),
            "lacks": [theme for theme in themes if theme.kind == "lack"],
            "dos": [theme for theme in themes if theme.kind == "do"],
            "form": form,
            "findings": _findings(event),
            "illustrative": event.project.programme.illustrative,
            "publicity": publicity_of(event.project),
        },
        status=status,
    )


@require_POST
def take_over(request: HttpRequest, slug: str) -> HttpResponse:
    event = access.event_to_shape(request.person, slug)
    needs, measures = actions.take_over_themes(event, by=request.person)
    if needs or measures:
        made = [
            ngettext("%(n)s need was made.", "%(n)s needs were made.", needs) % {"n": needs},
            ngettext("%(n)s proposal was made.", "%(n)s proposals were made.", measures) % {"n": measures},
        ]
        messages.success(request, " ".join(made))
    else:
        messages.info(request, _("Every theme with cards already leads to a need or a proposal."))
    return redirect("needs:shape", slug)


@require_POST
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """One need or one proposal from the chosen themes."""
    event = access.event_to_shape(request.person, slug)
    chosen = [*filter(None, map(whole, request.POST.getlist("cluster")))]
    if not chosen:
        raise Refusal(_("No theme was chosen."), _("Nothing was changed."), _("Tick at least one theme."), status=422)
    words = request.POST.get("words", "")
    if request.POST.get("kind") == "do":
        actions.propose_measure(event, chosen, words=words, by=request.person)
        messages.success(request, _("The proposal was made."))
    else:
        actions.raise_need(event, chosen, words=words, by=request.person)
        messages.success(request, _("The need was made."))
    return redirect("needs:shape", slug)


@require_POST
def write(request: HttpRequest, slug: str) -> HttpResponse:
    event = access.event_to_shape(request.person, slug)
    form = FindingsForm(request.POST, instance=_findings(event))
    if not form.is_valid():
        return _shape(request, event, form, status=422)
    said = form.cleaned_data
    try:
        actions.write_findings(
            event, lead=said["lead"], follows=said["follows"], version=said["version"], by=request.person
        )
    except Refusal as refusal:
        form.add_error(None, refusal.text())
        return _shape(request, event, form, status=refusal.status)
    messages.success(request, _("The text was saved."))
    return redirect("needs:shape", slug)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    event = access.event_to_shape(request.person, slug)
    public = request.POST.get("public") == "1"
    actions.publish_findings(event, public=public, by=request.person)
    messages.success(
        request, _("The findings are public now.") if public else _("The findings are shown to the team only.")
    )
    return redirect("needs:shape", slug)


def need(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, access.need_for(request.person, pk))


def measure(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, access.measure_for(request.person, pk))


def _page(
    request: HttpRequest, thing: Need | Measure, form: WordsForm | None = None, status: int = 200
) -> HttpResponse:
    if thing.merged_into_id:
        return redirect(_address(thing.merged_into))
    event = thing.event
    organise = event is not None and access.events.may_organise(request.person, event)
    kind = "need" if isinstance(thing, Need) else "measure"
    others = type(thing).objects.filter(event=event, merged_into__isnull=True).exclude(pk=thing.pk) if organise else []
    answerable = (
        access.known_to(request.person, Need.objects.filter(programme=thing.programme))
        if organise and kind == "measure"
        else []
    )
    return render(
        request,
        "needs/thing.html",
        {
            "thing": thing,
            "kind": kind,
            "finding": queries.finding_of(
                thing, inside=event is not None and access.may_read_cards(request.person, event)
            ),
            "event": event,
            "organise": organise,
            "form": form or WordsForm(initial={"words": thing.words}),
            "others": others,
            "answerable": answerable,
            "illustrative": thing.programme.illustrative,
            "publicity": publicity_of(event.project) if event else None,
        },
        status=status,
    )


def _address(thing: Need | Measure) -> str:
    return reverse("needs:need" if isinstance(thing, Need) else "needs:measure", args=[thing.pk])


def _thing(request: HttpRequest, kind: str, pk: int) -> Need | Measure:
    return access.need_for(request.person, pk) if kind == "needs" else access.measure_for(request.person, pk)


@require_POST
def reword(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    thing = _thing(request, kind, pk)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, thing, form, status=422)
    actions.reword(thing, form.cleaned_data["words"], by=request.person)
    messages.success(request, _("The wording was changed; the former one is kept."))
    return redirect(_address(thing))


@require_POST
def merge(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Merge this one into the chosen one."""
    thing = _thing(request, kind, pk)
    chosen = whole(request.POST.get("into"))
    if not chosen:
        raise Refusal(_("Nothing was chosen to merge with."), _("Nothing was changed."), status=422)
    into = _thing(request, kind, chosen)
    if isinstance(thing, Need) and isinstance(into, Need):
        actions.merge_needs(thing, into, by=request.person)
    elif isinstance(thing, Measure) and isinstance(into, Measure):
        actions.merge_measures(thing, into, by=request.person)
    messages.success(request, _("Both are one now. Every card went along."))
    return redirect(_address(into))


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which needs a measure answers."""
    thing = access.measure_for(request.person, pk)
    actions.answer(thing, [*filter(None, map(whole, request.POST.getlist("need")))], by=request.person)
    messages.success(request, _("Saved which needs it answers."))
    return redirect(_address(thing))
