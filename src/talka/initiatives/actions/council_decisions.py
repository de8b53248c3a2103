"""What a council decided: recorded, corrected, annulled. Each moves the initiative and is told to all who wait."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.kept_files import Sent, with_file
from talka.people.actions.versions import check_shown, fill
from talka.people.history import deed
from talka.people.models import Person
from talka.people.office import office_of
from talka.ui.refusals import Refusal

from ..access import council as access
from ..models import AnswerTold, CouncilDecision, CouncilQuestion, Initiative
from .answers import tell
from .council_questions import LONGEST, check_open, is_withdrawn, locked, said
from .states import move_on, state_by_council

Outcome = CouncilDecision.Outcome
QuestionState = CouncilQuestion.State
MOST_COUNCILLORS = 60
"""Rīga's council, the largest one, has sixty seats: a vote of more is a slip of the pen."""
BECOMES = {
    Outcome.ACCEPTED: Initiative.State.ACCEPTED,
    Outcome.IN_PART: Initiative.State.ACCEPTED,
    Outcome.DECLINED: Initiative.State.DECLINED,
    Outcome.PUT_OFF: Initiative.State.ASKED,
}
"""The state into which an outcome brings the initiative."""


@dataclass(frozen=True)
class DecisionData:
    """votes_*: all three, or none where the minutes give none; money: EUR; responsible: in words; responsible_person:
    somebody of the municipality who is reminded."""

    number: str
    decided_on: dt.date
    outcome: str
    text: str
    reasons: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None
    votes_by_name: str = ""
    responsible: str = ""
    responsible_person: Person | None = None
    due_on: dt.date | None = None
    money: Decimal | None = None
    budget_line: str = ""


def decide(row: CouncilQuestion, data: DecisionData, sent: Sent, *, version: int, by: Person | None) -> CouncilDecision:
    """Record what the council decided; all who wait are told. version: of the question as it was shown. by None: the
    house, loading files. Raises Refusal."""
    access.check(by is None or access.may_answer(by, row))
    _check(row, data, by)
    made = CouncilDecision(question=row, by=by)
    fill(made, data)

    def save() -> None:
        with deed(by):
            now = check_shown(locked(row), version)
            check_open(now)
            initiative = _held(now)
            made.question = now
            made.save()
            _settle(now, made)
            now.version += 1
            now.save(update_fields=["state", "answered_on", "version"])
            if initiative is not None and initiative.state != BECOMES[Outcome(made.outcome)]:
                move_on(initiative, BECOMES[Outcome(made.outcome)], made.reasons[:1000], on=made.decided_on, by=by)
            tell(now, AnswerTold.What.ANSWER, made)

    with_file(made, sent, save)
    return made


def correct(
    decision: CouncilDecision, data: DecisionData, sent: Sent, *, version: int, by: Person | None
) -> CouncilDecision:
    """Mend what was written down wrongly: what stood there is kept, and all are told again where they were told
    something else. version: of the decision as it was shown. Raises Refusal."""
    access.check(access.may_answer(by, decision.question))
    _check(decision.question, data, by)
    row = CouncilDecision.objects.select_related("question").get(pk=decision.pk)

    def save() -> None:
        with deed(by):
            question = locked(decision.question)
            now = check_shown(_locked(decision), version)
            _check_stands(now)
            before, was = _told(now), now.outcome
            if data.outcome != was:
                _check_outcome_may_change(now)
                _check_alone(question, now, data.outcome)
            fill(now, data)
            now.version += 1
            for name in ("file", "file_name", "media_type", "size", "link"):
                if not sent.empty:
                    setattr(now, name, getattr(row, name))
            now.save()
            if data.outcome != was:
                _settle(question, now)
                question.version += 1
                question.save(update_fields=["state", "answered_on", "ended_on", "ended_why", "version"])
                initiative = question.initiative
                if initiative is not None and not is_withdrawn(initiative):
                    why = _("Corrected: %(outcome)s.") % {"outcome": now.get_outcome_display()}
                    # Where it is before the council again, or a later decision stands, that holds.
                    move_on(initiative, state_by_council(initiative), why, on=now.decided_on, by=by)
            if _told(now) != before:
                tell(question, AnswerTold.What.CORRECTION, now)

    with_file(row, sent, save)
    row.refresh_from_db()
    return row


