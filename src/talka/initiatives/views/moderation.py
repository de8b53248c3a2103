"""Words are reported; those who look after the page decide; the author may ask that somebody looks again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.people import personal_links
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import moderation as access
from ..actions import moderation as actions
from ..forms.moderation import AppealForm, DecideForm, ReportForm
from ..letters_of_moderation import PURPOSE
from ..models import ModerationStep
from ..moderated import Kind, Moderated
from ..queries import moderation as queries
from .frame import back, person_of
from .readers import reader_of, remember

SIZE = 30
What = ModerationStep.What
DEEDS = {str(What.HIDDEN): actions.hide, str(What.STANDS): actions.let_stand, str(What.SHOWN): actions.show_again}


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What waits for one's decision, and what became of one's own reports."""
    person = person_of(request)
    context = {
        "page": page_of(queries.waiting_for(person), request, size=SIZE),
        "own": queries.reported_by(person),
        "signed_in": person is not None,
    }
    return render(request, "initiatives/moderation/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """For whoever is signed in or came by a personal link; others are told so."""
    person = reader_of(request)
    found, row = access.to_report(person, kind, pk)
    form = ReportForm(request.POST or None)

    def deed() -> None:
        actions.report(found, row, form.cleaned_data["reason"], form.cleaned_data["words"], by=person)

    status = sent(request, form, deed)
    if not status:
        messages.success(request, _("Reported. Those who look after this page decide, and you get a letter."))
        return redirect(found.url(row))
    context = _of_thing(found, row) | {"form": form, "known": person is not None}
    return render(request, "initiatives/moderation/report.html", context, status=status)


@require_safe
def moderation(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """For those who look after it: the words, the reports, the buttons. For the author: what was decided, and why."""
    person = reader_of(request)
    found, row = access.thing_for(person, kind, pk)
    told = queries.page_of(found, row, person)
    forms = {
        "decide_form": DecideForm(initial={"seen": told.last}) if told.decides else None,
        "answer_form": DecideForm(initial={"seen": told.last}) if told.answers else None,
    }
    return render(request, "initiatives/moderation/thing.html", _of_thing(found, row) | {"told": told} | forms)


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, kind: str, pk: int, token: str) -> HttpResponse:
    """What the letter to an author without an account leads to: a button, so that a program that opens links does
    nothing."""
    person = personal_links.person_by(token, PURPOSE)
    access.thing_of_ones_own(person, kind, pk)
    if request.method == "POST":
        remember(request, person)
        return back(request, "moderation", kind, pk)
    return render(request, "initiatives/moderation/by_link.html", {"person": person})


def _of_thing(kind: Kind, row: Moderated) -> dict[str, object]:
    return {"kind": kind.name, "label": kind.label, "thing": row, "words": kind.words(row), "url": kind.url(row)}


@require_POST
def decide(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """what: hidden, stands or shown."""
    person = person_of(request)
    found, row = access.thing_to_decide(person, kind, pk)
    deed = DEEDS.get(request.POST.get("what", ""))
    if deed is None:
        raise Http404
    form = DecideForm(request.POST)
    status = sent(
        request,
        form,
        lambda: deed(found, row, form.cleaned_data["reason"], seen=form.cleaned_data["seen"] or 0, by=person),
    )
    if not status:
        return back(request, "reports", said=_("Decided. Whoever is concerned gets a letter."))
    context = _of_thing(found, row) | {"told": queries.page_of(found, row, person), "decide_form": form}
    return render(request, "initiatives/moderation/thing.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    person = reader_of(request)
    found, row = access.thing_of_ones_own(person, kind, pk)
    form = AppealForm(request.POST or None)
    status = sent(request, form, lambda: actions.appeal(found, row, form.cleaned_data["reason"], by=person))
    if not status:
        said = _("Sent. Somebody else than the one who hid your words decides, and you get a letter.")
        return back(request, "moderation", kind, pk, said=said)
    return render(request, "initiatives/moderation/appeal.html", _of_thing(found, row) | {"form": form}, status=status)


@require_POST
def answer(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """what: restored or upheld."""
    person = person_of(request)
    found, row = access.thing_to_decide(person, kind, pk)
    form = DecideForm(request.POST)
    restore = request.POST.get("what") == What.RESTORED
    status = sent(
        request,
        form,
        lambda: actions.answer_appeal(found, row, form.cleaned_data["reason"], restore=restore, by=person),
    )
    if not status:
        return back(request, "reports", said=_("Decided. Whoever is concerned gets a letter."))
    context = _of_thing(found, row) | {"told": queries.page_of(found, row, person), "answer_form": form}
    return render(request, "initiatives/moderation/thing.html", context, status=status)
