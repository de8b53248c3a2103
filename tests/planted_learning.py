"""What the planted world holds of learning: drafts that only those who run, teach or take part in them know."""

from talka.events.factories import two
from talka.learning.factories import (
    CohortFactory,
    LearnerFactory,
    ModuleFactory,
    SessionFactory,
    StaffFactory,
    TeamFactory,
    TrainingFactory,
)
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProgrammeFactory

from .planted_place import Place


def plant_training(place: Place) -> None:
    """The own one stands in the programme of the roles, the hidden one in a programme of its own."""
    word, has = place.word, place.has
    programme = place.project.programme if place.mark == "own" else ProgrammeFactory(slug="slepena", public=False)
    training = TrainingFactory(
        slug=f"{place.mark}-macibas", draft=True, programme=programme, title=two(word("training"), word("training"))
    )
    has["training"] = training
    has["module"] = ModuleFactory(training=training, order=1, title=two(word("module"), word("module")))
    has["cohort"] = CohortFactory(training=training, number=1, title=two(word("cohort"), word("cohort")))
    event = has["event"] if place.mark == "own" else None
    more = {"event": event} if event else {}
    has["session"] = SessionFactory(cohort=has["cohort"], module=has["module"], **more)
    has["team"] = TeamFactory(cohort=has["cohort"], order=0, aims=two(word("teamaims"), word("teamaims")))
    has["learner"] = LearnerFactory(team=has["team"], person=PersonFactory(family_name=word("learner")))
    has["staff"] = StaffFactory(training=training, person=PersonFactory(family_name=word("trainer")))
