"""Cards: written once however often they are sent; corrected and withdrawn by their author until they are published."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from talka.documents.printable import clean
from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_lead
from ..formats.spec import Kind, Lane, StageSpec, say
from ..models import Card, Group, Seat, Stage, Workshop
from .deeds import Done, deed
from .entering import enter_at_once
from .inserting import insert
from .sent import Sent
from .standing import MOST_CARDS, Standing, standing

MOST_SIGNS = 500
LONGEST_SOURCE = 120
MOST_AT_ONCE = 100

WRITTEN = """
SELECT card.id, (
    SELECT count(*) FROM workshops_card own
    WHERE own.seat_id = %s AND own.stage_id = %s AND own.withdrawn_at IS NULL
)
FROM (SELECT 1) one LEFT JOIN workshops_card card ON card.id = %s
"""


@dataclass(frozen=True)
class Said:
    """The words of a card. source: of an interview, who was asked."""

    text: str
    source: str
    language: str


@dataclass(frozen=True)
class Place:
    """Where a card goes: row ids of workshop, group, the stage it was asked in, and the group whose report it is about;
    the column; and whether the group has gone on from the stage. Writing ahead is not late, and the hour is ours."""

    workshop: int
    group: int
    stage: int
    lane: Lane
    about: int | None
    late: bool


def write(
    seat: Seat,
    card_id: uuid.UUID,
    stage: str,
    lane: str,
    text: str,
    *,
    about: int | None = None,
    source: str = "",
    language: str = "lv",
) -> Card:
    """A seat's own card, named by the phone. The same card sent twice is one; the same id with other words is refused.

    stage, lane: keys of where it was asked for; after that stage it still enters, marked late. about: number of the
    group whose report it supports or questions; such a card may do without words and then says what its column is
    called ("I support"). source: of an interview, who was asked. Raises Refusal, 403 before the seat has a group.
    """
    said = Said(text, " ".join(clean(source).split())[:LONGEST_SOURCE], language)
    usual = enter_at_once(seat, stage, lane, _usual(card_id, said)) if about is None else None
    if usual is not None:
        return usual
    try:
        return _write(seat, card_id, stage, lane, said, about)
    except IntegrityError:  # another phone named a card so at the same moment
        return _write(seat, card_id, stage, lane, said, about)


def _usual(card_id: uuid.UUID, said: Said) -> Card | None:
    """The card as it stands before it is known where it goes; None where its words will be refused."""
    words = clean(said.text).strip()
    if not words or len(words) > MOST_SIGNS:
        return None
    return Card(id=card_id, text=words, source=said.source, language=said.language)


@transaction.atomic
def _write(seat: Seat, card_id: uuid.UUID, stage: str, lane: str, said: Said, about: int | None) -> Card:
    here = standing(seat, stage, about)
    if here.group is None:
        raise Refusal(_("Choose your group first."), advice=_("Your card will then be seen by that group."), status=403)
    place = _place_of(here, here.group, lane, about)
    words = said.text
    if here.asked is not None and here.asked.spec.kind == Kind.REPORT and not clean(words).strip():
        words = say(place.lane.words).localize(said.language)
    said = replace(said, text=_words(words))
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [seat.pk, place.stage, card_id])
        known, written = cursor.fetchone()
    if known is not None:
        return _same(Card.objects.get(pk=card_id), seat.pk, place, said, from_paper=False)
    assert here.asked is not None
    _require_room(here, here.asked.spec, place, written)
    return _enter(card_id, place, seat.pk, said, from_paper=False)


def enter_for_table(
    group: Group,
    batch: uuid.UUID,
    stage: str,
    lane: str,
    texts: Sequence[str],
    *,
    by: Person | None,
    from_paper: bool = True,
    language: str = "lv",
) -> list[Card]:
    """Cards that the facilitator types in for a table or from paper, without authors. All enter or none.

    batch: the form's own name; its cards are named after it, so sending the form twice enters them once.
    """
    require_lead(by, [group])
    wanted = [words for words in texts if clean(words).strip()]
    if not wanted:
        raise Refusal(_("Write at least one card."), status=422)
    if len(wanted) > MOST_AT_ONCE:
        raise Refusal(_("At most %(n)s cards at once.") % {"n": MOST_AT_ONCE}, status=422)
    wanted = [_words(words) for words in wanted]
    with transaction.atomic():
        fresh = Group.objects.select_for_update(of=("self",), no_key=True)
        place = _place_in(fresh.select_related("workshop__stage", "stage").get(pk=group.pk), stage, lane)
        names = [uuid.uuid5(batch, str(number)) for number in range(len(wanted))]
        known = {card.pk: card for card in Card.objects.filter(pk__in=names)}
        return [
            _same(known[name], None, place, Said(words, "", language), from_paper=from_paper)
            if name in known
            else _enter(name, place, None, Said(words, "", language), from_paper=from_paper)
            for name, words in zip(names, wanted, strict=True)
        ]


@transaction.atomic
def correct(seat: Seat, card: Card, text: str, lane: str) -> Card:
    """The author says it better, or puts it into another column of its stage. What it was before is kept."""
    words = _words(text)
    locked = _own(seat, card)
    if (locked.text, locked.lane) == (words, lane):
        return locked
    if locked.lane != lane:
        kind = _lane(locked.stage.spec, lane).kind
        locked.cluster = locked.cluster if locked.kind == kind else None
        locked.lane, locked.kind = lane, kind
    locked.text, locked.edited_at = words, timezone.now()
    locked.save(update_fields=["text", "lane", "kind", "cluster", "edited_at"])
    append(locked.workshop.stream, "card-corrected", card=str(locked.pk), group=locked.group_id)
    return locked


@transaction.atomic
def withdraw(seat: Seat, card: Card) -> Card:
    """The author takes the card back: nobody sees it any more."""
    locked = _own(seat, card)
    if locked.withdrawn_at is None:
        locked.withdrawn_at = timezone.now()
        locked.save(update_fields=["withdrawn_at"])
        append(locked.workshop.stream, "card-withdrawn", card=str(locked.pk), group=locked.group_id)
    return locked


@transaction.atomic
def take_out(card: Card, *, by: Person | None) -> Card:
    """The facilitator takes out a card typed in by mistake. People's own cards only their authors take back."""
    locked = (
        Card.objects.select_for_update(of=("self",), no_key=True)
        .select_related("group__workshop", "workshop")
        .get(pk=card.pk)
    )
    require_lead(by, [locked.group])
    if locked.seat_id or not locked.from_paper:
        raise Refusal(_("This card belongs to its author."), advice=_("Leave it out of the themes instead."))
    if locked.withdrawn_at is None:
        locked.withdrawn_at = timezone.now()
        locked.save(update_fields=["withdrawn_at"])
        append(locked.workshop.stream, "card-withdrawn", card=str(locked.pk), group=locked.group_id)
    return locked


