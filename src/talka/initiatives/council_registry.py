"""What questions to councils tell the other parts: that their words can be reported and hidden."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.people.access import is_administrator
from talka.people.models import Person

from .access.council import may_answer, questions_known_to
from .models import CouncilQuestion
from .moderated import Kind, Moderated, register

KIND = "council_question"


def _known(person: Person | None, pk: int) -> Moderated | None:
    return questions_known_to(person).select_related("council__merged_into", "by").filter(pk=pk).first()


def _words(row: Moderated) -> str:
    assert isinstance(row, CouncilQuestion)
    return f"{row.title}\n\n{row.text}"


def _author(row: Moderated) -> Person | None:
    assert isinstance(row, CouncilQuestion)
    return row.by


def _url(row: Moderated) -> str:
    return reverse("initiatives:council_question", args=[row.pk])


def _moderates(person: Person | None, row: Moderated) -> bool:
    """The municipality's people and administrators, never the author alone."""
    assert isinstance(row, CouncilQuestion)
    if person is None or person.pk == row.by_id:
        return False
    return is_administrator(person) or may_answer(person, row)


def fill() -> None:
    register(
        Kind(
            name=KIND,
            label=_("Question to a council"),
            model=CouncilQuestion,
            known=_known,
            words=_words,
            author=_author,
            url=_url,
            moderates=_moderates,
        )
    )
