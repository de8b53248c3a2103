"""What questions to councils tell the other parts: that their words can be reported and hidden."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.people.access import is_administrator
from talka.people.models import Person
from talka.programmes.access import organises_in

from .access.council import may_answer, questions_known_to
from .models import CouncilQuestion
from .moderated import Kept, Kind, Moderated, register

KIND = "council_question"
RELATED = ("council__merged_into", "by", "initiative")


def _known(person: Person | None, pk: int) -> Moderated | None:
    return questions_known_to(person).select_related(*RELATED).filter(pk=pk).first()


def _words(row: Moderated) -> str:
    assert isinstance(row, CouncilQuestion)
    return f"{row.title}\n\n{row.text}"


def _author(row: Moderated) -> Person | None:
    assert isinstance(row, CouncilQuestion)
    return row.by


def _url(row: Moderated) -> str:
    return reverse("initiatives:council_question", args=[row.pk])


def _moderates(person: Person | None, row: Moderated) -> bool:
    """Administrators, and organisers of the programme of its initiative. Never the author, and never the people of the
    municipality that is asked: a council does not hide what it is asked."""
    assert isinstance(row, CouncilQuestion)
    if person is None or person.pk == row.by_id:
        return False
    initiative = row.initiative
    organised = initiative is not None and initiative.programme_id is not None
    mine = organised and initiative is not None and organises_in(person, initiative.programme_id or 0)
    return is_administrator(person) or (mine and not may_answer(person, row))


def _kept_by(row: Moderated) -> Kept:
    assert isinstance(row, CouncilQuestion)
    return None, row.initiative.programme_id if row.initiative is not None else None


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
            related=RELATED,
            kept_by=_kept_by,
        )
    )
