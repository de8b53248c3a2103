"""The text of a consultation: pasted, changed part by part, and afterwards read beside the new one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import consultations as access
from ..actions import consultation_parts as actions
from ..forms.consultations import AfterForm, PartForm, PasteForm, ReasonForm
from ..queries import consultations as queries
from .consultations import PARTS, of_consultation
from .frame import back, person_of

PAIRS = 20


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a text is pasted; below it its parts, to be changed, ordered and removed."""
    person = person_of(request)
    row = access.consultation_held(person, pk)
    form = PasteForm(request.POST or None)
    added: list[int] = []

    def deed() -> None:
        said = form.cleaned_data
        added.append(actions.paste(row, said["text"], replace=said["replace"], by=person))

    status = sent(request, form, deed, "text")
    if not status:
        said = ngettext("The text has %(number)s part more.", "The text has %(number)s parts more.", added[0])
        return back(request, "consultation_text", pk, said=said % {"number": added[0]}, anchor="parts")
    page = page_of(queries.parts_of(row), request, size=PARTS)
    context = of_consultation(request, row) | {"form": form, "page": page, "title": _("The text")}
    return render(request, "initiatives/consultations/text.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.consultation_held(person, pk)
    form = PartForm(request.POST or None)
    status = sent(request, form, lambda: actions.add_part(row, form.data_of(), by=person))
    if not status:
        return back(request, "consultation_text", pk, said=_("The part is added at the end."), anchor="parts")
    return _form(request, pk, form, _("Add a part"), status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    person = person_of(request)
    row = access.consultation_held(person, pk)
    one = access.part_for(row, part)
    one.consultation = row
    form = PartForm(request.POST or None, part=one)
    status = sent(
        request,
        form,
        lambda: actions.change_part(one, form.data_of(), version=form.cleaned_data["version"] or 0, by=person),
    )
    if not status:
        return back(request, "consultation_text", pk, said=_("Saved."), anchor="parts")
    return _form(request, pk, form, _("Change the part"), status)


@require_POST
def move(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """to: up or down."""
    person = person_of(request)
    row = access.consultation_held(person, pk)
    one = access.part_for(row, part)
    one.consultation = row
    actions.move_part(one, up=request.POST.get("to") == "up", by=person)
    return back(request, "consultation_text", pk, said=_("Moved."), anchor="parts")


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """A part of a draft by a button; of a text that everybody reads by a form, with the reason."""
    person = person_of(request)
    row = access.consultation_held(person, pk)
    one = access.part_for(row, part)
    one.consultation = row
    if row.published_at is None:
        if request.method != "POST":
            raise Http404
        actions.remove_part(one, "", by=person)
        return back(request, "consultation_text", pk, said=_("Removed."), anchor="parts")
    form = ReasonForm(request.POST or None)
    status = sent(request, form, lambda: actions.remove_part(one, form.cleaned_data["reason"], by=person))
    if not status:
        said = _("Taken out. What people said of it stays, and is answered.")
        return back(request, "consultation_text", pk, said=said, anchor="parts")
    title = _("Take out: %(heading)s") % {"heading": one.heading}
    return _form(request, pk, form, title, status, submit=_("Take it out"))


@require_http_methods(["GET", "HEAD", "POST"])
def after(request: HttpRequest, pk: int) -> HttpResponse:
    """The text after the consultation and what came of it."""
    person = person_of(request)
    row = access.consultation_held(person, pk)
    form = AfterForm(request.POST or None, row=row)

    def deed() -> None:
        said = form.cleaned_data
        actions.set_after(row, said["text"], said["conclusion"], version=said["version"] or 0, by=person)

    status = sent(request, form, deed)
    if not status:
        return back(request, "consultation_answers", pk, said=_("Saved."))
    return _form(request, pk, form, _("What came of it"), status)


def _form(request: HttpRequest, pk: int, form: object, title: str, status: int, submit: str = "") -> HttpResponse:
    row = access.consultation_held(person_of(request), pk)
    context = of_consultation(request, row) | {"form": form, "title": title, "submit": submit}
    return render(request, "initiatives/consultations/form.html", context, status=status)


@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """The old text beside the new one, part by part; ?changed= only what is different. Everybody's with the answers."""
    row = access.report_for(person_of(request), pk)
    found = queries.compared(row)
    only = bool(request.GET.get("changed"))
    different = [pair for pair in found if pair.kind != "same"]
    context = of_consultation(request, row) | {
        "page": page_of(different if only else found, request, size=PAIRS),
        "only": only,
        "different": len(different),
        "total": len(found),
        "title": _("Before and after"),
    }
    return render(request, "initiatives/consultations/changes.html", context)
