"""Questions to a council: asked, changed, taken back by who asks; taken up, returned, closed by the municipality."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.actions.versions import check_shown, fill
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.ui.refusals import Refusal

from .. import letters_of_council as letters
from ..access import council as access
from ..access.offices import council_of
from ..models import AnswerTold, CouncilQuestion, Initiative, InitiativeStep
from . import answers
from .states import move_on, state_by_council

State = CouncilQuestion.State
DAYS = 30
"""How many days a council is given where the asker says nothing else: a wish of the asker's, no term of a law."""
LONGEST = 20_000
"""Characters of one text."""
ROLES = {
    CouncilQuestion.AskedAs.AUTHOR: InitiativeStep.Role.AUTHOR,
    CouncilQuestion.AskedAs.ORGANISER: InitiativeStep.Role.ORGANISER,
    CouncilQuestion.AskedAs.COUNCIL: InitiativeStep.Role.COUNCIL,
}


@dataclass(frozen=True)
class QuestionData:
    """deadline: the day by which an answer is hoped for."""

    title: str
    text: str
    deadline: dt.date


@dataclass(frozen=True)
class TakenUp:
    """Which committee prepares it, who reports on it, when the council sits; "" and None where it is not known yet."""

    committee: str = ""
    rapporteur: str = ""
    meeting_on: dt.date | None = None


@dataclass(frozen=True)
class About:
    """What else than an initiative a question is about, by its kind and number in the trail."""

    kind: str = ""
    pk: str = ""


def ask_of(initiative: Initiative, data: QuestionData, *, by: Person | None) -> CouncilQuestion:
    """Put an initiative before the council of its area. by None: the house, loading files. Raises Refusal."""
    as_what = access.may_ask_of(by, initiative) if by is not None else CouncilQuestion.AskedAs.AUTHOR
    access.check(as_what)
    council = council_of(initiative.area)
    if council is None:
        raise Refusal(
            _("No local government of this place stands in the register."),
            _("The question was not sent."),
            _("Ask an organiser to enter it, then send the question again."),
        )
    _check(data)
    with deed(by):
        held = Initiative.objects.select_for_update().get(pk=initiative.pk)
        _check_initiative(held)
        row = _made(council, data, as_what, by, initiative=held, illustrative=held.illustrative)
        move_on(held, Initiative.State.ASKED, by=by, role=ROLES[CouncilQuestion.AskedAs(as_what)])
        letters.asked(row)
    return row


def ask(council: Organisation, data: QuestionData, *, about: About | None = None, by: Person | None) -> CouncilQuestion:
    """A question of no initiative: of a vote's result, a consultation, or of itself. Raises Refusal."""
    as_what = access.may_ask_freely(by) if by is not None else CouncilQuestion.AskedAs.ORGANISER
    access.check(as_what)
    now = access.council_now(council)
    access.check(by is None or access.councils_to_ask(by).filter(pk=now.pk).exists())
    thing = about or About()
    if by is not None and thing.kind and access.thing_of(by, thing.kind, thing.pk) is None:
        raise Refusal(_("What the question is about was not found."), _("The question was not sent."), status=422)
    _check(data)
    with deed(by):
        row = _made(now, data, as_what, by, about_kind=thing.kind, about_id=thing.pk, illustrative=now.illustrative)
        letters.asked(row)
    return row


def change_question(row: CouncilQuestion, data: QuestionData, *, version: int, by: Person | None) -> CouncilQuestion:
    """Other words, as long as the council has not taken it up. version: the one that was shown. Raises Refusal."""
    access.check(access.may_change(by, row))
    with deed(by):
        now = check_shown(locked(row), version)
        if now.state != State.ASKED:
            raise Refusal(
                _("The municipality is at work on this question already."),
                _("Your text was not saved: people answer what they have read."),
                _("Write to the municipality, or take the question back and ask a new one."),
            )
        _check(data, since=now.asked_on)
        fill(now, data)
        now.version += 1
        now.save()
    return now


def withdraw(row: CouncilQuestion, why: str, *, by: Person | None) -> None:
    """Who asked takes it back; it stays on record. Twice is once. Raises Refusal."""
    access.check(access.may_change(by, row))
    as_what = access.may_ask_of(by, row.initiative) if row.initiative is not None else ""
    _end(row, State.WITHDRAWN, why, by, ROLES[CouncilQuestion.AskedAs(as_what or row.asked_as)])


def return_question(row: CouncilQuestion, why: str, *, by: Person | None) -> None:
    """The municipality gives it back unanswered, with a reason that all who wait are told. Twice is once. Raises
    Refusal."""
    access.check(access.may_answer(by, row))
    _end(row, State.RETURNED, why, by, InitiativeStep.Role.COUNCIL)


