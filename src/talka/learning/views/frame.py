"""What the pages of this room share."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.ui.refusals import Words

from .. import access
from ..access.applications import may_select
from ..models import Cohort, Training
from . import between


def person_of(request: HttpRequest) -> Person | None:
    found: Person | None = request.person  # type: ignore[attr-defined]
    return found


def sections(current: str) -> list[dict[str, object]]:
    """The parts of the room, as tabs: first the ways of learning, then what came of them, to be read."""
    named: list[tuple[str, Words]] = [
        ("learning:trainings", _("Training programmes")),
        ("learning:angels", _("Knowledge angels")),
        ("learning:peer_reviews", _("Peer reviews")),
        ("learning:networks", _("Learning networks")),
        ("learning:stories", _("Practice stories")),
        ("learning:community_plans", _("Community plans")),
        ("learning:impressions", _("Impressions")),
    ]
    return [{"href": reverse(name), "label": label, "current": name == current} for name, label in named]


def of_training(request: HttpRequest, training: Training) -> dict[str, object]:
    """The training programme, what the reader may do there, whether it is made up."""
    person = person_of(request)
    return {
        "training": training,
        "runs": access.may_run(person, training) and training.retired_at is None,
        "may_restore": training.retired_at is not None,
        "illustrative": training.illustrative,
    }


def of_cohort(request: HttpRequest, cohort: Cohort, tab: str = "") -> dict[str, object]:
    """The cohort, its tabs, and what the reader may do there."""
    person = person_of(request)
    open_ = cohort.training.retired_at is None
    return of_training(request, cohort.training) | {
        "cohort": cohort,
        "runs_cohort": access.may_run_cohort(person, cohort) and open_,
        "teaches": access.may_teach(person, cohort) and open_,
        "learner": access.learner_of(person, cohort),
        "inside": access.may_read_inside(person, cohort),
        "tabs": [
            {
                "href": reverse(name, args=[cohort.training.slug, cohort.number]),
                "label": label,
                "current": name == tab,
            }
            for name, label in tabs_of(request, cohort)
        ],
    }


def tabs_of(request: HttpRequest, cohort: Cohort) -> list[tuple[str, Words]]:
    """The parts of a cohort that the reader may open, as (address, label)."""
    if cohort.training.retired_at is not None:
        return [("learning:cohort", _("Overview"))]
    person = person_of(request)
    found: list[tuple[str, Words]] = [("learning:cohort", _("Overview")), *between.tabs(person, cohort)]
    if access.may_read_inside(person, cohort):
        found.append(("learning:assessment", _("Assessment")))
    if access.may_teach(person, cohort):
        found.append(("learning:certificates", _("Certificates")))
    elif access.learner_of(person, cohort) is not None:
        found.append(("learning:my_certificate", _("My certificate")))
    if cohort.apply_from is not None and may_select(person, cohort):
        found.append(("learning:selection", _("Selection")))
    return found


def back(request: HttpRequest, address: str, *args: object, said: Words = "", anchor: str = "") -> HttpResponse:
    """To a page of the room, with a word about what was done."""
    if said:
        messages.success(request, said)
    return redirect(reverse(f"learning:{address}", args=args) + (f"#{anchor}" if anchor else ""))
