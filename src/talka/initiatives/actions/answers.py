"""What a council answered goes to everybody who waits for it: each once, in their language."""

from django.db import transaction
from django.utils import timezone

from talka.people.models import Person

from .. import letters_of_council as letters
from ..answered import receivers_of
from ..models import AnswerTold, CouncilDecision, CouncilQuestion

AT_ONCE = 100
"""So many letters are written while the clerk waits; more are the worker's."""


def tell(question: CouncilQuestion, what: str, decision: CouncilDecision | None = None) -> AnswerTold:
    """In the caller's transaction: note that it is to be told, and tell it, at once or by the worker."""
    row = AnswerTold.objects.create(question=question, decision=decision, what=what)
    if len(people_to_tell(question)) <= AT_ONCE:
        tell_all(row)
    else:
        from ..jobs.council import tell_answer

        transaction.on_commit(lambda: tell_answer.defer(told=row.pk))
    return row


def tell_all(told: AnswerTold) -> int:
    """Write the letters of one telling; how many people. Writing them again writes none twice."""
    with transaction.atomic():
        rows = AnswerTold.objects.select_for_update(of=("self",))
        row = rows.select_related("question__council", "question__initiative", "decision").get(pk=told.pk)
        if row.people is not None:
            return row.people
        people = people_to_tell(row.question)
        for person in people:
            letters.answered(row, person)
        row.people, row.told_at = len(people), timezone.now()
        row.save(update_fields=["people", "told_at"])
    return len(people)


def people_to_tell(question: CouncilQuestion) -> list[Person]:
    """Authors and supporters of the initiative, and who asked; each once, those who can be written to."""
    found = receivers_of(question.initiative) if question.initiative is not None else []
    people = {person.pk: person for person in found}
    if question.by is not None:
        people[question.by.pk] = question.by
    by_address = {
        person.email.lower(): person
        for person in people.values()
        if person.email and person.erased_at is None and person.merged_into_id is None
    }
    return sorted(by_address.values(), key=lambda person: person.pk)
