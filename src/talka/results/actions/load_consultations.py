"""Public consultations: the text in parts, what was said to it, how many say the same, and what was answered."""

from pathlib import Path

from django.db.models import Q
from django.utils.translation import override

from talka.initiatives.access.consultations import CONSENT
from talka.initiatives.actions.consultation_comments import wording_named
from talka.initiatives.consultations_registry import COMMENT
from talka.initiatives.models import CommentSupport, Consultation, ConsultationComment, ConsultationPart
from talka.initiatives.trail_of_consultations import CONSULTATION, CONSULTED
from talka.links.actions import connect
from talka.people.models import Person

from ..record_files import read_toml
from .initiative_files import in_order
from .load import checked, unknown, wrong
from .load_initiative_folder import PLANNED, InitiativeFolder, agreed, at_place, hidden, load_moderation, said
from .load_training_folder import Told, kept, moment, needed_moment

CONSULTED_ON = ("title", "about", "subject", "link", "opens_on", "closes_on", "after", "conclusion")
PART = ("heading", "text", "removed_why")
COMMENT_WORDS = ("words", "shown_as", "answer", "reason")


def load_consultations(folder: InitiativeFolder) -> None:
    """They are found by their title and area, parts and comments by their place. How many say the same is a number:
    nobody's name stands with it."""
    for path in in_order(folder.reading.folder / "consultations"):
        folder.consultations[path.stem] = _Consultation(folder, path).read()


class _Consultation:
    """One file on its way into the database."""

    def __init__(self, folder: InitiativeFolder, path: Path) -> None:
        self.folder, self.where = folder, path.name
        self.data = read_toml(path)

    def read(self) -> Consultation:
        self.row = self._row()
        there = list(ConsultationPart.objects.filter(consultation=self.row).order_by("order", "pk"))
        self.parts = [self._part(told, place, there) for place, told in enumerate(self.data.get("part", []))]
        comments = list(ConsultationComment.objects.filter(consultation=self.row).order_by("at", "pk"))
        for place, told in enumerate(self.data.get("comment", [])):
            self._comment(told, place, comments)
        for kind, pk in self.folder.sources(self.data, PLANNED, self.where):
            connect(kind, pk, CONSULTED, CONSULTATION, self.row.pk)
        return self.row

    def _row(self) -> Consultation:
        data, reading = self.data, self.folder.reading
        values = said(data, CONSULTED_ON, Consultation)
        checked(Consultation(**values), self.where)
        area = reading.area(str(data.get("area", "")), self.where)
        if area is None:
            raise unknown(self.where, "area")
        values |= {name: moment(data, name, self.where) for name in ("published_at", "reported_at")}
        values |= {
            "area": area,
            "illustrative": area.illustrative,
            "organisation": self.folder.organisation(data.get("organisation"), self.where),
            "programme": None if data.get("outside") else reading.programme,
            "initiative": self.folder.named(self.folder.initiatives, data.get("initiative"), self.where),
            "event": self.folder.named(reading.events, data.get("event"), self.where),
            "by": self.folder.somebody(data.get("by"), self.where),
            "created_at": needed_moment(data, "begun_at", self.where),
        }
        rows = Consultation.objects.filter(
            Q(programme=reading.programme) | Q(programme=None), title=values["title"], area=area, retired_at=None
        )
        found = self.folder.standing(rows, "consultation", values["title"], area.pk)
        return kept(found or Consultation(), values)

    def _part(self, told: Told, place: int, there: list[ConsultationPart]) -> ConsultationPart:
        where = f"{self.where}: part {place + 1}"
        values = said(told, PART, ConsultationPart)
        checked(ConsultationPart(order=place + 1, **values), where)
        values |= {"order": place + 1, "removed_at": moment(told, "removed_at", where)}
        return kept(at_place(there, place, ConsultationPart(consultation=self.row)), values)

    def _comment(self, told: Told, place: int, there: list[ConsultationComment]) -> None:
        where = f"{self.where}: comment {place + 1}"
        values = said(told, COMMENT_WORDS, ConsultationComment)
        checked(ConsultationComment(**values), where)
        number = int(told.get("part", 0))
        if not 0 <= number <= len(self.parts):
            raise unknown(where, f"part {number}")
        person = self._writer(told, where)
        values |= hidden(told, where) | {
            "part": self.parts[number - 1] if number else None,
            "organisation": self.folder.organisation(told.get("organisation"), where),
            "answered_by": self.folder.somebody(told.get("answered_by"), where),
            "at": needed_moment(told, "at", where),
        }
        values |= {name: moment(told, name, where) for name in ("withdrawn_at", "answered_at")}
        if person is not None:
            values["person"] = person
        row = kept(at_place(there, place, ConsultationComment(consultation=self.row)), values)
        self._same(row, told, where)
        named = moment(told, "named_at", where)
        if named is not None and person is not None:
            with override(person.language):
                words = wording_named(row.shown_as)
            agreed(person, CONSENT, row.pk, named, words)
        load_moderation(self.folder, COMMENT, row, told, where)

    def _writer(self, told: Told, where: str) -> Person | None:
        person = self.folder.somebody(told.get("person"), where)
        if person is not None:
            self.folder.only_made_up("person", where)
        return person

    def _same(self, row: ConsultationComment, told: Told, where: str) -> None:
        told_of = int(told.get("supports", 0))
        if told_of < 0:
            raise wrong(where, f"supports = {told_of}", "It is a number of people.")
        missing = told_of - CommentSupport.objects.filter(comment=row).count()
        CommentSupport.objects.bulk_create(CommentSupport(comment=row) for _each in range(max(missing, 0)))
