"""What the path takes from the register of law: names of forms, and what the law asks of a service as questions."""

from collections.abc import Mapping
from functools import cache

from i18nfield.strings import LazyI18nString

from ..law.register import constraints_of, forms, services
from .register import Question, Step


@cache
def form_names() -> Mapping[str, LazyI18nString]:
    """Legal forms of cooperation by key, in the order of the register."""
    return {key: form.name for key, form in forms().items()}


@cache
def constraint_questions(service: str) -> tuple[Question, ...]:
    """The checklists of all constraints of a service, each question under the name of its constraint; none for a
    service that the register does not hold."""
    found = services().get(service)
    if found is None:
        return ()
    return tuple(
        Question(key=f"{constraint.key}.{one.key}", kind="answer", label=one.text, group=constraint.name)
        for constraint in constraints_of(found)
        for one in constraint.questions
    )


def questions_of(step: Step, service: str) -> tuple[Question, ...]:
    """What a step asks in a case about this service."""
    asked = constraint_questions(service) if "constraints" in step.parts else ()
    return (*step.questions, *asked)