def _enter(card_id: uuid.UUID, place: Place, seat: int | None, said: Said, *, from_paper: bool) -> Card:
    """A new card. Raises IntegrityError where one is called so already."""
    card = Card(
        id=card_id,
        workshop_id=place.workshop,
        group_id=place.group,
        seat_id=seat,
        stage_id=place.stage,
        lane=place.lane.key,
        kind=place.lane.kind,
        about_id=place.about,
        text=said.text,
        source=said.source,
        language=said.language,
        from_paper=from_paper,
        late=place.late,
    )
    insert(card)
    append(Workshop.stream_of(place.workshop), "card-written", card=str(card_id), group=place.group)
    return card


def _same(card: Card, seat: int | None, place: Place, said: Said, *, from_paper: bool) -> Card:
    """The card that has this name already, if it is the one that is sent again: also after its author has corrected or
    withdrawn it, or was moved to another group. Raises Refusal for another one."""
    if (card.seat_id, card.stage_id, card.about_id, card.from_paper) == (seat, place.stage, place.about, from_paper):
        if (card.lane, card.text, card.source) == (place.lane.key, said.text, said.source):
            return card
        before = {"versions__lane": place.lane.key, "versions__text": said.text, "versions__source": said.source}
        if Card.objects.filter(pk=card.pk, **before).exists():
            return card
    raise Refusal(
        _("A card with this number was already sent, with other words."),
        _("The first one stands as it was. These words were not saved."),
        _("Copy your words, open the page again and send them as a new card."),
    )


