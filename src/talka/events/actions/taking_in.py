"""From checked rows to what is kept: registrations, attendance and feedback in bulk."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.qr import new_code, plain_code
from talka.documents.tables import Fault
from talka.events import clock, funder_asked, sheets
from talka.events.models import Answer, Choice, Event, Question, Registration
from talka.events.queries.privacy import notice_for
from talka.events.queries.questions import blocks_of
from talka.events.queries.seats import Seats
from talka.people.actions.organisations import find_or_create_organisation, refusal_of_organisation
from talka.people.actions.persons import PersonData, find_or_create_person, refusal_of
from talka.people.models import Consent, Organisation, Person, new_token
from talka.ui.folding import fold
from talka.ui.refusals import Refusal

from . import feedback, waiting_list
from .applicants import READY, Applicant, correct_person, keep_consent
from .attendance import record_signed

Rows = Sequence[Mapping[str, Any]]
State = Registration.State


@dataclass
class Checked:
    """What is wrong with rows that each look right by themselves."""

    faults: list[Fault] = field(default_factory=list)

    def fault(self, row: Mapping[str, Any], column: str, what: str, advice: str = "") -> None:
        self.faults.append(Fault(row["row"], column, what, advice))


def _who(row: Mapping[str, Any]) -> tuple[str, str]:
    """By what a row means a person: address and name; without an address, name and organisation."""
    name = fold(f"{row.get('given_name', '')} {row.get('family_name', '')}")
    return (row.get("email") or fold(row.get("organisation") or "")).lower(), name


def _refused(row: Mapping[str, Any]) -> Refusal | None:
    """Why the person or the organisation of a row could not be entered."""
    data = PersonData(
        given_name=row.get("given_name") or "",
        family_name=row.get("family_name") or "",
        email=row.get("email") or "",
        position=row.get("position") or "",
    )
    return refusal_of_organisation(row.get("organisation") or "") or refusal_of(data)


def check_registrations(event: Event, rows: Rows) -> Checked:
    """Doubles within the table, codes that belong to nobody, options that are none."""
    checked = Checked()
    codes = set(Registration.objects.filter(event=event).values_list("code", flat=True))
    several = [q for q in event.questions.all() if q.kind == Question.Kind.SEVERAL]
    seen: dict[tuple[str, str], int] = {}
    seen_codes: dict[str, int] = {}
    blocks = blocks_of(event)
    for row in rows:
        code = plain_code(row.get("code") or "")
        if code and code not in codes:
            checked.fault(
                row,
                _("Code"),
                _("Nobody in this event has the code “%(code)s”.") % {"code": code},
                _("Leave the code empty for a new registration."),
            )
        elif code and code in seen_codes:
            checked.fault(row, _("Code"), _("The same code stands in row %(row)s too.") % {"row": seen_codes[code]})
        elif _who(row) in seen:
            checked.fault(
                row,
                _("E-mail"),
                _("The same person stands in row %(row)s too.") % {"row": seen[_who(row)]},
                _("Leave one of the two rows out."),
            )
        elif refusal := _refused(row):
            checked.fault(row, "", str(refusal.what), str(refusal.advice))
        for number, block in enumerate(blocks):
            chosen = [key for rank in range(1, block.asked + 1) if (key := row.get(f"group_{number}_{rank}"))]
            if len(set(chosen)) < len(chosen):
                checked.fault(row, _("Choice %(rank)s") % {"rank": 1}, _("The same group is chosen twice."))
        for question in several:
            text = row.get(f"q_{question.key}") or ""
            if text and sheets.several_from_text(question, text) is None:
                checked.fault(
                    row, str(question.label), _("“%(text)s” is not one of the possible values.") % {"text": text[:60]}
                )
        seen.setdefault(_who(row), row["row"])
        if code:
            seen_codes.setdefault(code, row["row"])
    return checked


def take_registrations(event: Event, rows: Rows, *, found: set[str], by: Person | None) -> dict[str, int]:
    """Add those who are new, change those who are known; columns that are not in the table change nothing.

    No letters are sent. Where the table says no state, a seat is given as long as there are any.
    """
    from .registration import locked

    event = locked(event)
    intake = _Intake(event, found, by)
    report = {"added": 0, "changed": 0, "unchanged": 0}
    for row in rows:
        report[intake.take(row)] += 1
    intake.finish()
    waiting_list.move_up(event)
    return report


class _Intake:
    """What is known before the first row, so that ten thousand rows need no ten thousand searches."""

    def __init__(self, event: Event, found: set[str], by: Person | None) -> None:
        self.event, self.found, self.by = event, found, by
        self.seats = Seats.of(event)
        self.blocks = blocks_of(event)
        self.items = {item.key: item for block in self.blocks for item in block.items}
        self.questions = list(event.questions.all())
        self.asked = funder_asked.asked_of(event)
        self.notice = notice_for(event)
        self.organisations: dict[tuple[str, str], Organisation] = {}
        self.by_code: dict[str, Registration] = {}
        self.by_who: dict[tuple[str, str], Registration] = {}
        self.by_person: dict[int, Registration] = {}
        known = (
            Registration.objects.filter(event=event)
            .select_related("person", "organisation")
            .prefetch_related("choices__item", "answers")
        )
        for one in known:
            one.event = event
            self._remember(one)
        self.photos = set(
            Consent.objects.filter(
                kind=Consent.Kind.PHOTOS, subject_kind="event", subject_id=str(event.pk), withdrawn_at=None
            ).values_list("person_id", flat=True)
        )
        self.new_choices: list[Choice] = []
        self.new_answers: list[Answer] = []

    def _remember(self, one: Registration) -> None:
        name = fold(one.person.name)
        self.by_code[one.code] = one
        self.by_person[one.person_id] = one
        organisation = fold(one.organisation.name) if one.organisation else ""
        self.by_who[(one.person.email.lower() or organisation, name)] = one

    def organisation(self, row: Mapping[str, Any]) -> Organisation | None:
        name, kind = " ".join((row.get("organisation") or "").split()), row.get("kind") or ""
        if not name:
            return None
        key = (fold(name), kind)
        if key not in self.organisations:
            self.organisations[key] = find_or_create_organisation(
                name, by=self.by, kind=kind, illustrative=self.event.project.programme.illustrative
            )
        return self.organisations[key]

    def take(self, row: Mapping[str, Any]) -> str:
        code = plain_code(row.get("code") or "")
        known = self.by_code.get(code) if code else self.by_who.get(_who(row))
        organisation = self.organisation(row)
        if known is None:
            data = PersonData(
                given_name=row["given_name"],
                family_name=row["family_name"],
                email=(row.get("email") or "").lower(),
                organisation=organisation,
                position=row.get("position") or "",
                language=row.get("language") or "lv",
            )
            person = find_or_create_person(
                data, by=self.by, illustrative=self.event.project.programme.illustrative, complete=True
            ).person
            known = self.by_person.get(person.pk)
            if known is None:
                self._add(row, person, organisation)
                return "added"
        return "changed" if self._change(known, row, organisation) else "unchanged"

    def _add(self, row: Mapping[str, Any], person: Person, organisation: Organisation | None) -> None:
        code = new_code(6)
        while code in self.by_code:
            code = new_code(6)
        area = organisation.area_id if organisation else None
        state = row.get("state") or (
            State.REGISTERED if self.seats.left_for(organisation.pk if organisation else None, area) else State.WAITING
        )
        if state == State.REGISTERED:
            self.seats.take(organisation.pk if organisation else None, area)
        now = timezone.now()
        one = Registration(
            event=self.event,
            person=person,
            token=new_token(),
            code=code,
            state=state,
            source=Registration.Source.IMPORT,
            registered_by=self.by,
            organisation=organisation,
            waiting_since=now if state == State.WAITING else None,
            cancelled_at=now if state == State.CANCELLED else None,
        )
        self._fill(one, row)
        one.save()
        if registered := row.get("registered_at"):
            at = dt.datetime.fromisoformat(str(registered)).replace(tzinfo=clock.zone_of(self.event))
            Registration.objects.filter(pk=one.pk).update(registered_at=at)
        self._remember(one)
        self._hang(one, row, new=True)

    def _fill(self, one: Registration, row: Mapping[str, Any]) -> None:
        if "position" in self.found:
            one.position = row.get("position") or ""
        if "language" in self.found and row.get("language"):
            one.language = row["language"]
        if "remark" in self.found:
            one.remark = row.get("remark") or ""
        told = {one.key: funder_asked.PREFIX + one.key for one in self.asked}
        said = {key: row.get(column) for key, column in told.items() if column in self.found}
        if said:
            one.funder_answers = funder_asked.only_asked(self.event, {**one.funder_answers, **said})
        for question in self.questions:
            column = READY.get(question.kind)  # type: ignore[call-overload]
            key = f"q_{question.key}"
            if column and key in self.found:
                value = row.get(key)
                setattr(one, column, value if column == "overnight" else (value or "")[:300])

    def _change(self, one: Registration, row: Mapping[str, Any], organisation: Organisation | None) -> bool:
        fields = ("position", "language", "remark", "funder_answers", *READY.values(), "organisation_id", "state")
        before = {name: getattr(one, name) for name in fields}
        self._fill(one, row)
        if "organisation" in self.found:
            one.organisation = organisation
        if "state" in self.found and row.get("state") and row["state"] != one.state:
            one.state = row["state"]
            now = timezone.now()
            one.waiting_since = now if one.state == State.WAITING else None
            one.cancelled_at = now if one.state == State.CANCELLED else None
        changed = before != {name: getattr(one, name) for name in fields}
        if changed:
            one.save()
        if self.by is not None and one.person.account_id is None and {"given_name", "family_name"} <= self.found:
            email = row.get("email") or "" if "email" in self.found else one.person.email
            said = Applicant(given_name=row["given_name"], family_name=row["family_name"], email=email)
            changed = correct_person(one.person, said, self.by) or changed
        return self._hang(one, row, new=False) or changed

    def _hang(self, one: Registration, row: Mapping[str, Any], *, new: bool) -> bool:
        """Choices, own questions and the consent; True where any of them is not as it was."""
        changed = False
        for number, block in enumerate(self.blocks):
            keys = [f"group_{number}_{rank}" for rank in range(1, block.asked + 1)]
            if not self.found & set(keys):
                continue
            wanted = [row[key] for key in keys if row.get(key)]
            present = [] if new else [c.item.key for c in one.choices.all() if c.block == block.name]
            if wanted != present:
                changed = True
                if not new:
                    one.choices.filter(block=block.name).delete()
                self.new_choices += [
                    Choice(registration=one, item=self.items[key], block=block.name, rank=rank)
                    for rank, key in enumerate(wanted, start=1)
                ]
        answers = {} if new else {answer.question_id: answer.value for answer in one.answers.all()}
        for question in self.questions:
            key = f"q_{question.key}"
            if question.kind in READY or key not in self.found:
                continue
            value: Any = row.get(key)
            if question.kind == Question.Kind.SEVERAL:
                value = sheets.several_from_text(question, value or "")
            empty = value in (None, "", [])
            if (None if empty else value) != answers.get(question.pk):
                changed = True
                if not new:
                    Answer.objects.filter(registration=one, question=question).delete()
                if not empty:
                    self.new_answers.append(Answer(registration=one, question=question, value=value))
        if "photos" in self.found and row.get("photos") is not None:
            wants = bool(row["photos"])
            if wants != (one.person_id in self.photos):
                changed = True
                keep_consent(one, Consent.Kind.PHOTOS, self.notice.photos if wants else "")
        return changed

    def finish(self) -> None:
        Choice.objects.bulk_create(self.new_choices, batch_size=1000)
        Answer.objects.bulk_create(self.new_answers, batch_size=1000)


def check_attendance(event: Event, rows: Rows) -> Checked:
    checked = Checked()
    codes = set(Registration.objects.filter(event=event).values_list("code", flat=True))
    for row in rows:
        code = plain_code(row.get("code") or "")
        if code not in codes:
            checked.fault(
                row,
                _("Code"),
                _("Nobody in this event has the code “%(code)s”.") % {"code": code},
                _("Add those who came unannounced as walk-ins first."),
            )
    return checked


def take_attendance(event: Event, rows: Rows, *, found: set[str], by: Person | None) -> dict[str, int]:
    """Record every yes; a no takes nothing back, because a check-in is undone by a person only."""
    by_code = dict(Registration.objects.filter(event=event).values_list("code", "pk"))
    days = [day for day in clock.days_of(event) if sheets.day_key(day) in found]
    came = [(by_code[plain_code(row["code"])], day) for row in rows for day in days if row.get(sheets.day_key(day))]
    added = record_signed(event, came, by=by)
    return {"added": added, "changed": 0, "unchanged": len(came) - added}


def check_feedback(event: Event, rows: Rows) -> Checked:
    checked = Checked()
    seen: dict[str, int] = {}
    for row in rows:
        if row["sheet"] in seen:
            checked.fault(row, _("Sheet"), _("The same sheet stands in row %(row)s too.") % {"row": seen[row["sheet"]]})
        seen.setdefault(row["sheet"], row["row"])
    return checked


def take_feedback(event: Event, rows: Rows, *, found: set[str], by: Person | None) -> dict[str, int]:
    known = set(event.feedback.values_list("sent_by", flat=True))
    for row in rows:
        ratings = {key: int(row[key]) for key in feedback.RATINGS if row.get(key)}
        texts = {key: row.get(key) or "" for key in feedback.TEXTS}
        feedback.keep_sheet(event, ratings, texts, number=row["sheet"])
    added = sum(row["sheet"] not in known for row in rows)
    return {"added": added, "changed": len(rows) - added, "unchanged": 0}


CHECKS: Mapping[str, Callable[[Event, Rows], Checked]] = {
    "registrations": check_registrations,
    "attendance": check_attendance,
    "feedback": check_feedback,
}
TAKERS: Mapping[str, Callable[..., dict[str, int]]] = {
    "registrations": take_registrations,
    "attendance": take_attendance,
    "feedback": take_feedback,
}
