"""The library of practice stories: found, read, told."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.storage import serve_picture
from talka.people.access import may_keep_people
from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import stories as access
from ..actions import stories as actions
from ..actions.story_photos import add_photo, remove_photo
from ..forms.stories import FilterForm, PhotoForm, StoryForm
from ..models import Network, PracticeStory
from ..queries.stories import retired_of, stories_of, themes_of
from .frame import back, person_of, sections

SIZE = 20


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """What municipalities did, found by words, theme and place."""
    person = person_of(request)
    form = FilterForm(request.GET or None, made_up=bool(person and person.illustrative))
    asked = form.cleaned_data if form.is_valid() else {}
    rows = stories_of(
        person,
        words=asked.get("q", ""),
        theme=asked.get("theme", ""),
        area=asked.get("area"),
        today=timezone.localdate(),
    )
    page = page_of(rows, request, size=SIZE)
    tells = person is not None and access.may_tell(person)
    context = {
        "form": form,
        "page": page,
        "rows": [(row, themes_of(row)) for row in page.rows],
        "filtered": any(asked.values()),
        "tells": tells,
        "retired": retired_of(person) if tells else [],
        "sections": sections("learning:stories"),
    }
    return render(request, "learning/stories/stories.html", context)


@require_safe
def story(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.story_for(person, pk)
    context = {
        "story": row,
        "themes": themes_of(row),
        "photos": list(row.photos.all()),
        "network": row.network if access.network_known(person, row) else None,
        "changes": access.may_change(person, row),
        "keeps_register": may_keep_people(person),
        "illustrative": row.illustrative,
    }
    return render(request, "learning/stories/story.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Tell one; ?network= says from which network it comes."""
    person = access.tellers_only(person_of(request))
    slug = request.GET.get("network", "")[:60]
    network = access.networks_to_tell_from(person).filter(slug=slug).first() if slug else None
    form = StoryForm(request.POST or None, person=person, network=network)
    made: list[PracticeStory] = []
    status = sent(request, form, lambda: made.append(_begin(form, person)))
    if not status:
        said = _("The story is kept as a draft. Add photographs, read it through, and publish it.")
        return back(request, "story", made[0].pk, said=said)
    context = {"form": form, "title": _("Tell a practice story")}
    return render(request, "learning/stories/form.html", context, status=status)


def _begin(form: StoryForm, person: Person) -> PracticeStory:
    said = form.cleaned_data
    network: Network | None = said["network"]
    return actions.begin_story(form.data_of(), said["organisation"], by=person, network=network, area=said["area"])


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.story_to_change(person, pk)
    form = StoryForm(request.POST or None, person=person, story=row)
    status = sent(request, form, lambda: _change(row, form, person))
    if not status:
        return back(request, "story", pk, said=_("Saved; what stood there before is kept."))
    context = {"form": form, "title": _("Change the story"), "story": row, "may_retire": True}
    return render(request, "learning/stories/form.html", context | {"illustrative": row.illustrative}, status=status)


def _change(row: PracticeStory, form: StoryForm, person: Person | None) -> None:
    said = form.cleaned_data
    actions.change_story(row, form.data_of(), version=said["version"] or 0, by=person, area=said["area"])


@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HttpRequest, pk: int) -> HttpResponse:
    """The photographs of a story, and the form that adds one."""
    person = person_of(request)
    row = access.story_to_change(person, pk)
    form = PhotoForm(request.POST or None, request.FILES or None)
    status = sent(request, form, lambda: _add_photo(row, form, person), "file")
    if not status:
        return back(request, "story_photos", pk, said=_("The photograph stands with the story."))
    context = {"form": form, "story": row, "photos": list(row.photos.all()), "illustrative": row.illustrative}
    return render(request, "learning/stories/photos.html", context, status=status)


def _add_photo(row: PracticeStory, form: PhotoForm, person: Person | None) -> None:
    said = form.cleaned_data
    add_photo(row, file=said["file"], name=said["file"].name, alt=said["alt"], people=said["people"], by=person)


@require_safe
def photo(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    row = access.photo_for(person_of(request), pk, token)
    asked = request.GET.get("w", "")
    width = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1600
    try:
        return serve_picture(row.file.name or "", width)
    except FileNotFoundError:
        raise Http404 from None


@require_POST
def remove(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    row = access.photo_to_remove(person_of(request), pk, token)
    remove_photo(row, by=person_of(request))
    return back(request, "story_photos", pk, said=_("The photograph and its file are gone."))


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.story_to_change(person_of(request), pk)
    actions.publish(row, by=person_of(request))
    return back(request, "story", pk, said=_("It stands in the library: everybody reads it."))


@require_POST
def unpublish(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.story_to_change(person_of(request), pk)
    actions.unpublish(row, by=person_of(request))
    return back(request, "story", pk, said=_("It is a draft again, and stands in the library no longer."))


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.story_to_change(person_of(request), pk)
    actions.retire(row, by=person_of(request))
    messages.success(request, _("The story was taken away. It can be brought back from the library."))
    return redirect("learning:stories")


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.story_to_restore(person_of(request), pk)
    actions.restore(row, by=person_of(request))
    return back(request, "story", pk, said=_("The story is back, as a draft."))
