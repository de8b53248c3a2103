"""Deliberations: statements, the votes on them by numbered participants, questions to officials and their answers.

Nobody who took part stands in these files by name, made up or not: votes hang on numbers.
"""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.decisions.models import DecisionRun
from talka.initiatives.actions.deliberation_results import METHOD, SUBJECT, compute
from talka.initiatives.actions.statements import sameness
from talka.initiatives.models import (
    Deliberation,
    DeliberationHearing,
    DeliberationMember,
    DeliberationQuestion,
    QuestionBacker,
    Statement,
    StatementVote,
)
from talka.initiatives.queries.deliberation_input import UNSEEN, VOTES

from ..record_files import read_toml
from .initiative_files import in_order
from .load import checked, unknown, wrong
from .load_initiative_folder import InitiativeFolder, at_place, hidden, load_moderation, said
from .load_training_folder import Told, kept, moment, needed_moment

DELIBERATION = (
    "question", "introduction", "rules", "entry", "checking", "showing", "most_per_person", "most_per_hour", "state",
)  # fmt: skip
TIMES = ("opens_at", "closes_at", "opened_at", "closed_at")
STATEMENT = ("text", "seed", "state", "reason")
QUESTION = ("text", "office", "due", "answer")
Members = Mapping[int, DeliberationMember]


def load_deliberations(folder: InitiativeFolder) -> None:
    """They are found by their question and whose they are, statements and participants by their number, questions to
    officials by their place."""
    for path in in_order(folder.reading.folder / "deliberations"):
        folder.deliberations[path.stem] = _Deliberation(folder, path).read()


class _Deliberation:
    """One file on its way into the database."""

    def __init__(self, folder: InitiativeFolder, path: Path) -> None:
        self.folder, self.where = folder, path.name
        self.data = read_toml(path)

    def read(self) -> Deliberation:
        self.row = self._row()
        self._hearings()
        participants = self.data.get("participant", [])
        self.members = {int(told["number"]): self._member(int(told["number"])) for told in participants}
        statements = [self._statement(told) for told in self.data.get("statement", [])]
        self._votes(sorted(statements, key=lambda row: row.number))
        for place, told in enumerate(self.data.get("asked", [])):
            self._asked(told, place)
        if self.data.get("computed") and not _runs(self.row).exists():
            compute(self.row, by=None)
        return self.row

    def _row(self) -> Deliberation:
        data, programme = self.data, self.folder.reading.programme
        values = said(data, DELIBERATION, Deliberation)
        checked(Deliberation(**values), self.where)
        organisation = self.folder.organisation(data.get("organisation"), self.where)
        values |= {name: moment(data, name, self.where) for name in TIMES}
        values |= {
            "initiative": self.folder.named(self.folder.initiatives, data.get("initiative"), self.where),
            "organisation": organisation,
            "programme": None if organisation else programme,
            "illustrative": self.folder.made_up,
            "by": self.folder.somebody(data.get("by"), self.where),
            "created_at": needed_moment(data, "begun_at", self.where),
        }
        alike = {name: values[name] for name in ("question", "organisation", "programme")}
        rows = Deliberation.objects.filter(**alike, retired_at=None)
        found = self.folder.standing(rows, "deliberation", *alike.values())
        return kept(found or Deliberation(), values)

    def _hearings(self) -> None:
        for slug in self.data.get("hearings", []):
            event = self.folder.reading.events.get(str(slug))
            if event is None:
                raise unknown(self.where, str(slug))
            DeliberationHearing.objects.get_or_create(deliberation=self.row, event=event)

    def _member(self, number: int) -> DeliberationMember:
        """Somebody; in the installation that wrote the file it may be known who."""
        joined = self.row.opened_at or self.row.created_at
        row, _made = DeliberationMember.objects.get_or_create(
            deliberation=self.row, number=number, defaults={"joined_at": joined}
        )
        return row

    def _by_number(self, number: Any, where: str) -> DeliberationMember | None:
        if not number:
            return None
        if int(number) not in self.members:
            raise unknown(where, f"participant {number}")
        return self.members[int(number)]

    def _statement(self, told: Told) -> Statement:
        number = int(told["number"])
        where = f"{self.where}: statement {number}"
        values = said(told, STATEMENT, Statement)
        values["same"] = sameness(str(values.get("text", "")))
        checked(Statement(number=number, **values), where)
        values |= hidden(told, where) | {
            "member": self._by_number(told.get("participant"), where),
            "decided_by": self.folder.somebody(told.get("decided_by"), where),
            "decided_at": moment(told, "decided_at", where),
            "created_at": needed_moment(told, "at", where),
        }
        rows = Statement.objects.filter(deliberation=self.row)
        if rows.filter(same=values["same"]).exclude(number=number).exists():
            raise wrong(where, str(values.get("text", ""))[:60], _("Another statement says the same already."))
        row = kept(rows.filter(number=number).first() or Statement(deliberation=self.row, number=number), values)
        load_moderation(self.folder, "statement", row, told, where)
        return row

    def _votes(self, statements: list[Statement]) -> None:
        """For each participant a sign for each statement, in the order of their numbers."""
        at: dt.datetime = self.row.closed_at or timezone.now()
        standing = {
            (vote.statement_id, vote.member_id): vote
            for vote in StatementVote.objects.filter(statement__deliberation=self.row)
        }
        new, other = [], []
        for told in self.data.get("participant", []):
            member, signs = self.members[int(told["number"])], str(told.get("votes", UNSEEN * len(statements)))
            where = f"{self.where}: participant {member.number}"
            if len(signs) != len(statements):
                raise wrong(where, signs[:60], _("It has a sign for each statement: + - 0, or . for none."))
            for statement, sign in zip(statements, signs, strict=True):
                if sign != UNSEEN and sign not in VOTES:
                    raise wrong(where, sign, _("It has a sign for each statement: + - 0, or . for none."))
                vote = standing.get((statement.pk, member.pk))
                if sign == UNSEEN:
                    continue
                if vote is None:
                    new.append(StatementVote(statement=statement, member=member, side=VOTES[sign], at=at))
                elif vote.side != VOTES[sign]:
                    vote.side, vote.at = VOTES[sign], timezone.now()
                    other.append(vote)
        StatementVote.objects.bulk_create(new, batch_size=1000)
        StatementVote.objects.bulk_update(other, ["side", "at"], batch_size=1000)

    def _asked(self, told: Told, place: int) -> None:
        where = f"{self.where}: asked {place + 1}"
        values = said(told, QUESTION, DeliberationQuestion)
        checked(DeliberationQuestion(**values), where)
        values |= hidden(told, where)
        values |= {name: moment(told, name, where) for name in ("directed_at", "answered_at")}
        values |= {
            "member": self._by_number(told.get("participant"), where),
            "asked_at": needed_moment(told, "asked_at", where),
            "official": self.folder.somebody(told.get("official"), where),
            "entered_by": self.folder.somebody(told.get("entered_by"), where),
        }
        there = list(DeliberationQuestion.objects.filter(deliberation=self.row).order_by("asked_at", "pk"))
        row = kept(at_place(there, place, DeliberationQuestion(deliberation=self.row)), values)
        for number in told.get("backers", []):
            QuestionBacker.objects.get_or_create(question=row, member=self._by_number(number, where))
        load_moderation(self.folder, "question", row, told, where)


def _runs(row: Deliberation) -> Any:
    return DecisionRun.objects.filter(method=METHOD, subject_kind=SUBJECT, subject_id=str(row.pk))
