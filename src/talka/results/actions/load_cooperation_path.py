"""The path of a cooperation case: what was answered in each step, its documents and decisions, seats, evaluations."""

from collections.abc import Callable, Mapping
from typing import Any

from talka.cooperation.actions.steps import RATINGS, fitting, step_of
from talka.cooperation.law.register import services
from talka.cooperation.models import CaseStep, CooperationCase, Evaluation, Partner, PartnerAnswers, Seat, StepPaper
from talka.cooperation.path.answers import Answers
from talka.cooperation.path.legal import questions_of
from talka.cooperation.path.ratings import checked_ratings
from talka.cooperation.path.register import Question, steps

from ..record_files import read_toml
from .load import Reading, checked, placed, unknown, wrong

Told = Mapping[str, Any]
STEP = ("state", "reason", "notes")
PAPER = ("kind", "title", "day", "decided_by", "number", "audience", "link")
SEAT = ("name", "role", "chair_from", "chair_to", "left_on")
EVALUATION = ("due_on", "held_on", "conclusions", "audience")


def load_path(reading: Reading, case: CooperationCase) -> None:
    """Steps are found by their key, papers by kind and title within the step, seats by body, partner and role,
    evaluations by the day they are due."""
    path = reading.folder / "cooperation" / case.slug / "path.toml"
    if not path.exists():
        return
    data = read_toml(path)
    for told in data.get("step", []):
        _step(reading, case, told, f"{case.slug}/{path.name}: step {told.get('key', '')}")
    for told in data.get("seat", []):
        _seat(reading, case, told, f"{case.slug}/{path.name}: seat {told.get('role', '')}")
    for told in data.get("evaluation", []):
        _evaluation(reading, case, told, f"{case.slug}/{path.name}: evaluation {told.get('due_on', '')}")


def _step(reading: Reading, case: CooperationCase, told: Told, where: str) -> None:
    key = str(told.get("key", ""))
    if key not in steps():
        raise unknown(where, key)
    found = step_of(key)
    given = _given(told, STEP) | {
        "answers": _fitting(reading, questions_of(found, case.service), told.get("answers", {}), case, where)
    }
    checked(CaseStep(case=case, step=key, **given), where)
    CaseStep.objects.update_or_create(case=case, step=key, defaults=given)
    for row in told.get("partner", []):
        partner = _partner(reading, case, row.get("organisation"), where)
        answers = _fitting(reading, found.partner_questions, row.get("answers", {}), case, where)
        if RATINGS in row:
            answers[RATINGS] = _ratings(row[RATINGS], where)
        PartnerAnswers.objects.update_or_create(partner=partner, step=key, defaults={"answers": answers})
    for row in told.get("paper", []):
        given = _given(row, PAPER)
        checked(StepPaper(case=case, step=key, **given), where)
        at = {"kind": given.pop("kind", StepPaper.Kind.DOCUMENT), "title": given.pop("title")}
        StepPaper.objects.update_or_create(case=case, step=key, retired_at=None, **at, defaults=given)


def _ratings(given: Any, where: str) -> dict[str, dict[str, int]]:
    try:
        return checked_ratings(given, services())
    except ValueError as fault:
        raise wrong(where, f"{RATINGS}.{fault}", "Four whole numbers from 1 to 5 are expected.") from None


def _seat(reading: Reading, case: CooperationCase, told: Told, where: str) -> None:
    given = _given(told, SEAT)
    body = told.get("body", "")
    checked(Seat(case=case, body=body, **given), where)
    asked = str(told.get("person", ""))
    given["person"] = reading.person(asked, where) if asked else None
    at = {"partner": _partner(reading, case, told.get("partner"), where), "body": body, "role": given.pop("role")}
    Seat.objects.update_or_create(case=case, **at, defaults=given)


def _evaluation(reading: Reading, case: CooperationCase, told: Told, where: str) -> None:
    asked = steps()["evaluation"].review_questions
    given = _given(told, EVALUATION) | {"answers": _fitting(reading, asked, told.get("answers", {}), case, where)}
    checked(Evaluation(case=case, **given), where)
    due_on = given.pop("due_on")
    Evaluation.objects.update_or_create(case=case, due_on=due_on, defaults=given)


def _partner(reading: Reading, case: CooperationCase, key: Any, where: str) -> Partner:
    organisation = reading.organisation(str(key or ""), where)
    found = Partner.objects.filter(case=case, organisation=organisation).first() if organisation else None
    if found is None:
        raise unknown(where, str(key))
    return found


def _fitting(reading: Reading, asked: tuple[Question, ...], given: Any, case: CooperationCase, where: str) -> Answers:
    """The answers, each fitting its question; a partner is named by its key in the folder. Raises Refusal."""

    def known(key: str) -> str:
        organisation = reading.organisation(key, where)
        return organisation.key if organisation is not None else ""

    if not isinstance(given, Mapping):
        raise wrong(where, "answers", "A table with the keys of questions is expected.")
    named = with_partners(asked, given, known)
    with placed(where):
        return fitting(asked, named, case)


def with_partners(asked: tuple[Question, ...], given: Mapping[str, Any], named: Callable[[str], str]) -> dict[str, Any]:
    """The same answers with every partner in them called otherwise."""
    found = dict(given)
    for question in asked:
        value = found.get(question.key)
        cells = {column.key for column in question.columns if column.kind == "partner"}
        if question.kind == "partner" and isinstance(value, str):
            found[question.key] = named(value)
        elif cells and isinstance(value, list):
            found[question.key] = [
                {name: named(cell) if name in cells else cell for name, cell in row.items()} for row in value
            ]
    return found


def _given(told: Told, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: told[name] for name in names if name in told}