def close(row: CouncilQuestion, *, by: Person | None) -> None:
    """The municipality lays aside a question whose initiative was withdrawn. Twice is once. Raises Refusal."""
    access.check(access.may_answer(by, row))
    if row.initiative is None or not is_withdrawn(row.initiative):
        raise Refusal(
            _("The initiative of this question was not withdrawn."),
            _("Nothing was changed."),
            _("Answer the question, or return it with a reason."),
        )
    _end(row, State.WITHDRAWN, _("The initiative was withdrawn."), by, InitiativeStep.Role.COUNCIL)


def take_up(row: CouncilQuestion, data: TakenUp, *, version: int, by: Person | None) -> CouncilQuestion:
    """A clerk notes who prepares the answer and when the council sits; again where it changes. version: the one that
    was shown. Raises Refusal."""
    access.check(access.may_answer(by, row))
    with deed(by):
        now = check_shown(locked(row), version)
        check_open(now)
        if data.meeting_on is not None and data.meeting_on < now.asked_on:
            raise Refusal(
                _("The council cannot sit before it was asked."),
                _("Nothing was saved."),
                status=422,
                field="meeting_on",
            )
        fill(now, data)
        now.state, now.version = State.TAKEN_UP, now.version + 1
        now.taken_up_on = now.taken_up_on or timezone.localdate()
        now.taken_up_by = by
        now.save()
        letters.taken_up(now)
    return now


def is_withdrawn(initiative: Initiative) -> bool:
    return initiative.state == Initiative.State.WITHDRAWN or initiative.retired_at is not None


def locked(row: CouncilQuestion) -> CouncilQuestion:
    """The question, held to the end of the transaction, with its council and initiative."""
    rows = CouncilQuestion.objects.select_for_update(of=("self",)).select_related("council", "initiative")
    return rows.get(pk=row.pk)


def check_open(now: CouncilQuestion) -> None:
    """Raises Refusal where nothing waits for the council any more."""
    if not now.open:
        raise Refusal(
            _("This question is no longer open: %(state)s.") % {"state": now.get_state_display()},
            _("Nothing was saved."),
            _("Open the page again to see what came of it."),
        )


def said(words: str, missing: str) -> str:
    """A reason, tidied. Raises Refusal for none and for one that is too long."""
    told = words.strip()
    if not told:
        raise Refusal(missing, _("Nothing was changed."), status=422)
    if len(told) > 1000:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": 1000},
            _("Nothing was changed."),
            status=422,
        )
    return told


def _end(row: CouncilQuestion, state: str, why: str, by: Person | None, role: str) -> None:
    told = said(why, _("Please say why."))
    with deed(by):
        now = locked(row)
        if now.state == state:
            return
        check_open(now)
        now.state, now.ended_on, now.ended_why = state, timezone.localdate(), told
        now.version += 1
        now.save(update_fields=["state", "ended_on", "ended_why", "version"])
        if now.initiative is not None and now.initiative.state == Initiative.State.ASKED:
            # What the council decided on it before still stands.
            move_on(now.initiative, state_by_council(now.initiative), told, by=by, role=role)
        if state == State.RETURNED:
            answers.tell(now, AnswerTold.What.RETURN)


def _made(
    council: Organisation, data: QuestionData, as_what: str, by: Person | None, **more: object
) -> CouncilQuestion:
    row = CouncilQuestion(council=council, asked_on=timezone.localdate(), asked_as=as_what, by=by, **more)
    fill(row, data)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        if "council_question_open_once" not in str(fault):
            raise
        raise Refusal(
            _("This initiative is before the council already."),
            _("No second question was sent."),
            _("Its page shows how far the first one is."),
        ) from fault
    return row


def _check_initiative(held: Initiative) -> None:
    if is_withdrawn(held):
        raise Refusal(
            _("This initiative was withdrawn."),
            _("The question was not sent."),
            _("Its authors can begin a new one."),
        )
    if held.published_at is None:
        raise Refusal(
            _("This initiative is a draft."),
            _("The question was not sent, since a council is asked in public."),
            _("Publish the initiative first."),
        )


def _check(data: QuestionData, since: dt.date | None = None) -> None:
    for missing, words, field in (
        (not data.title.strip(), _("The title is missing."), "title"),
        (not data.text.strip(), _("There are no words yet."), "text"),
        (len(data.text) > LONGEST, _("The text is longer than %(number)s characters.") % {"number": LONGEST}, "text"),
    ):
        if missing:
            raise Refusal(words, _("Nothing was saved."), status=422, field=field)
    if data.deadline <= (since or timezone.localdate()):
        raise Refusal(
            _("The day by which you hope for an answer has passed or is today."),
            _("Nothing was saved."),
            _("Give the council some weeks: it sits about once a month."),
            status=422,
            field="deadline",
        )
