"""An assessment of a cohort's competences, with what one person and their supervisor said planted."""

import datetime as dt

from django.utils import timezone

from talka.events.factories import two
from talka.learning.actions.assessments import close_round
from talka.learning.factories import CohortFactory, TrainingFactory
from talka.learning.factories.assessments import ItemFactory, RoundFactory, answered, learners_of
from talka.learning.models import SupervisorScore, SupervisorView
from talka.people.personal_links import digest_of
from talka.programmes.factories import ProgrammeFactory

from .planted_place import Place


def plant_assessments(place: Place) -> None:
    """Before: closed, with figures of five; after: open; later: planned. In the own place under its programme, in the
    hidden one under a programme that nobody but the administrator organises."""
    word, has = place.word, place.has
    own = place.mark == "own"
    programme = place.project.programme if own else ProgrammeFactory(slug="slepta-macibu", public=False)
    training = TrainingFactory(programme=programme, slug=f"{place.mark}-izvertetas", draft=True)
    cohort = CohortFactory(training=training, number=1)
    has["assessed training"] = training
    now = timezone.now()
    people = learners_of(cohort, 5)
    for when, days in (("before", 40), ("after", 1)):
        row = RoundFactory(cohort=cohort, when=when, opened_at=now - dt.timedelta(days=days))
        item = ItemFactory(round=row, key="plan", title=two(word("assesseditem"), word("assesseditem")), order=1)
        answered(row, people, (5, 2))
        view = SupervisorView.objects.create(
            round=row,
            person=people[0],
            name=word("supervisor"),
            email=f"{word('supervisormail')}@example.test",
            digest=digest_of(f"{place.mark} {when}"),
            answered=True,
        )
        SupervisorScore.objects.create(view=view, item=item, ability=1)
        if when == "before":
            close_round(row, by=None)
        has[f"round {when}"] = row
    has["round later"] = RoundFactory(cohort=cohort, when="later", planned=True)


def values(route: str, has: dict) -> dict:
    """What the arguments in an address of assessments mean."""
    name = "later" if "/remove/" in route or "/open/" in route else "before" if "/need/" in route else "after"
    return {
        "slug": has["assessed training"].slug,
        "number": "1",
        "pk": str(has[f"round {name}"].pk),
        "key": ["plan", "nonsense"],
        "token": "none-such",
    }
