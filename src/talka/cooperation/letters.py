"""Letters of this room: an evaluation is due, the last day of an agreement comes near, a partner left."""

from collections.abc import Mapping

from django.urls import reverse

from talka.people.letters import write_to
from talka.people.models import Person
from talka.ui.addresses import whole

from .models import Agreement, Evaluation, Partner

EVALUATION = "cooperation-evaluation"
LAST_DAY = "cooperation-last-day"
PARTNER_LEFT = "cooperation-partner-left"


def evaluation_due(person: Person, evaluation: Evaluation) -> None:
    """One letter for each evaluation and day on which it is due; writing it again writes nothing."""
    link = whole(reverse("cooperation:step", args=[evaluation.case.slug, "evaluation"]))
    told = {"case": evaluation.case, "due_on": evaluation.due_on, "link": link}
    about = f"{evaluation.pk}-{evaluation.due_on.isoformat()}"
    _write(person, EVALUATION, "cooperation/letters/evaluation_due.txt", told, about)


def last_day_is_near(person: Person, agreement: Agreement) -> None:
    """One letter for each last day of an agreement; writing it again writes nothing."""
    link = whole(reverse("cooperation:agreement", args=[agreement.slug]))
    told = {"agreement": agreement, "link": link}
    _write(person, LAST_DAY, "cooperation/letters/last_day.txt", told, f"{agreement.pk}-{agreement.valid_to}")


def partner_left(person: Person, agreement: Agreement, partner: Partner) -> None:
    """One letter for each party that left a case and agreement that binds it; writing it again writes nothing."""
    link = whole(reverse("cooperation:agreement", args=[agreement.slug]))
    told = {"agreement": agreement, "partner": partner, "link": link}
    about = f"{agreement.pk}-{partner.pk}-{partner.answered_on}"
    _write(person, PARTNER_LEFT, "cooperation/letters/partner_left.txt", told, about)


def _write(person: Person, kind: str, template: str, told: Mapping[str, object], about: str) -> None:
    write_to(person, template, told, kind=kind, key=f"{kind}-{about}-{person.pk}")
