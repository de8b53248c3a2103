"""Two entries that are one: choose them, compare them side by side, confirm; and take it back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from talka.people import access, actions, queries
from talka.people.actions.merging import try_merge
from talka.people.actions.persons import LABELS
from talka.people.models import Merge, Organisation, Person


@dataclass(frozen=True)
class Compared:
    label: Any
    keep: str
    gone: str
    differs: bool


_PERSON = ("given_name", "family_name", "email", "phone", "organisation", "position", "expertise")
_ORGANISATION = ("name", "name_en", "short_name", "kind", "area", "website")
_WORDS = {
    "name": gettext_lazy("Name of the organisation"),
    "name_en": gettext_lazy("Name in English"),
    "short_name": gettext_lazy("Short name"),
    "kind": gettext_lazy("Kind of organisation"),
    "area": gettext_lazy("Territory"),
    "website": gettext_lazy("Website"),
}


def persons(request: HttpRequest) -> HttpResponse:
    access.keepers_only(request.person)
    keep = access.person_for(request.person, request.GET.get("keep", ""))
    words = request.GET.get("q", "")
    chosen = request.GET.get("gone", "")
    if not chosen:
        found = queries.people_found(words).exclude(pk=keep.pk)[:20] if words else queries.possible_doubles(keep)
        return _choose(request, keep, words, [(row.key, str(row), row.organisation, row.email) for row in found])
    gone = access.person_for(request.person, chosen)
    if not access.may_merge_persons(request.person, keep, gone):
        raise access.not_allowed()
    if request.method == "POST":
        result = actions.merge_persons(
            keep, gone, by=request.person, kept_row_holds=request.POST.get("kept_row_holds") == "on"
        )
        return _done(request, result, "people:person", keep.key)
    return _compare(request, keep, gone, _PERSON, LABELS)


def organisations(request: HttpRequest) -> HttpResponse:
    keep = access.organisation_for(request.person, request.GET.get("keep", ""))
    words = request.GET.get("q", "")
    chosen = request.GET.get("gone", "")
    if not chosen:
        found = queries.organisations_found(words or keep.name.split()[0]).exclude(pk=keep.pk)[:20]
        return _choose(request, keep, words, [(row.key, row.name, row.area, row.get_kind_display()) for row in found])
    gone = access.organisation_for(request.person, chosen)
    if request.method == "POST":
        result = actions.merge_organisations(
            keep, gone, by=request.person, kept_row_holds=request.POST.get("kept_row_holds") == "on"
        )
        return _done(request, result, "people:organisation", keep.key)
    return _compare(request, keep, gone, _ORGANISATION, _WORDS)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    if not access.is_administrator(request.person):
        raise Http404
    merge = get_object_or_404(Merge, pk=pk)
    actions.undo_merge(merge, by=request.person)
    messages.success(request, _("The two are separate again."))
    if merge.kept_person:
        return redirect("people:person", merge.kept_person.key)
    return redirect("people:organisation", merge.kept_organisation.key)


def _choose(request: HttpRequest, keep: Person | Organisation, words: str, rows: list[Any]) -> HttpResponse:
    return render(
        request,
        "people/merge_choose.html",
        {"keep": keep, "words": words, "rows": rows, "of_persons": isinstance(keep, Person)},
    )


def _compare(request: HttpRequest, keep: Any, gone: Any, names: tuple[str, ...], labels: Any) -> HttpResponse:
    if keep.pk == gone.pk or gone.merged_into_id or keep.merged_into_id:
        raise Http404
    rows = []
    for name in names:
        ours, theirs = (str(_shown(row, name)) for row in (keep, gone))
        rows.append(Compared(labels[name], ours, theirs, bool(ours and theirs and ours != theirs)))
    return render(
        request,
        "people/merge_compare.html",
        {
            "keep": keep,
            "gone": gone,
            "rows": rows,
            "outlook": try_merge(keep, gone),
            "of_persons": isinstance(keep, Person),
            "illustrative": keep.illustrative,
        },
    )


def _shown(row: Any, name: str) -> Any:
    return row.get_kind_display() if name == "kind" else getattr(row, name) or ""


def _done(request: HttpRequest, result: actions.MergeResult, back: str, key: str) -> HttpResponse:
    messages.success(request, _("The two are one now. An administrator can take this back."))
    return redirect(back, key)
