"""Local initiatives: their text and its versions, who writes and supports them, what they came of, and each state."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils.translation import override

from talka.cooperation.models import JointProject
from talka.cooperation.trail import PROJECT
from talka.initiatives.access.initiatives import AUTHOR, SUPPORTER
from talka.initiatives.actions.initiative_texts import FIELDS, content_of
from talka.initiatives.actions.naming import wording
from talka.initiatives.actions.resemblances import compare_anew
from talka.initiatives.mailboxes import mailbox_of
from talka.initiatives.models import Author, Initiative, InitiativeStep, InitiativeText, Supporter
from talka.initiatives.trail_of_initiatives import INITIATIVE, LED_TO
from talka.links.actions import connect
from talka.needs.models import Measure, Need
from talka.people.models import Person

from ..record_files import read_toml
from .initiative_files import in_order
from .load import Reading, amount, checked, unknown, wrong
from .load_choosings import load_choosings
from .load_consultations import load_consultations
from .load_council import load_council
from .load_deliberations import load_deliberations
from .load_initiative_folder import SOURCES, InitiativeFolder, agreed, at_place, hidden, load_moderation, said
from .load_training_folder import Told, kept, moment, needed_moment

TEXT = ("title", "what", "where", "why", "carrier", "state")
STEP = ("state", "on", "role", "reason")
SUPPORT = ("text", "wants_answer", "by_link")


def load_initiatives(reading: Reading, needs: Mapping[str, Need], measures: Mapping[str, Measure]) -> None:
    """Initiatives are found by their title and area, authors and supporters by their person, states and versions of the
    text by their place."""
    folder = InitiativeFolder(reading, {"need": needs, "measure": measures})
    for path in in_order(reading.folder / "initiatives"):
        folder.initiatives[path.stem] = _Initiative(folder, path).read()
    for row in folder.initiatives.values():
        if row.published_at is not None:
            compare_anew(row)
    load_deliberations(folder)
    load_consultations(folder)
    load_choosings(folder)
    load_council(folder)


class _Initiative:
    """One file on its way into the database."""

    def __init__(self, folder: InitiativeFolder, path: Path) -> None:
        self.folder, self.where = folder, path.name
        self.data = read_toml(path)

    def read(self) -> Initiative:
        self.row = self._row()
        for told in self.data.get("author", []):
            self._author(told)
        for place, told in enumerate(self.data.get("step", [])):
            self._step(told, place)
        self._texts()
        self._supporters()
        load_moderation(self.folder, INITIATIVE, self.row, self.data, self.where)
        for kind, pk in self.folder.sources(self.data, SOURCES, self.where):
            connect(kind, pk, LED_TO, INITIATIVE, self.row.pk)
        for slug in self.data.get("joint_projects", []):
            project = JointProject.objects.filter(slug=slug, programme=self.folder.reading.programme).first()
            if project is None:
                raise unknown(self.where, str(slug))
            connect(INITIATIVE, self.row.pk, LED_TO, PROJECT, project.pk)
        return self.row

    def _row(self) -> Initiative:
        data, reading = self.data, self.folder.reading
        values = said(data, TEXT, Initiative) | {"needs": data.get("needs_besides", "")}
        values["cost"] = amount(data.get("cost"), self.where)
        checked(Initiative(**values), self.where)
        area = reading.area(str(data.get("area", "")), self.where)
        if area is None:
            raise unknown(self.where, "area")
        values |= hidden(data, self.where) | {
            "area": area,
            "illustrative": area.illustrative,
            "programme": None if data.get("outside") else reading.programme,
            "organisation": self.folder.organisation(data.get("organisation"), self.where),
            "by": self.folder.somebody(data.get("by"), self.where),
            "published_at": moment(data, "published_at", self.where),
            "created_at": needed_moment(data, "begun_at", self.where),
        }
        if (values["published_at"] is None) != (values.get("state") == Initiative.State.DRAFT):
            raise wrong(self.where, f"state = {values.get('state')}", "A draft alone has no published_at.")
        rows = Initiative.objects.filter(
            Q(programme=reading.programme) | Q(programme=None), title=values["title"], area=area, retired_at=None
        )
        found = self.folder.standing(rows, "initiative", values["title"], area.pk)
        return kept(found or Initiative(), values)

    def _author(self, told: Told) -> None:
        person = self._person(told)
        values: dict[str, Any] = {"state": told.get("state", Author.State.ACCEPTED)}
        checked(Author(**values), self.where)
        values |= {
            "invited_by": self.folder.somebody(told.get("invited_by"), self.where),
            "created_at": needed_moment(told, "since", self.where),
            "answered_at": moment(told, "answered_at", self.where),
        }
        found = Author.objects.filter(initiative=self.row, person=person).first()
        kept(found or Author(initiative=self.row, person=person), values)
        self._named(told, person, AUTHOR)

    def _step(self, told: Told, place: int) -> None:
        values = said(told, STEP, InitiativeStep)
        where = f"{self.where}: step {place + 1}"
        checked(InitiativeStep(**values), where)
        values |= {"by": self.folder.somebody(told.get("by"), where), "at": needed_moment(told, "at", where)}
        there = list(InitiativeStep.objects.filter(initiative=self.row).order_by("at", "pk"))
        kept(at_place(there, place, InitiativeStep(initiative=self.row)), values)

    def _texts(self) -> None:
        """A published one has its text as it was supported; where no version is told it is the one that stands."""
        row = self.row
        for number, told in enumerate(self.data.get("text", []), start=1):
            where = f"{self.where}: text {number}"
            words = told.get("content", {})
            values: dict[str, Any] = {name: told.get(name, "") for name in ("changed",)}
            values["content"] = {name: str(words.get(name, "")) for name in FIELDS}
            checked(InitiativeText(number=number, **values), where)
            values |= {"by": self.folder.somebody(told.get("by"), where), "at": needed_moment(told, "at", where)}
            found = InitiativeText.objects.filter(initiative=row, number=number).first()
            kept(found or InitiativeText(initiative=row, number=number), values)
        if row.published_at is not None and not InitiativeText.objects.filter(initiative=row).exists():
            values = {"content": content_of(row), "by": row.by, "at": row.published_at}
            kept(InitiativeText(initiative=row, number=1), values)

    def _supporters(self) -> None:
        seen: set[str] = set()
        for told in self.data.get("supporter", []):
            self.folder.only_made_up("supporter", self.where)
            person = self._person(told)
            mailbox = mailbox_of(person.email)
            for each in filter(None, (str(person.pk), mailbox)):
                if each in seen:
                    raise wrong(self.where, f"supporter {told['person']}", "One person supports an initiative once.")
                seen.add(each)
            values = said(told, SUPPORT, Supporter)
            checked(Supporter(**values), self.where)
            values |= {"mailbox": mailbox, "at": needed_moment(told, "at", self.where)}
            same = Q(person=person) | (Q(mailbox=mailbox) if mailbox else Q(pk=None))
            found = Supporter.objects.filter(same, initiative=self.row).first()
            kept(found or Supporter(initiative=self.row), values | {"person": person})
            self._named(told, person, SUPPORTER)

    def _person(self, told: Told) -> Person:
        return self.folder.reading.person(str(told.get("person", "")), self.where)

    def _named(self, told: Told, person: Person, subject: str) -> None:
        at = moment(told, "named_at", self.where)
        if at is not None:
            self.folder.only_made_up("named_at", self.where)
            with override(person.language):
                words = wording(subject)
            agreed(person, subject, self.row.pk, at, words)
