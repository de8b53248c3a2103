"""Rows for the pages on forms, services and what the law asks. All of it is read from files: no query is made."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from talka.ui.refusals import Words

from ..law import register
from ..law.register import Ability, Checked, Constraint, Form, Service
from ..law.words import ANSWERS, CHECKERS, KINDS


@dataclass(frozen=True)
class CheckedRow:
    """When and by whom something was read against the law. old: the law is to be looked at again first."""

    checked: Checked
    by: Words
    old: bool


@dataclass(frozen=True)
class AbilityRow:
    ability: Ability
    answer: Words


@dataclass(frozen=True)
class FormRow:
    form: Form
    employ: AbilityRow
    own: AbilityRow
    borrow: AbilityRow
    services: tuple[Service, ...]
    checked: CheckedRow


@dataclass(frozen=True)
class ConstraintRow:
    constraint: Constraint
    checked: CheckedRow


@dataclass(frozen=True)
class ServiceRow:
    service: Service
    kind: Words
    checked: CheckedRow
    own: tuple[ConstraintRow, ...]


def forms_guide() -> list[FormRow]:
    """Every form with the services it suits, from the lightest to the most binding."""
    return [
        FormRow(
            form=form,
            employ=_ability(form.employ),
            own=_ability(form.own),
            borrow=_ability(form.borrow),
            services=register.services_for(form),
            checked=_checked(form.checked),
        )
        for form in register.forms().values()
    ]


def services_guide() -> list[ServiceRow]:
    """Every service with what the law asks of it alone, in the order of kinds."""
    rows = [service_row(service) for service in register.services().values()]
    return sorted(rows, key=lambda row: list(KINDS).index(row.service.kind))


def service_row(service: Service) -> ServiceRow:
    return ServiceRow(
        service=service,
        kind=KINDS[service.kind],
        checked=_checked(service.checked),
        own=constraint_rows(service.constraints),
    )


def general_constraints() -> tuple[ConstraintRow, ...]:
    """What the law asks of every cooperation."""
    return constraint_rows(one for one in register.constraints().values() if one.general)


def constraint_rows(constraints: Iterable[Constraint]) -> tuple[ConstraintRow, ...]:
    return tuple(ConstraintRow(one, _checked(one.checked)) for one in constraints)


def _ability(ability: Ability) -> AbilityRow:
    return AbilityRow(ability, ANSWERS[ability.answer])


def _checked(checked: Checked, today: dt.date | None = None) -> CheckedRow:
    return CheckedRow(checked, CHECKERS[checked.by], checked.old(today or timezone.localdate()))
