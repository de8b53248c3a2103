"""Between group work and report: themes of an event become needs and proposals, and the finding is said in words."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from talka.events.models import Event
from talka.programmes.publicity import publicity_of
from talka.ui.asked import whole
from talka.ui.refusals import Refusal

from .. import access, actions, queries
from ..forms.register import FindingsForm
from ..models import Findings


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
