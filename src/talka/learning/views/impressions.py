"""Impressions: the list, one story, and where it is written, offered, published, taken back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.storage import serve_picture
from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import impressions as access
from ..access import training_for
from ..actions import impression_photos
from ..actions import impressions as actions
from ..forms.impressions import GiveBackForm, ImpressionForm, NewImpressionForm, PhotoForm
from ..models import Impression
from ..queries import impressions as queries
from .frame import back, person_of, sections

SIZE = 20


def of_impression(request: HttpRequest, row: Impression) -> dict[str, object]:
    """The story and what the reader may do with it."""
    person = person_of(request)
    return {
        "impression": row,
        "mine": person is not None and row.person_id == person.pk,
        "removes": access.may_remove(person, row),
        "open_to_all": access.open_to_all(row),
        "decides": row.state != Impression.State.DRAFT and access.may_decide(person, row),
        "illustrative": row.illustrative,
    }


@require_safe
def impressions(request: HttpRequest) -> HttpResponse:
    """What everybody reads, the newest first; above it one's own, and what waits for one's word. ?training= asks for
    those of one training programme."""
    person = person_of(request)
    words = request.GET.get("q", "").strip()[:100]
    slug = request.GET.get("training", "")[:60]
    training = training_for(person, slug) if slug else None
    page = page_of(queries.published_of(words=words, training=training), request, size=SIZE)
    context = {
        "page": page,
        "told": queries.told(list(page.rows)),
        "words": words,
        "training": training,
        "mine": queries.mine(person),
        "writes": access.may_write(person),
        "sections": sections("learning:impressions"),
    }
    return render(request, "learning/impressions/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    person = access.writers_only(person_of(request))
    form = NewImpressionForm(request.POST or None, person=person)
    made: list[Impression] = []
    status = sent(request, form, lambda: made.append(_write(form, person)))
    if not status:
        said = _("Saved as a draft that only you read. Add photographs, and offer it when you like.")
        return back(request, "impression", made[0].pk, said=said)
    context = {"form": form, "title": _("Tell what it was like"), "submit": _("Save the draft")}
    return render(request, "learning/impressions/form.html", context, status=status)


def _write(form: NewImpressionForm, person: Person) -> Impression:
    place = form.place()
    if place is None:
        return actions.write_of_angel(person, form.programme(), form.data_of(), agreed=form.agreed(), by=person)
    return actions.write_of_team(place, form.data_of(), for_team=form.for_team(), agreed=form.agreed(), by=person)


@require_safe
def impression(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.impression_for(person, pk)
    context = of_impression(request, row) | {"told": queries.page_of(row, person)}
    if context["mine"]:
        context["consents"] = queries.consents_standing(row)
    return render(request, "learning/impressions/impression.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.impression_of_ones_own(person, pk)
    form = ImpressionForm(request.POST or None, row=row, standing=queries.consents_standing(row))
    saved: list[Impression] = []
    status = sent(request, form, lambda: saved.append(_change(row, form, person)))
    if not status:
        again = row.state == Impression.State.PUBLISHED and saved[0].state == Impression.State.OFFERED
        said = _("Saved. With its new words it waits until it is published again.") if again else _("Saved.")
        return back(request, "impression", pk, said=said)
    context = of_impression(request, row) | {"form": form, "title": _("Change the story")}
    return render(request, "learning/impressions/form.html", context, status=status)


def _change(row: Impression, form: ImpressionForm, person: Person | None) -> Impression:
    version = form.cleaned_data["version"] or 0
    return actions.change_impression(row, form.data_of(), agreed=form.agreed(), version=version, by=person)


@require_POST
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.offer(access.impression_of_ones_own(person, pk), by=person)
    return back(
        request, "impression", pk, said=_("Offered: a coordinator reads it and publishes it, or gives it back.")
    )


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.take_back(access.impression_of_ones_own(person, pk), by=person)
    return back(request, "impression", pk, said=_("Taken back: nobody but you reads it any more."))


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Of the version that was read."""
    person = person_of(request)
    read = request.POST.get("version", "")
    version = int(read) if read.isascii() and read.isdigit() and len(read) < 10 else 0
    row = access.impression_to_decide(person, pk)
    actions.publish(row, version=version, by=person)
    said = _("Everybody can read it now. The writer can take it back at any time.")
    if not access.open_to_all(row):
        said = _("Published. Everybody reads it once the programme of which it tells is open to everybody.")
    return back(request, "impression", pk, said=said)


@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The writer's draft again, with a word."""
    person = person_of(request)
    row = access.impression_to_give_back(person, pk)
    form = GiveBackForm(request.POST or None)
    status = sent(request, form, lambda: actions.give_back(row, form.cleaned_data["answer"], by=person))
    if not status:
        return back(request, "impressions", said=_("Given back to its writer."))
    context = of_impression(request, row) | {
        "form": form, "title": _("Give the story back"), "submit": _("Give it back"),
    }  # fmt: skip
    return render(request, "learning/impressions/form.html", context, status=status)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.remove(access.impression_to_remove(person, pk), by=person)
    return back(request, "impressions", said=_("The story and its photographs are gone."))


@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HttpRequest, pk: int) -> HttpResponse:
    """The pictures of one's own story, and the form to add another."""
    person = person_of(request)
    row = access.impression_of_ones_own(person, pk)
    form = PhotoForm(request.POST or None, request.FILES or None)
    status = sent(request, form, lambda: _add_photo(row, form, person), "file")
    if not status:
        return back(request, "impression_photos", pk, said=_("The photograph is added."))
    pictured = access.PHOTOS in queries.consents_standing(row)
    context = of_impression(request, row) | {"form": form, "photos": list(row.photos.all()), "pictured": pictured}
    return render(request, "learning/impressions/photos.html", context, status=status)


def _add_photo(row: Impression, form: PhotoForm, person: Person | None) -> None:
    said = form.cleaned_data
    impression_photos.add_photo(
        row, file=said["file"].file, name=said["file"].name, alt=said["alt"], people=said["people"], by=person
    )


@require_safe
def photo(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    row = access.photo_for(person_of(request), pk, token)
    asked = request.GET.get("w", "1600")
    width = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1600
    try:
        response = serve_picture(row.file.name or "", width)
    except FileNotFoundError:
        raise Http404 from None
    # A consent may be taken back at any moment: no browser keeps the picture for a day.
    response["Cache-Control"] = "private, no-cache"
    return response


@require_POST
def remove_photo(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    person = person_of(request)
    row = access.photo_to_remove(person, pk, token)
    impression_photos.remove_photo(row, by=person)
    mine = person is not None and row.impression.person_id == person.pk
    return back(request, "impression_photos" if mine else "impression", pk, said=_("Removed."))
