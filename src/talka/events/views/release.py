"""Releasing the agenda: what has changed, whom to tell, how the letter reads; then yes."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from talka.events import access, addresses, clock, letters_of_planning
from talka.events.actions import release as actions
from talka.events.forms.agenda import ReleaseForm
from talka.events.models import AgendaRelease, Event
from talka.events.queries.changes import in_words, people_in_changes
from talka.events.queries.snapshot import names_of
from talka.ui.refusals import Refusal

from .frame import manage_context


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """With `look` posted, the letter is shown again with the note in it and nothing is released."""
    event = access.event_to_organise(request.person, slug)
    draft = actions.draft_release(event)
    people = actions.people_to_tell(event)
    by_language = {row["language"]: row["n"] for row in people.values("language").annotate(n=Count("pk")).order_by()}
    told = sum(by_language.values())
    may_tell = event.state == Event.State.PUBLISHED and not clock.is_over(event) and told > 0
    initial = {"seen": event.agenda_version, "tell": may_tell and draft.before is not None}
    form = ReleaseForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        data = form.cleaned_data
        try:
            made = actions.release_agenda(
                event, by=request.person, seen=data["seen"], note=data["note"], tell=data["tell"] and may_tell
            )
        except Refusal as refusal:
            form.add_error(None, refusal.text())
            form.data = form.data.copy()
            form.data["seen"] = event.agenda_version
            status = refusal.status
        else:
            words = _("Version %(number)s is public. Letters written: %(told)s.")
            messages.success(request, words % {"number": made.number, "told": made.told})
            return redirect("events:agenda", slug)
    note = form.cleaned_data["note"] if form.is_bound and form.is_valid() else ""
    preview = AgendaRelease(event=event, number=draft.number, changes=draft.changes, note=note, facts=draft.facts)
    several = event.first_day != event.last_day
    names = names_of(people_in_changes(draft.changes))
    letters = [
        letters_of_planning.release_words(preview, language, addresses.whole("/…"), names)
        for language in (sorted(by_language, reverse=True) if may_tell else [])
    ]
    context = manage_context(
        request,
        event,
        "agenda",
        draft=draft,
        changes=in_words(draft.changes, clock.zone_of(event), names, get_language() or "lv", several),
        form=form,
        may_tell=may_tell,
        told=told,
        by_language=by_language,
        letters=letters,
    )
    return render(request, "events/release.html", context, status=status)
