"""Questions: asked, seconded, directed to somebody in office, answered with name and date."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.actions.persons import PersonData, find_or_create_person
from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.people.personal_links import end_links, make_token
from talka.ui.folding import visible
from talka.ui.refusals import Refusal

from .. import letters_of_deliberation as letters
from ..access import deliberations as access
from ..models import Deliberation, DeliberationQuestion, QuestionBacker
from ..models.deliberation_questions import LONGEST_ANSWER, LONGEST_QUESTION
from .deliberations import coming, open_one
from .statements import sameness

LINK_AFTER = dt.timedelta(days=60)
"""So long an official's link opens the page after the day by which they were to answer."""
MOST_PER_PERSON = 5


@dataclass(frozen=True)
class DirectData:
    """office: of the official, or the name of the body; official: None for a body; due: the last day."""

    office: str
    due: dt.date
    official: PersonData | None = None


def ask(row: Deliberation, text: str, *, by: Person) -> DeliberationQuestion:
    """Of somebody who takes part, while it is open. Raises Refusal."""
    access.check(access.may_take_part(by, row))
    words = " ".join(visible(text).split())
    if not sameness(words):
        raise _wrong(_("There are no words yet."), "text")
    if len(words) > LONGEST_QUESTION:
        raise _wrong(_("The text is longer than %(number)s characters.") % {"number": LONGEST_QUESTION}, "text")
    with deed(by):
        now = open_one(row)
        member = coming(now, by)
        own = list(DeliberationQuestion.objects.filter(deliberation=now, member=member))
        twin = next((each for each in own if sameness(each.text) == sameness(words)), None)
        if twin is not None:
            return twin
        if len(own) >= MOST_PER_PERSON:
            raise Refusal(
                _("You have asked %(n)s questions, as many as one person may here.") % {"n": MOST_PER_PERSON},
                _("It was not saved, so that no single voice fills the page."),
                _("Say of a question of others that you ask it, too."),
                status=429,
            )
        return DeliberationQuestion.objects.create(deliberation=now, member=member, text=words)


def second(question: DeliberationQuestion, *, by: Person) -> None:
    """The person would ask the same. Twice is once; of one's own question it says nothing new. Raises Refusal."""
    access.check(access.may_take_part(by, question.deliberation))
    with deed(by):
        row = open_one(question.deliberation)
        now = DeliberationQuestion.objects.get(pk=question.pk)
        if now.hidden_at is not None:
            raise Refusal(_("This question was taken out."), _("Nothing was saved."))
        member = coming(row, by)
        if now.member_id != member.pk:
            QuestionBacker.objects.get_or_create(question=now, member=member)


def direct(question: DeliberationQuestion, data: DirectData, *, version: int, by: Person | None) -> None:
    """To somebody in office, who gets a letter with a link, or to a body; anew where another one is to answer. version:
    the one that was shown. Raises Refusal."""
    access.check(access.runs(by, question.deliberation))
    if not data.office.strip():
        raise _wrong(_("Say who is to answer: the office, or the body."), "office")
    if data.official is not None and not data.official.email.strip():
        raise _wrong(_("The e-mail is missing."), "email")
    with deed(by):
        now = check_shown(_locked(question), version)
        if now.hidden_at is not None:
            raise Refusal(_("This question was taken out."), _("Nothing was saved."))
        if now.answered_at is not None:
            raise Refusal(_("It is answered already."), _("Nothing was changed."))
        if data.due < timezone.localdate():
            raise _wrong(_("This day has passed."), "due")
        if now.official is not None:
            end_links(now.official, access.answer_purpose(now.pk))
        official = None
        if data.official is not None:
            official = find_or_create_person(
                data.official, by=by, illustrative=question.deliberation.illustrative
            ).person
        now.official, now.office, now.due = official, data.office.strip()[:200], data.due
        now.directed_at = timezone.now()
        now.version += 1
        now.save()
        if official is not None:
            end = timezone.make_aware(dt.datetime.combine(data.due, dt.time.max)) + LINK_AFTER
            token = make_token(official, access.answer_purpose(now.pk), lasts=end - timezone.now(), by=by)
            now.deliberation = question.deliberation
            letters.directed(now, official, token, until=end)


def answer(
    question: DeliberationQuestion, text: str, *, version: int, by: Person | None, by_link: bool = False
) -> DeliberationQuestion:
    """Published with name and date at once; corrected by the same deed. by: the official, or who runs it and writes
    down what was said elsewhere. by_link: by the link of the letter, which the page has checked. version: the one that
    was shown. Raises Refusal."""
    access.check((by_link and by is not None and by.pk == question.official_id) or access.may_answer(by, question))
    words = text.strip()
    if not words:
        raise _wrong(_("The answer is missing."), "answer")
    if len(words) > LONGEST_ANSWER:
        raise _wrong(_("The text is longer than %(number)s characters.") % {"number": LONGEST_ANSWER}, "answer")
    with deed(by):
        now = check_shown(_locked(question), version)
        if now.directed_at is None:
            raise Refusal(_("It was directed to nobody yet."), _("Nothing was saved."), _("Say first who answers."))
        if now.hidden_at is not None:
            raise Refusal(_("This question was taken out."), _("Nothing was saved."))
        first = now.answered_at is None
        now.answer, now.answered_at = words, now.answered_at or timezone.now()
        now.entered_by = by if by is None or by.pk != now.official_id else None
        now.version += 1
        now.save()
        now.deliberation = question.deliberation
        if first:
            letters.answered(now)
    return now


def _locked(question: DeliberationQuestion) -> DeliberationQuestion:
    rows = DeliberationQuestion.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "official", "member__person"
    )
    return rows.get(pk=question.pk)


def _wrong(said: str, field: str = "") -> Refusal:
    return Refusal(said, _("Nothing was saved."), status=422, field=field)