def _own(seat: Seat, card: Card) -> Card:
    """The author's own card, locked, if its words are not published yet."""
    locked = (
        Card.objects.select_for_update(of=("self",), no_key=True)
        .select_related("workshop", "stage")
        .filter(pk=card.pk, seat=seat)
        .first()
    )
    if locked is None:
        raise Refusal(_("This is not your card."), status=404)
    if locked.workshop.closed:
        raise Refusal(
            _("The group work is closed and its cards are published."),
            _("Your card stands as it was."),
            _("If it must be changed, tell the organiser."),
        )
    if locked.withdrawn_at is not None:
        raise Refusal(_("You have withdrawn this card."), advice=_("Write a new card."))
    return locked


def _words(text: str) -> str:
    words = clean(text).strip()
    if not words:
        raise Refusal(_("The card is empty."), advice=_("Write what you want to say."), status=422)
    if len(words) > MOST_SIGNS:
        much = ngettext("Yours has %(n)s sign.", "Yours has %(n)s signs.", len(words)) % {"n": len(words)}
        raise Refusal(
            _("A card holds at most %(most)s signs.") % {"most": MOST_SIGNS},
            much,
            _("Say one thing per card: make two cards of it."),
            status=422,
        )
    return words


def _place_of(here: Standing, group: int, lane: str, about: int | None) -> Place:
    if here.asked is None:
        raise no_such_step()
    if about is not None and here.told is None:
        raise Refusal(_("There is no such group."), status=422)
    if about is None and here.asked.spec.kind == Kind.REPORT:
        raise Refusal(_("Say whose report it is about."), status=422)
    gone_on = here.now_order is not None and here.now_order > here.asked.order
    return Place(
        here.workshop, group, here.asked.id, _lane(here.asked.spec, lane), here.told, late=here.closed or gone_on
    )


def _place_in(group: Group, stage_key: str, lane: str) -> Place:
    stage = Stage.objects.filter(workshop=group.workshop_id, key=stage_key).first()
    if stage is None:
        raise no_such_step()
    gone_on = group.now is not None and group.now.order > stage.order
    late = group.workshop.closed or gone_on
    return Place(group.workshop_id, group.pk, stage.pk, _lane(stage.spec, lane), None, late)


def no_such_step() -> Refusal:
    return Refusal(_("There is no such step."), advice=_("Load the page again and write the card anew."), status=422)


def _lane(spec: StageSpec, key: str) -> Lane:
    lane = spec.lane(key)
    if lane is None:
        raise Refusal(_("Say what the card is about."), status=422)
    return lane


def _require_room(here: Standing, spec: StageSpec, place: Place, written: int) -> None:
    """Raise Refusal(429) where the person or the group has written as many cards as the stage takes."""
    most = min(spec.limit or MOST_CARDS, MOST_CARDS) * here.people
    if written >= most:
        raise Refusal(
            _("You have already written %(n)s cards.") % {"n": most},
            advice=_("Withdraw some, or tell the facilitator the rest."),
            status=429,
        )
    if not spec.limit_group:
        return
    Group.objects.select_for_update(no_key=True).get(
        pk=place.group
    )  # two phones together write no more than there may be
    if Card.objects.filter(stage=place.stage, group=place.group, withdrawn_at=None).count() >= spec.limit_group:
        raise Refusal(
            _("Your group has already written %(n)s cards here.") % {"n": spec.limit_group},
            advice=_("Withdraw one that is weaker, or say it better on one that stands."),
            status=429,
        )


@deed("card", fields={"stage", "lane", "text", "about", "source", "language"}, receipt=False)
def _card_sent(seat: Seat, sent: Sent) -> Done:
    card = write(
        seat,
        sent.id,
        sent.key("stage"),
        sent.key("lane"),
        sent.text("text"),
        about=sent.whole_or_none("about"),
        source=sent.text("source", "", LONGEST_SOURCE),
        language=sent.key("language", (get_language() or "lv").split("-")[0])[:10],
    )
    return Done(_("It came late and is marked so.") if card.late else "", {"late": card.late})


@deed("correct", fields={"card", "lane", "text"})
def _correction_sent(seat: Seat, sent: Sent) -> Done:
    correct(seat, Card(pk=sent.uuid("card")), sent.text("text"), sent.key("lane"))
    return Done()


@deed("withdraw", fields={"card"})
def _withdrawal_sent(seat: Seat, sent: Sent) -> Done:
    withdraw(seat, Card(pk=sent.uuid("card")))
    return Done()
