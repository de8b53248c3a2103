"""The measures of a programme: listed, proposed by organisers, said more of, taken from the catalogue."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talka.programmes.access import programme_for
from talka.programmes.models import Programme
from talka.ui.asked import whole
from talka.ui.pages import page_of
from talka.ui.refusals import Refusal

from .. import access, actions
from ..forms.measures import EffectsForm, MeasureForm
from ..models import Measure
from ..queries import measures as queries
from .tabs import tabs

SIZE = 25


def measures(request: HttpRequest, slug: str) -> HttpResponse:
    """What could be done: for everybody what is known to them, for organisers with what is still missing."""
    programme = programme_for(request.person, slug)
    asked = {name: request.GET.get(name, "") for name in ("state", "kind")}
    state = asked["state"] if asked["state"] in Measure.State.values else ""
    kind = asked["kind"] if asked["kind"] in Measure.Kind.values else ""
    found = queries.measures_of(programme, request.person, state=state, kind=kind)
    page = page_of(found.rows, request, size=SIZE)
    team = access.is_on_team(request.person, programme)
    keeps = access.may_keep_register(request.person, programme)
    return render(
        request,
        "needs/measures.html",
        {
            "programme": programme,
            "page": replace(page, rows=found.shown(page.rows)),
            "states": tabs(asked, "state", state, [("", _("All measures")), *Measure.State.choices]),
            "kinds": Measure.Kind.choices,
            "asked": asked,
            "keeps": keeps,
            "team": team,
            "incomplete": found.incomplete() if team else 0,
            "illustrative": programme.illustrative,
        },
    )


def new_measure(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.programme_to_keep(request.person, slug)
    return _edit(request, programme, None)


def edit_measure(request: HttpRequest, pk: int) -> HttpResponse:
    measure = access.measure_to_shape(request.person, pk)
    return _edit(request, measure.programme, measure)


def _edit(request: HttpRequest, programme: Programme, measure: Measure | None) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = MeasureForm(
        given,
        experts=queries.experts_of(programme, measure),
        lines=queries.lines_of(programme, request.person, measure),
        initial=MeasureForm.initial_of(measure) if measure else None,
    )
    answered = {row.need_id: row.effect for row in measure.answerings.all()} if measure else {}
    effects = EffectsForm(given, needs=queries.open_needs(programme, request.person), effects=answered)
    if given is not None and form.is_valid() and effects.is_valid():
        data = form.values(effects.effects())
        try:
            if measure is None:
                kept = actions.record_measure(programme, data, by=request.person)
            else:
                kept = actions.change_measure(measure, data, seen=form.cleaned_data["version"] or 0, by=request.person)
        except Refusal as refusal:
            if refusal.status != 422:
                raise
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("The measure is saved."))
            return redirect("needs:measure", kept.pk)
    page = {
        "programme": programme,
        "measure": measure,
        "form": form,
        "effects": effects,
        "illustrative": programme.illustrative,
    }
    faulty = given is not None
    return render(request, "needs/measure_edit.html", page, status=422 if faulty else 200)


@require_POST
def take(request: HttpRequest, slug: str) -> HttpResponse:
    """A measure of the programme like one of the catalogue; its dates and needs are said next."""
    programme = access.programme_to_keep(request.person, slug)
    entry = access.catalogue_entry_for(request.person, whole(request.POST.get("entry")))
    measure = actions.take_from_catalogue(entry, programme, language=get_language() or "lv", by=request.person)
    messages.success(request, _("Taken from the catalogue. Say now when it could be and which needs it answers."))
    return redirect("needs:edit_measure", measure.pk)
