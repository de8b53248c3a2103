"""What participants are asked for the funder's sake alone. Where its template asks nothing, nothing is kept."""

from collections.abc import Mapping

from talka.programmes.funders import Asked, template_of, words

from .models import Event, Registration

PREFIX = "funder_"
"""Of fields of the form and of columns of the tables."""


def asked_of(event: Event) -> tuple[Asked, ...]:
    template = template_of(event.project)
    return template.attendance.asked if template else ()


def only_asked(event: Event, answers: Mapping[str, object]) -> dict[str, str]:
    """Of these answers, those to what is asked, and of the options there are."""
    return {
        one.key: str(answers[one.key])
        for one in asked_of(event)
        if answers.get(one.key) and one.option(str(answers[one.key]))
    }


def choices_of(asked: Asked) -> list[tuple[str, str]]:
    return [(one.key, words(one.label)) for one in asked.options]


def told(registration: Registration, asked: Asked) -> str:
    """The answer in words; an option that the template no longer has is told by its key."""
    key = registration.funder_answers.get(asked.key, "")
    option = asked.option(key)
    return words(option.label) if option else key


def told_by_label(registration: Registration) -> list[tuple[str, str]]:
    """All that is kept of them as label and words, also where the template asks it no longer."""
    asked = {one.key: one for one in asked_of(registration.event)}
    return [
        (words(asked[key].label), told(registration, asked[key])) if key in asked else (key, said)
        for key, said in registration.funder_answers.items()
    ]
