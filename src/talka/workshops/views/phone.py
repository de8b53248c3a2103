"""The participant's phone: one page that shows what is now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from talka.live.queries import last_number

from ..formats.spec import Kind
from ..forms import CardForm
from ..forms.teams import AwardForm
from ..models import Seat
from ..queries.phone import Shared, context_of, personal, shared, shared_of_hall
from ..queries.reflecting import question_rows
from ..queries.team import guest_part, may_name
from ..queries.telling import may_vote, name_of_seat
from . import frame
from .joining import join_page
from .offline import live_table, script_words


@require_GET
def phone(request: HttpRequest, code: str) -> HttpResponse:
    """What is now. Without a seat: how to take one."""
    workshop, seat = frame.at_the_door(request, code)
    if code != workshop.code:
        return redirect(f"{reverse('workshops:phone', args=[workshop.code])}?{request.GET.urlencode()}".rstrip("?"))
    if seat is None:
        return join_page(request, workshop)
    return page(request, seat)


def page(request: HttpRequest, seat: Seat, form: CardForm | None = None, status: int = 200) -> HttpResponse:
    """The phone's page for a seat. form: a card that was not taken, with why; its words stand in the page again."""
    workshop, group = seat.workshop, seat.group
    context: dict[str, Any] = frame.about(workshop, seat=seat, title=str(workshop))
    if group is None and seat.role == Seat.Role.PARTICIPANT:
        context["groups"] = list(workshop.groups.select_related("item"))
        return render(request, "workshops/choose_group.html", context)
    after = last_number(workshop.stream)  # before the page's own questions: what comes later is told by the stream
    shown = shared(group) if group is not None else shared_of_hall(workshop)
    own = personal(seat, shown)
    context |= context_of(shown, own)
    context |= {
        "group": group,
        "title": str(group) if group is not None else str(workshop),
        "own": own,
        "own_name": name_of_seat(seat),
        "form": form or _card_form(request, shown),
        "may_vote": shown.vote is None or may_vote(shown.vote.spec, seat),
        "guest": guest_part(seat, workshop, shown.stage, shown.stages, shown.groups),
        "may_name": may_name(group, workshop),
        "award_form": AwardForm(groups=list(shown.groups)) if seat.role == Seat.Role.MASTER else None,
        "questions": question_rows(shown.stage, own.answers) if shown.stage and shown.kind == Kind.REFLECT else [],
    }
    context |= {"live": live_table(workshop, shown.stages, after), "script_words": script_words()}
    response = render(request, "workshops/phone.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _card_form(request: HttpRequest, shown: Shared) -> CardForm | None:
    """Where cards can be written: now, or late into the last step that asked for them."""
    if shown.group is None or not shown.lanes:
        return None
    about = [(each.number, f"{each.number}. {each}") for each in shown.groups if each.pk != shown.group.pk]
    return CardForm.fresh(
        shown.lanes,
        request.GET.get("lane", ""),
        about=about if shown.kind == Kind.REPORT and shown.writes else [],
        chosen=request.GET.get("about", ""),
    )