@dataclass(frozen=True)
class Annulment:
    """by_which: the decision, order or judgement that annulled it, in words; deadline: by when the council answers
    anew."""

    annulled_on: dt.date
    why: str
    by_which: str
    deadline: dt.date


def annul(decision: CouncilDecision, data: Annulment, *, version: int, by: Person | None) -> None:
    """It holds no longer and stays on record; the question is open anew, and all who were told are told. Raises
    Refusal."""
    access.check(access.may_answer(by, decision.question))
    why = said(data.why, _("Please say why it was annulled."))
    today = timezone.localdate()
    for wrong, words, field in (
        (data.annulled_on > today, _("This day has not come yet."), "annulled_on"),
        (data.annulled_on < decision.decided_on, _("It was annulled before it was decided."), "annulled_on"),
        (not data.by_which.strip(), _("Say by which decision or judgement."), "by_which"),
        (data.deadline < today, _("The day of the new answer has passed."), "deadline"),
    ):
        if wrong:
            raise Refusal(words, _("Nothing was saved."), status=422, field=field)
    with deed(by):
        question = locked(decision.question)
        now = check_shown(_locked(decision), version)
        _check_stands(now)
        now.annulled_on, now.annulled_why, now.annulled_by = data.annulled_on, why, data.by_which.strip()[:300]
        now.version += 1
        now.save(update_fields=["annulled_on", "annulled_why", "annulled_by", "version"])
        if now.outcome != Outcome.PUT_OFF:
            _open_anew(question, data.deadline, why, now, by)
        tell(question, AnswerTold.What.ANNULMENT, now)


def _open_anew(
    question: CouncilQuestion, deadline: dt.date, why: str, decision: CouncilDecision, by: Person | None
) -> None:
    taken = question.taken_up_on is not None
    others = CouncilQuestion.objects.filter(initiative=question.initiative_id, state__in=CouncilQuestion.OPEN)
    if question.initiative_id is not None and others.exists():
        # The initiative was put before the council again meanwhile: that question waits, this one is over.
        question.state, question.ended_on = QuestionState.RETURNED, timezone.localdate()
        question.ended_why = _("A later question about the same initiative is open.")
    else:
        question.state = QuestionState.TAKEN_UP if taken else QuestionState.ASKED
        question.deadline, question.answered_on = max(deadline, question.asked_on), None
    question.version += 1
    question.save(update_fields=["state", "ended_on", "ended_why", "deadline", "answered_on", "version"])
    initiative = question.initiative
    if initiative is not None and not is_withdrawn(initiative):
        told = _("Decision %(number)s was annulled: %(why)s") % {"number": decision.number, "why": why}
        move_on(initiative, Initiative.State.ASKED, told[:1000], on=decision.annulled_on, by=by)


def _held(question: CouncilQuestion) -> Initiative | None:
    """The initiative of a question, held; one that was withdrawn is decided on no more. Raises Refusal."""
    if question.initiative_id is None:
        return None
    held = Initiative.objects.select_for_update().get(pk=question.initiative_id)
    if is_withdrawn(held):
        raise Refusal(
            _("The initiative was withdrawn before the council decided."),
            _("The decision was not recorded, and nobody was written to."),
            _("Close the question on its page. If the council decided all the same, ask the authors to begin anew."),
        )
    return held


def _settle(question: CouncilQuestion, decision: CouncilDecision) -> None:
    """The state of the question after a decision; a decision that puts off answers nothing. Where the question was
    returned or taken back since, a correction says that the council had decided: it did not end so."""
    question.ended_on, question.ended_why = None, ""
    if decision.outcome == Outcome.PUT_OFF:
        question.state, question.answered_on = QuestionState.TAKEN_UP, None
        return
    question.state = QuestionState.DECIDED
    question.answered_on = question.answered_on or timezone.localdate()


def _locked(decision: CouncilDecision) -> CouncilDecision:
    return CouncilDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)


def _told(decision: CouncilDecision) -> tuple[object, ...]:
    """What letters say of it, or lead to."""
    names = ("number", "decided_on", "outcome", "text", "reasons", "due_on", "money", "responsible")
    return tuple(getattr(decision, name) for name in names)


