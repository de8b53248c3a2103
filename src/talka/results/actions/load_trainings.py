"""Training programmes: modules, who works for them, cohorts with their sessions and teams, and what they answer."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from talka.learning.models import Cohort, Learner, Module, Session, Staff, Team, Training
from talka.learning.trail import ASSESSED, LED_TO, TRAINING
from talka.links.actions import connect
from talka.needs.models import Competence, Measure, Need

from ..record_files import read_toml, words
from .load import Reading, amount, checked, unknown
from .load_applications import load_applications
from .load_assessments import load_assessments
from .load_between import load_between
from .load_homework import load_homework
from .load_training_certificates import load_training_certificates
from .load_training_folder import TrainingFolder

Told = Mapping[str, Any]
PLAIN = ("team_size", "least_modules", "homework_needed", "recorded", "source")
COHORT = ("state", "starts", "ends", "places", "apply_from", "apply_until")


def load_trainings(reading: Reading, needs: Mapping[str, Need], measures: Mapping[str, Measure]) -> None:
    """They are found by their slug, which is the name of their file; modules by their place, cohorts by their number,
    teams by their organisation. What was done in it stands in the folder of its name."""
    for path in sorted((reading.folder / "trainings").glob("*.toml")):
        training = _Training(reading, path)
        training.read({"need": needs, "measure": measures})
        folder = TrainingFolder(reading, training.row, training.modules)
        for load in (load_applications, load_homework, load_between, load_assessments, load_training_certificates):
            load(folder)


class _Training:
    """One file on its way into the database."""

    def __init__(self, reading: Reading, path: Path) -> None:
        self.reading, self.path = reading, path
        self.data, self.where = read_toml(path), path.name
        self.modules: dict[int, Module] = {}

    def read(self, causes: Mapping[str, Mapping[str, Need | Measure]]) -> None:
        self.row = self._row()
        for order, told in enumerate(self.data.get("module", []), start=1):
            self._module(told, order)
        self._staff(self.data, None)
        for number, told in enumerate(self.data.get("cohort", []), start=1):
            self._cohort(told, int(told.get("number", number)))
        for name, known in causes.items():
            for key in self.data.get(f"{name}s", []):
                if str(key) not in known:
                    raise unknown(self.where, str(key))
                connect(name, known[str(key)].pk, LED_TO, TRAINING, self.row.pk)
        for key in self.data.get("showed_needs", []):
            if str(key) not in causes["need"]:
                raise unknown(self.where, str(key))
            connect(TRAINING, self.row.pk, ASSESSED, "need", causes["need"][str(key)].pk)

    def _row(self) -> Training:
        data = self.data
        given: dict[str, Any] = {name: data[name] for name in PLAIN if name in data}
        given |= {name: words(data.get(name)) for name in ("title", "about", "for_whom")}
        given["least_hours"] = amount(data.get("least_hours"), self.where)
        checked(Training(slug=self.path.stem, **given), self.where)
        given["programme"] = self.reading.programme
        row, _made = Training.objects.update_or_create(slug=self.path.stem, defaults=given)
        published = row.published_at or timezone.now() if data.get("published") else None
        if published != row.published_at:
            Training.objects.filter(pk=row.pk).update(published_at=published)
        return row

    def _module(self, told: Told, order: int) -> None:
        given: dict[str, Any] = {name: words(told.get(name)) for name in ("title", "outcomes")}
        given["hours"] = amount(told.get("hours"), self.where)
        checked(Module(order=order, **given), f"{self.where}: module {order}")
        row, _made = Module.objects.update_or_create(training=self.row, order=order, retired_at=None, defaults=given)
        row.competences.set([self._competence(str(key)) for key in told.get("competences", [])])
        self.modules[order] = row

    def _competence(self, key: str) -> Competence:
        """The programme's own one, else that of the house."""
        rows = Competence.objects.filter(key=key)
        found = rows.filter(programme=self.reading.programme).first() or rows.filter(programme=None).first()
        if found is None:
            raise unknown(self.where, key)
        return found

    def _staff(self, told: Told, cohort: Cohort | None) -> None:
        for order, one in enumerate(told.get("staff", [])):
            person = self.reading.person(str(one.get("person", "")), self.where)
            checked(Staff(role=one.get("role", "")), f"{self.where}: staff")
            Staff.objects.update_or_create(
                training=self.row, cohort=cohort, person=person, role=one["role"], defaults={"order": order}
            )

    def _cohort(self, told: Told, number: int) -> None:
        where = f"{self.where}: cohort {number}"
        given: dict[str, Any] = {name: told.get(name) for name in COHORT if name in told}
        given["title"] = words(told.get("title"))
        checked(Cohort(number=number, **given), where)
        row, _made = Cohort.objects.update_or_create(training=self.row, number=number, defaults=given)
        self._staff(told, row)
        for one in told.get("session", []):
            self._session(one, row, where)
        for order, one in enumerate(told.get("team", [])):
            self._team(one, row, order, where)

    def _session(self, told: Told, cohort: Cohort, where: str) -> None:
        key = str(told.get("event", ""))
        if key not in self.reading.events:
            raise unknown(where, key)
        module = int(told.get("module", 0))
        if module and module not in self.modules:
            raise unknown(where, f"module {module}")
        given = {"kind": told.get("kind", Session.Kind.SESSION), "module": self.modules.get(module)}
        checked(Session(kind=given["kind"]), where)
        Session.objects.update_or_create(cohort=cohort, event=self.reading.events[key], defaults=given)

    def _team(self, told: Told, cohort: Cohort, order: int, where: str) -> None:
        organisation = self.reading.organisation(str(told.get("organisation", "")), where)
        if organisation is None:
            raise unknown(where, "organisation")
        given: dict[str, Any] = {name: words(told.get(name)) for name in ("title", "aims")}
        given |= {name: told[name] for name in ("left_on", "left_reason") if name in told}
        checked(Team(order=order, **given), f"{where}: team {order + 1}")
        given |= {"order": order, "area": self.reading.area(str(told.get("area", "")), where) or organisation.area}
        row, _made = Team.objects.update_or_create(cohort=cohort, organisation=organisation, defaults=given)
        for one in told.get("people", []):
            days = {name: one[name] for name in ("joined_on", "left_on") if name in one}
            person = self.reading.person(str(one.get("person", "")), where)
            checked(Learner(**days), where)
            Learner.objects.update_or_create(team=row, person=person, defaults=days)
