"""Comments as people read them: with a name only while the writer's consent stands, hidden words only to those who may
read them; and the answers, counted and listed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.sheets import Column, Sheet
from talka.people.models import Person

from ..access import consultations as access
from ..models import CommentSupport, Consultation, ConsultationComment, ConsultationPart
from ..moderated import HIDDEN

ShownAs, Answer = ConsultationComment.ShownAs, ConsultationComment.Answer
MOST_IN_FILE = 20_000


@dataclass(frozen=True)
class Said:
    """A comment as one reader reads it. words: "" where they are hidden from the reader."""

    row: ConsultationComment
    who: str
    words: str
    mine: bool
    supported: bool

    @property
    def hidden(self) -> bool:
        return self.row.hidden_at is not None


def comments_of(row: Consultation) -> QuerySet[ConsultationComment]:
    """All that were not taken back, with how many say the same; by parts, in the order of the text, then by time. To be
    paged, and then told by `told`."""
    rows = ConsultationComment.objects.filter(consultation=row, withdrawn_at=None)
    rows = rows.select_related("part", "person", "organisation").annotate(same=Count("supports"))
    return rows.order_by("part__order", "part__pk", "at", "pk")


def comments_on(row: Consultation, part: ConsultationPart | None) -> QuerySet[ConsultationComment]:
    """Of one part, None: of the whole text; those that most agree with first."""
    return comments_of(row).filter(part=part).order_by(F("same").desc(), "at", "pk")


def told(row: Consultation, comments: Sequence[ConsultationComment], person: Person | None) -> list[Said]:
    """Two queries at most, and those of access."""
    named = access.named(comments)
    inside = access.holds(person, row)
    supported: set[int] = set()
    if person is not None and comments:
        mine = CommentSupport.objects.filter(person=person, comment__in=[each.pk for each in comments])
        supported = set(mine.values_list("comment_id", flat=True))
    return [
        Said(
            each,
            who(each, named=each.pk in named),
            each.words if each.hidden_at is None or inside or _is_of(each, person) else "",
            _is_of(each, person),
            each.pk in supported,
        )
        for each in comments
    ]


def _is_of(row: ConsultationComment, person: Person | None) -> bool:
    return person is not None and row.person_id == person.pk


def who(row: ConsultationComment, *, named: bool) -> str:
    """A person or an organisation with consent, else somebody."""
    if named and row.shown_as == ShownAs.ORGANISATION and row.organisation is not None:
        return str(row.organisation)
    if named and row.shown_as == ShownAs.NAME and row.person is not None:
        return str(row.person.name)
    return _("Somebody")


@dataclass(frozen=True)
class Progress:
    answered: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.answered


def progress(row: Consultation) -> Progress:
    """How many comments have an answer. One query."""
    rows = ConsultationComment.objects.filter(consultation=row, withdrawn_at=None)
    found = rows.aggregate(total=Count("pk"), answered=Count("pk", filter=~Q(answer="")))
    return Progress(found["answered"], found["total"])


def answers_given(row: Consultation) -> list[tuple[str, int]]:
    """Each answer in words and how often it was given, in their order; without those that were not. One query."""
    rows = ConsultationComment.objects.filter(consultation=row, withdrawn_at=None)
    counted = dict(rows.order_by().values_list("answer").annotate(Count("pk")))
    given = [(str(answer.label), counted.get(answer, 0)) for answer in Answer]
    if counted.get("", 0):
        given.append((_("No answer"), counted[""]))
    return [(label, count) for label, count in given if count]


def next_unanswered(row: Consultation, after: ConsultationComment) -> ConsultationComment | None:
    """The next comment without an answer, from the beginning again after the last one. Two queries at most."""
    rows = comments_of(row).filter(answer="").exclude(pk=after.pk)
    ids = list(rows.values_list("pk", flat=True)[:MOST_IN_FILE])
    if not ids:
        return None
    later = [pk for pk in ids if pk > after.pk]
    return rows.filter(pk=(later or ids)[0]).first()


def columns() -> tuple[Column, ...]:
    return (
        Column("number", _("Comment number"), kind="integer", width=10),
        Column("part", _("Part of the text"), width=30),
        Column("words", _("Comment"), width=60, longest=10_000),
        Column("who", _("Whose"), width=25),
        Column("day", _("Day"), kind="date"),
        Column("same", _("Say the same"), kind="integer", width=12),
        Column("answer", _("Answer"), width=20),
        Column("reason", _("Why"), width=60, longest=5_000),
    )


def sheet_of(row: Consultation) -> Sheet:
    """All comments with their answers, as everybody reads them. Two queries."""
    comments = list(comments_of(row)[:MOST_IN_FILE])
    rows = [
        {
            "number": number,
            "part": said.row.part.heading if said.row.part else _("The whole text"),
            "words": said.words or f"{HIDDEN}: {said.row.hidden_why}",
            "who": said.who,
            "day": timezone.localdate(said.row.at),
            "same": said.row.same,  # type: ignore[attr-defined]
            "answer": said.row.get_answer_display() if said.row.answer else _("No answer"),
            "reason": said.row.reason,
        }
        for number, said in enumerate(told(row, comments, None), 1)
    ]
    return Sheet(_("Comments and answers"), columns(), rows)