def _check_stands(now: CouncilDecision) -> None:
    if not now.stands:
        raise Refusal(
            _("This decision was annulled."), _("Nothing was changed."), _("Record the new decision of the council.")
        )


def _check_outcome_may_change(now: CouncilDecision) -> None:
    if now.done_on is not None or now.entries.exists():
        raise Refusal(
            _("Something was done of this decision already, so its outcome stays."),
            _("Nothing was saved."),
            _("If it holds no longer, enter that it was annulled."),
            field="outcome",
        )


def _check_alone(question: CouncilQuestion, now: CouncilDecision, outcome: str) -> None:
    """One decision that answers stands on a question, and one question of an initiative is open."""
    if outcome == Outcome.PUT_OFF:
        rows = CouncilQuestion.objects.filter(initiative=question.initiative_id, state__in=CouncilQuestion.OPEN)
        alone = question.initiative_id is None or not rows.exclude(pk=question.pk).exists()
    else:
        rows_standing = question.decisions.filter(annulled_on=None).exclude(outcome=Outcome.PUT_OFF)
        alone = not rows_standing.exclude(pk=now.pk).exists()
    if not alone:
        raise Refusal(
            _("Another decision on this question stands, or the initiative was put before the council again."),
            _("Nothing was saved."),
            _("If the council annulled this decision, enter that instead."),
            field="outcome",
        )


def _check(question: CouncilQuestion, data: DecisionData, by: Person | None) -> None:
    needs_reason = data.outcome in (Outcome.DECLINED, Outcome.PUT_OFF, Outcome.IN_PART)
    texts = (data.text, data.reasons, data.votes_by_name)
    for wrong, words, field in (
        (data.outcome not in Outcome.values, _("This outcome is not known."), "outcome"),
        (not data.number.strip(), _("A council's decision has a number."), "number"),
        (not data.text.strip(), _("What was decided is missing."), "text"),
        (max(map(len, texts)) > LONGEST, _("The text is longer than %(number)s characters.") % {"number": LONGEST}, ""),
        (data.decided_on > timezone.localdate(), _("The day of the decision lies in the future."), "decided_on"),
        (data.decided_on < question.asked_on, _("The council decided before it was asked."), "decided_on"),
        (
            data.due_on is not None and data.due_on < data.decided_on,
            _("It is due before it was decided."),
            "due_on",
        ),
        (
            needs_reason and not data.reasons.strip(),
            _("Reasons are missing: those who asked have to know why."),
            "reasons",
        ),
    ):
        if wrong:
            raise Refusal(words, _("Nothing was saved."), status=422, field=field)
    check_votes(data)
    _check_responsible(question, data.responsible_person, by)


def check_votes(data: DecisionData) -> None:
    """Whether the numbers of a vote can be those of its outcome. Raises Refusal."""
    votes = (data.votes_for, data.votes_against, data.votes_abstained)
    given = [vote for vote in votes if vote is not None]
    if not given:
        return
    whole, yes, no = sum(given), data.votes_for or 0, data.votes_against or 0
    for wrong, words in (
        (len(given) < 3, _("Give all three numbers of the vote: for, against, abstained; 0 where nobody was.")),
        (min(given) < 0, _("Nobody can have fewer votes than none.")),
        (whole == 0, _("Nobody voted, by these numbers.")),
        (
            whole > MOST_COUNCILLORS,
            _("%(whole)s votes are more than any council has seats (%(most)s).")
            % {"whole": whole, "most": MOST_COUNCILLORS},
        ),
        (
            data.outcome in (Outcome.ACCEPTED, Outcome.IN_PART) and yes <= no,
            _("By these numbers the council did not accept it: %(yes)s for, %(no)s against.") % {"yes": yes, "no": no},
        ),
    ):
        if wrong:
            raise Refusal(
                words, _("Nothing was saved."), _("Compare them with the minutes."), status=422, field="votes_for"
            )


def _check_responsible(question: CouncilQuestion, person: Person | None, by: Person | None) -> None:
    if person is None or by is None:
        return
    office = office_of(person)
    if office is None or office.pk != access.council_now(question.council).pk:
        raise Refusal(
            _("This person does not work for the municipality, as the register has it."),
            _("Nothing was saved."),
            _("Choose somebody else, or name the responsible one in words."),
            status=422,
            field="responsible_person",
        )
