"""The path of a cooperation case, as `load_cooperation_path` reads it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from talka.cooperation.actions.steps import RATINGS
from talka.cooperation.models import CooperationCase, PartnerAnswers, StepPaper
from talka.cooperation.path.legal import questions_of
from talka.cooperation.path.register import Step, steps
from talka.people.models import Organisation

from ..record_files import write_toml
from .load_cooperation_path import EVALUATION, PAPER, SEAT, STEP, with_partners
from .naming import Keys


def write_path(case: CooperationCase, folder: Path, keys: Keys) -> None:
    """Nothing where nobody has gone a step. Documents kept as a file only are not written, as no uploads are."""
    data = {
        "step": [_step(case, step, keys) for step in steps().values()],
        "seat": [
            {
                "body": row.body,
                "partner": keys.organisation(row.partner.organisation),
                "person": keys.person(row.person),
                **{name: getattr(row, name) for name in SEAT},
            }
            for row in case.seats.select_related("partner__organisation", "person").order_by("body", "pk")
        ],
        "evaluation": [
            {name: getattr(row, name) for name in EVALUATION} | {"answers": row.answers}
            for row in case.evaluations.order_by("due_on")
        ],
    }
    data["step"] = [each for each in data["step"] if len(each) > 1]
    if any(data.values()):
        write_toml(folder / "cooperation" / case.slug / "path.toml", data)


def _step(case: CooperationCase, step: Step, keys: Keys) -> dict[str, Any]:
    named = {
        row.organisation.key: keys.organisation(row.organisation)
        for row in case.partners.select_related("organisation")
    }
    row = case.steps.filter(step=step.key).first()
    answered = PartnerAnswers.objects.filter(partner__case=case, step=step.key).order_by("partner__order", "pk")
    papers = case.papers.filter(step=step.key, retired_at=None).order_by("pk")
    found: dict[str, Any] = {}
    if row is not None:
        asked = questions_of(step, case.service)
        answers = with_partners(asked, _asked(row.answers, asked), lambda key: named.get(key, key))
        found |= {name: getattr(row, name) for name in STEP} | {"answers": answers}
    found |= {
        "partner": [_answers(one, step, keys) for one in answered.select_related("partner__organisation")],
        "paper": [
            {name: getattr(one, name) for name in PAPER}
            for one in papers
            if one.link or one.kind == StepPaper.Kind.DECISION
        ],
    }
    return {"key": step.key} | {name: value for name, value in found.items() if value}


def _answers(row: PartnerAnswers, step: Step, keys: Keys) -> dict[str, Any]:
    organisation: Organisation = row.partner.organisation
    return {
        "organisation": keys.organisation(organisation),
        "answers": _asked(row.answers, step.partner_questions),
        RATINGS: row.answers.get(RATINGS, {}),
    }


def _asked(answers: Mapping[str, Any], asked: Any) -> dict[str, Any]:
    """What is asked today; an answer to a question of former times cannot be read back."""
    names = {question.key for question in asked}
    return {key: value for key, value in answers.items() if key in names}
