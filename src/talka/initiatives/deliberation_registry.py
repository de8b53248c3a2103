"""What deliberations tell the other parts: statements and questions are words that may be reported."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.people.models import Person

from . import moderated
from .access import deliberations as access
from .models import DeliberationQuestion, Statement
from .moderated import Moderated

RELATED = ("member__person", "deliberation__organisation", "deliberation__programme")


def fill() -> None:
    moderated.register(
        moderated.Kind(
            name="statement",
            label=_("Statement"),
            model=Statement,
            known=_statement,
            words=_words,
            author=_author,
            url=lambda row: (
                reverse("initiatives:vote_deliberation", args=[_deliberation(row)]) + f"?statement={row.pk}"
            ),
            moderates=_moderates,
            related=RELATED,
            kept_by=lambda row: (_of(row).deliberation.organisation, _of(row).deliberation.programme_id),
        )
    )
    moderated.register(
        moderated.Kind(
            name="question",
            label=_("Question in a deliberation"),
            model=DeliberationQuestion,
            known=_question,
            words=_words,
            author=_author,
            url=lambda row: (
                reverse("initiatives:deliberation_questions", args=[_deliberation(row)]) + f"#question-{row.pk}"
            ),
            moderates=_moderates,
            related=RELATED,
            kept_by=lambda row: (_of(row).deliberation.organisation, _of(row).deliberation.programme_id),
        )
    )


def _statement(person: Person | None, pk: int) -> Moderated | None:
    row = Statement.objects.filter(pk=pk, state=Statement.State.STANDING).first()
    return row if row is not None and _reads(person, row) else None


def _question(person: Person | None, pk: int) -> Moderated | None:
    row = DeliberationQuestion.objects.filter(pk=pk).first()
    return row if row is not None and _reads(person, row) else None


def _reads(person: Person | None, row: Statement | DeliberationQuestion) -> bool:
    try:
        row.deliberation = access.deliberation_for(person, row.deliberation_id)
    except Http404:
        return False
    return True


def _of(row: Moderated) -> Statement | DeliberationQuestion:
    assert isinstance(row, Statement | DeliberationQuestion)
    return row


def _deliberation(row: Moderated) -> int:
    return _of(row).deliberation_id


def _words(row: Moderated) -> str:
    return _of(row).text


def _author(row: Moderated) -> Person | None:
    member = _of(row).member
    return member.person if member is not None else None


def _moderates(person: Person | None, row: Moderated) -> bool:
    """Those who run the deliberation, but nobody over their own words."""
    author = _author(row)
    return access.runs(person, _of(row).deliberation) and not (
        person is not None and author is not None and author.pk == person.pk
    )
