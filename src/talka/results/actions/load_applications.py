"""Applications to a training programme: criteria, what applicants tell, points, meetings and decisions."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from talka.learning.models import (
    Application,
    ApplicationAnswer,
    ApplicationMember,
    Cohort,
    Criterion,
    Score,
    Scorer,
    SelectionDecision,
    SelectionMeeting,
)
from talka.ui.folding import fold

from ..record_files import words
from .load import amount, checked, unknown
from .load_training_folder import Told, TrainingFolder, given, kept, moment, needed_moment

APPLICATION = ("language", "name", "place", "motivation", "outcome", "reserve_place")
MOMENTS = ("agreed_at", "withdrawn_at")
MEMBER = ("given_name", "family_name", "email")
SCORE = ("points", "note")
MEETING = ("held_on", "present", "minutes")
DECISION = ("outcome", "reason")

Criteria = Mapping[int, Criterion]
Meetings = Mapping[tuple[int, dt.date], SelectionMeeting]


def load_applications(folder: TrainingFolder) -> None:
    """Criteria are found by their place, applications by their number within the cohort, meetings by their day, members
    of the team and decisions by their place."""
    data, where = folder.file("applications.toml")
    criteria = {
        order: _criterion(folder, told, order, f"{where}: criterion {order}")
        for order, told in enumerate(data.get("criterion", []), start=1)
    }
    for order, told in enumerate(data.get("scorer", []), start=1):
        _scorer(folder, told, f"{where}: scorer {order}")
    meetings = dict(
        _meeting(folder, told, f"{where}: meeting {order}") for order, told in enumerate(data.get("meeting", []), 1)
    )
    for told in data.get("application", []):
        _Application(folder, criteria, meetings, f"{where}: application {told.get('number', '')}").read(told)


def _criterion(folder: TrainingFolder, told: Told, order: int, where: str) -> Criterion:
    values: dict[str, Any] = {name: words(told.get(name)) for name in ("title", "asked")}
    values |= given(told, ("most_points",)) | {"weight": amount(told.get("weight", 1), where)}
    checked(Criterion(order=order, **values), where)
    values["retired_at"] = moment(told, "retired_at", where)
    values["created_at"] = moment(told, "since", where) or timezone.now()
    row = Criterion.objects.filter(training=folder.training, order=order).first()
    if row is not None and "since" not in told:
        values["created_at"] = row.created_at
    return kept(row or Criterion(training=folder.training, order=order), values)


def _scorer(folder: TrainingFolder, told: Told, where: str) -> None:
    person = folder.reading.person(str(told.get("person", "")), where)
    cohort = folder.cohort(told.get("cohort"), where)
    left = moment(told, "left_at", where)
    Scorer.objects.update_or_create(cohort=cohort, person=person, defaults={"left_at": left})


def _meeting(folder: TrainingFolder, told: Told, where: str) -> tuple[tuple[int, dt.date], SelectionMeeting]:
    cohort = folder.cohort(told.get("cohort"), where)
    values = given(told, MEETING)
    checked(SelectionMeeting(**values), where)
    key = str(told.get("event", ""))
    if key and key not in folder.reading.events:
        raise unknown(where, key)
    values["event"] = folder.reading.events.get(key)
    held_on = values.pop("held_on")
    row, _made = SelectionMeeting.objects.update_or_create(cohort=cohort, held_on=held_on, defaults=values)
    return (cohort.number, held_on), row


class _Application:
    """One application on its way into the database."""

    def __init__(self, folder: TrainingFolder, criteria: Criteria, meetings: Meetings, where: str) -> None:
        self.folder, self.criteria, self.meetings, self.where = folder, criteria, meetings, where

    def read(self, told: Told) -> None:
        reading, cohort = self.folder.reading, self.folder.cohort(told.get("cohort"), self.where)
        organisation = reading.organisation(str(told.get("organisation", "")), self.where)
        values = given(told, APPLICATION)
        values.setdefault("name", organisation.name if organisation else "")
        values["folded"] = fold(values["name"])[:300]
        checked(Application(number=told.get("number"), **values), self.where, but=("number",))
        area = reading.area(str(told.get("area", "")), self.where)
        values |= {name: moment(told, name, self.where) for name in MOMENTS} | {
            "sent_at": needed_moment(told, "sent_at", self.where),
            "person": reading.person(str(told.get("person", "")), self.where),
            "organisation": organisation,
            "area": area or (organisation.area if organisation else None),
            "team": self.folder.team(cohort, told["team"], self.where) if told.get("team") else None,
        }
        row = Application.objects.filter(cohort=cohort, number=told["number"]).first()
        row = kept(row or Application(cohort=cohort, number=told["number"]), values | {"begun_at": values["sent_at"]})
        for order, one in enumerate(told.get("member", []), start=1):
            member = given(one, MEMBER)
            checked(ApplicationMember(order=order, **member), self.where)
            ApplicationMember.objects.update_or_create(application=row, order=order, defaults=member)
        for one in told.get("answer", []):
            criterion = self._criterion(one)
            ApplicationAnswer.objects.update_or_create(
                application=row, criterion=criterion, defaults={"words": str(one.get("words", ""))}
            )
        for one in told.get("score", []):
            self._score(one, row, cohort)
        for place, one in enumerate(told.get("decision", [])):
            self._decision(one, row, place)

    def _criterion(self, told: Told) -> Criterion:
        number = int(told.get("criterion", 0))
        if number not in self.criteria:
            raise unknown(self.where, f"criterion {number}")
        return self.criteria[number]

    def _score(self, told: Told, row: Application, cohort: Cohort) -> None:
        person = self.folder.reading.person(str(told.get("scorer", "")), self.where)
        scorer = Scorer.objects.filter(cohort=cohort, person=person).first()
        if scorer is None:
            raise unknown(self.where, str(told.get("scorer", "")))
        criterion, values = self._criterion(told), given(told, SCORE)
        checked(Score(**values), self.where)
        if values["points"] > criterion.most_points:
            raise unknown(self.where, f"points = {values['points']}")
        Score.objects.update_or_create(application=row, scorer=scorer, criterion=criterion, defaults=values)

    def _decision(self, told: Told, row: Application, place: int) -> None:
        values = given(told, DECISION)
        checked(SelectionDecision(**values), self.where)
        day = told.get("meeting")
        if day and (row.cohort.number, day) not in self.meetings:
            raise unknown(self.where, f"meeting {day}")
        values |= {
            "meeting": self.meetings[row.cohort.number, day] if day else None,
            "by": self.folder.somebody(told.get("by"), self.where),
            "decided_at": needed_moment(told, "decided_at", self.where),
            "told_at": moment(told, "told_at", self.where),
        }
        there = list(row.decisions.all())
        kept(there[place] if place < len(there) else SelectionDecision(application=row), values)
