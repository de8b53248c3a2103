"""A phone's own cards: written, corrected, withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.ui.refusals import Refusal

from .. import access
from ..actions import cards
from ..formats.spec import Kind
from ..forms import CardForm, CorrectForm
from ..queries.stages import all_lanes, lanes_in, stages_of
from ..queries.telling import name_of_seat
from . import frame
from .phone import page


@require_POST
def write_card(request: HttpRequest, code: str) -> HttpResponse:
    seat = frame.seated(request, code)
    stages = stages_of(seat.workshop)
    told = any(stage.key == request.POST.get("stage") and stage.kind == Kind.REPORT for stage in stages)
    about = [(each.number, f"{each.number}. {each}") for each in seat.workshop.groups.select_related("item")]
    form = CardForm(request.POST, lanes=all_lanes(stages), about=about if told else [])
    if form.is_valid():
        given = form.cleaned_data
        try:
            card = cards.write(
                seat,
                given["card"],
                given["stage"],
                given["lane"],
                given["text"],
                about=given["about"],
                language=(get_language() or "lv").split("-")[0],
            )
        except Refusal as refusal:
            form.add_error(None if refusal.status == 409 else "text", refusal.text())
            return page(request, seat, form=form, status=refusal.status)
        said = (
            _("Your card has been sent. It came late and is marked so.") if card.late else _("Your card has been sent.")
        )
        messages.success(request, said)
        return redirect(f"{reverse('workshops:phone', args=[seat.workshop.code])}?lane={card.lane}")
    return page(request, seat, form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def own_card(request: HttpRequest, code: str, card_id: UUID) -> HttpResponse:
    """Correct one's own card."""
    seat = frame.seated(request, code)
    card = access.card_of(seat, card_id)
    form = CorrectForm(
        request.POST or None,
        lanes=lanes_in(card.stage),
        initial={"stage": card.stage.key, "lane": card.lane, "text": card.text},
    )
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            cards.correct(seat, card, form.cleaned_data["text"], form.cleaned_data["lane"])
        except Refusal as refusal:
            form.add_error("text", refusal.text())
            status = refusal.status
        else:
            messages.success(request, _("Your card has been corrected."))
            return redirect("workshops:phone", seat.workshop.code)
    context = frame.about(
        seat.workshop,
        title=_("Your card"),
        form=form,
        card=card,
        seat=seat,
        stage=card.stage,
        own_name=name_of_seat(seat),
    )
    return render(request, "workshops/own_card.html", context, status=status)


@require_POST
def withdraw_card(request: HttpRequest, code: str, card_id: UUID) -> HttpResponse:
    seat = frame.seated(request, code)
    cards.withdraw(seat, access.card_of(seat, card_id))
    messages.success(request, _("Your card has been withdrawn. Nobody sees it any more."))
    return redirect("workshops:phone", seat.workshop.code)
