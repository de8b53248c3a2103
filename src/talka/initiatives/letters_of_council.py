"""Letters about questions to councils: a question came, it was taken up, it was answered, something is overdue."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.people.letters import write_to
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.ui.addresses import whole

from .access.council import council_now
from .models import AnswerTold, CouncilDecision, CouncilQuestion

ASKED = "council-asked"
TAKEN_UP = "council-taken-up"
ANSWERED = "council-answered"
OVERDUE = "council-overdue"
UNANSWERED = "council-unanswered"
MOST_CLERKS = 50


def address_of(question: CouncilQuestion) -> str:
    return whole(reverse("initiatives:council_question", args=[question.pk]))


def people_of(council: Organisation) -> list[Person]:
    """Those who can act for a local government: with an account, and put into it by somebody else."""
    rows = Person.objects.filter(organisation=council, erased_at=None, merged_into=None, account__isnull=False)
    rows = rows.exclude(email="").order_by("pk")[: MOST_CLERKS * 2]
    return [person for person in rows if (office := office_of(person)) and office.pk == council.pk][:MOST_CLERKS]


def clerks_of(question: CouncilQuestion, *more: Person | None) -> list[Person]:
    """Who took the question up and who wrote its decision, as long as they work there; else all its people."""
    council = council_now(question.council)
    named = {person.pk: person for person in (question.taken_up_by, *more) if person is not None}
    still = [one for one in named.values() if (office := office_of(one)) and office.pk == council.pk]
    return still or people_of(council)


def asked(question: CouncilQuestion) -> None:
    """To the people of the municipality."""
    whom = [one for one in people_of(council_now(question.council)) if one.pk != question.by_id]
    _write(whom, ASKED, "asked", _of(question), str(question.pk))


def taken_up(question: CouncilQuestion) -> None:
    """To who asked; once for each version of what was noted."""
    if question.by is not None and question.by_id != question.taken_up_by_id:
        _write([question.by], TAKEN_UP, "taken_up", _of(question), f"{question.pk}-{question.version}")


def answered(told: AnswerTold, person: Person) -> None:
    """The answer, its correction or its end, to one who waits for it."""
    words = {"told": told, "decision": told.decision, **_of(told.question)}
    _write([person], ANSWERED, "answered", words, str(told.pk))


def overdue(decision: CouncilDecision, months: int) -> None:
    """Of a decision that was to be carried out by a day: to the responsible person and the clerk, once for each month
    that it is late."""
    question = decision.question
    whom = {one.pk: one for one in clerks_of(question, decision.by)}
    if decision.responsible_person is not None:
        whom[decision.responsible_person.pk] = decision.responsible_person
    words = {"decision": decision, **_of(question)}
    _write(whom.values(), OVERDUE, "overdue", words, f"{decision.pk}-{decision.due_on}-{months}")


def unanswered(question: CouncilQuestion, today: dt.date) -> None:
    """Of a question whose deadline comes within a week, and of one whose deadline has passed: to the clerks, once
    each."""
    late = question.deadline < today
    about = f"{question.pk}-{question.deadline}-{'late' if late else 'soon'}"
    _write(clerks_of(question), UNANSWERED, "unanswered", {"late": late, **_of(question)}, about)


def _of(question: CouncilQuestion) -> dict[str, object]:
    """title: as everybody reads it, who may be written to of what was hidden."""
    hidden = question.hidden_at or (question.initiative is not None and question.initiative.hidden_at)
    title = _("A question that was hidden") if hidden else question.title
    return {
        "title": title,
        "question": question,
        "council": council_now(question.council),
        "link": address_of(question),
    }


def _write(people: Iterable[Person], kind: str, template: str, told: dict[str, object], about: str) -> None:
    for person in people:
        write_to(
            person, f"initiatives/council/letters/{template}.txt", told, kind=kind, key=f"{kind}-{about}-{person.pk}"
        )
