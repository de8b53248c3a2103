"""What is done of a council's decision, until it is done; whether a council shows everybody how it answers."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.ui.refusals import Refusal

from ..access import council as access
from ..access.offices import check_acts_for
from ..models import CouncilDecision, CouncilFigures, CouncilQuestion, DecisionEntry, Initiative
from .council_questions import LONGEST, is_withdrawn, locked
from .states import move_on, state_by_council


@dataclass(frozen=True)
class EntryData:
    """What was done on a day; last: with it the decision is carried out."""

    on: dt.date
    words: str
    last: bool = False


def add_entry(decision: CouncilDecision, data: EntryData, *, by: Person | None) -> DecisionEntry:
    """Note what was done; the first entry begins carrying out, the last one ends it. The same words of the same day
    sent twice are one entry. Raises Refusal."""
    access.check(by is None or access.may_follow(by, decision))
    _check(decision, data)
    with deed(by):
        question = locked(decision.question)
        now = CouncilDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        words = data.words.strip()
        same = now.entries.filter(on=data.on, words=words, last=data.last).first()
        if same is not None:
            return same
        _check_goes_on(now)
        made = DecisionEntry.objects.create(decision=now, on=data.on, words=words, last=data.last, by=by)
        if data.last:
            now.done_on = data.on
            now.version += 1
            now.save(update_fields=["done_on", "version"])
        _move(question, data, by)
    return made


def reopen(decision: CouncilDecision, why: str, *, by: Person | None) -> None:
    """It was entered as carried out by mistake: the entry stays, and another says why it goes on. Twice is once.
    Raises Refusal."""
    access.check(access.may_follow(by, decision))
    words = why.strip()
    if not words:
        raise Refusal(_("Please say why."), _("Nothing was changed."), status=422)
    with deed(by):
        question = locked(decision.question)
        now = CouncilDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        if now.done_on is None or not now.stands:
            return
        now.entries.filter(last=True).update(last=False)
        now.done_on = None
        now.version += 1
        now.save(update_fields=["done_on", "version"])
        today = timezone.localdate()
        DecisionEntry.objects.create(decision=now, on=today, words=words[:LONGEST], by=by)
        _move(question, EntryData(today, words), by)


def show_figures(council: Organisation, *, shown: bool, by: Person | None) -> None:
    """The council itself shows everybody how it answers, or no longer does. Twice is once. Raises Refusal."""
    check_acts_for(by, council)
    with deed(by):
        row, _made = CouncilFigures.objects.select_for_update().get_or_create(council=council)
        if row.shown != shown:
            row.shown, row.by = shown, by
            row.save(update_fields=["shown", "by"])


def _move(question: CouncilQuestion, data: EntryData, by: Person | None) -> None:
    state = CouncilQuestion.State.DONE if data.last else CouncilQuestion.State.UNDER_WAY
    if question.state != state:
        question.state = state
        question.version += 1
        question.save(update_fields=["state", "version"])
    initiative = question.initiative
    if initiative is None or is_withdrawn(initiative):
        return
    becomes = Initiative.State.DONE if data.last else Initiative.State.UNDER_WAY
    # Where it is before the council again, or a later decision stands, that holds.
    if initiative.state != becomes == state_by_council(initiative):
        move_on(initiative, becomes, data.words.strip()[:1000], on=data.on, by=by)


def _check(decision: CouncilDecision, data: EntryData) -> None:
    for wrong, words, field in (
        (not data.words.strip(), _("There are no words yet."), "words"),
        (len(data.words) > LONGEST, _("The text is longer than %(number)s characters.") % {"number": LONGEST}, "words"),
        (data.on > timezone.localdate(), _("This day has not come yet."), "on"),
        (data.on < decision.decided_on, _("This was before the council decided."), "on"),
    ):
        if wrong:
            raise Refusal(words, _("Nothing was saved."), status=422, field=field)


def _check_goes_on(now: CouncilDecision) -> None:
    if not now.carried_out:
        raise Refusal(
            _("There is nothing to carry out: the decision did not accept it, or was annulled."),
            _("Nothing was saved."),
        )
    if now.done_on is not None:
        raise Refusal(
            _("This decision is carried out already."),
            _("Nothing was saved."),
            _("If it goes on after all, say so on its page first."),
        )
