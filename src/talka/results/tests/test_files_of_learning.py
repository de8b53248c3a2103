"""Training programmes as record files: there and back, and what is wrong."""

import datetime as dt
from decimal import Decimal

import pytest

from talka.learning.factories import (
    CohortFactory,
    LearnerFactory,
    ModuleFactory,
    SessionFactory,
    StaffFactory,
    TeamFactory,
    TrainingFactory,
)
from talka.learning.models import Cohort, Learner, Staff, Team, Training
from talka.links.actions import connect
from talka.links.models import Link
from talka.needs.factories import NeedFactory
from talka.needs.models import Competence
from talka.people.actions.erasure import erase_person
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProjectFactory
from talka.results.loading import dump, load
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(tmp_path):
    """A programme with a training of two cohorts, a draft, one that was taken away, and one of another programme."""
    programme = ProjectFactory().programme
    training = TrainingFactory(programme=programme, slug="skola", least_hours=Decimal("24.0"), homework_needed=True)
    module = ModuleFactory(training=training, order=1, outcomes="Redzēt\nRakstīt")
    module.competences.add(Competence.objects.create(programme=programme, key="redzet", title="Redzēt", order=1))
    ModuleFactory(training=training, order=2, hours=None)
    StaffFactory(training=training, role="coordinator", order=0)
    cohort = CohortFactory(training=training, number=1, apply_from=dt.datetime(2026, 1, 2, 9, tzinfo=dt.UTC))
    CohortFactory(training=training, number=2, state="planned", starts=None, ends=None)
    StaffFactory(training=training, cohort=cohort, role="coach", order=0)
    SessionFactory(cohort=cohort, module=module, kind="lecture", event__slug="lekcija")
    team = TeamFactory(cohort=cohort, order=0, aims="Atdzīvināt skolu", title="Ābeļzieds")
    LearnerFactory(team=team, joined_on=dt.date(2026, 1, 5), left_on=dt.date(2026, 3, 1))
    gone = PersonFactory(family_name="Izdzēstais", with_account=True)
    LearnerFactory(team=team, person=gone)
    erase_person(gone, by=gone)
    TeamFactory(cohort=cohort, order=1, left_on=dt.date(2026, 4, 1), left_reason="Nav laika")
    connect("need", NeedFactory(event=None, programme=programme).pk, "led_to", "training", training.pk)
    TrainingFactory(programme=programme, slug="melnraksts", draft=True)
    TrainingFactory(programme=programme, slug="nonemta", retired_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    TrainingFactory(slug="cita")
    dump(tmp_path / "one", programme.slug)
    return tmp_path, programme.slug


def texts(folder):
    return {path.name: path.read_text(encoding="utf-8") for path in (folder / "trainings").iterdir()}


def test_a_training_comes_back_as_it_was(written):
    folder, slug = written
    told = texts(folder / "one")
    assert set(told) == {"skola.toml", "melnraksts.toml"}
    assert "Izdzēstais" not in (folder / "one" / "people.csv").read_text(encoding="utf-8")
    Link.objects.all().delete()
    Learner.objects.all().delete()
    Team.objects.all().delete()
    Cohort.objects.all().delete()
    Training.objects.all().delete()
    load(folder / "one")
    load(folder / "one")
    dump(folder / "two", slug)
    assert texts(folder / "two") == told
    training = Training.objects.get(slug="skola")
    assert (training.least_hours, training.homework_needed) == (Decimal("24.0"), True)
    assert training.published_at and not Training.objects.get(slug="melnraksts").published_at
    assert [module.competences.count() for module in training.modules.all()] == [1, 0]
    first, second = training.cohorts.all()
    assert first.apply_from == dt.datetime(2026, 1, 2, 9, tzinfo=dt.UTC)
    assert (second.state, second.teams.count()) == ("planned", 0)
    (session,) = first.sessions.all()
    assert (session.event.slug, session.kind, session.module.order) == ("lekcija", "lecture", 1)
    one, other = first.teams.all()
    assert [(row.joined_on, row.left_on) for row in one.learners.all()] == [(dt.date(2026, 1, 5), dt.date(2026, 3, 1))]
    assert (other.left_on, other.left_reason) == (dt.date(2026, 4, 1), "Nav laika")
    assert set(Staff.objects.values_list("role", "cohort__number")) == {("coordinator", None), ("coach", 1)}
    assert Link.objects.filter(from_kind="need", to_kind="training", to_id=str(training.pk)).exists()


@pytest.mark.parametrize(
    ("found", "put"),
    [
        ('event = "lekcija"', 'event = "nekas"'),
        ("module = 1", "module = 7"),
        ('role = "coach"', 'role = "wizard"'),
        ('organisation = "', 'organisation = "nekas-'),
        ('least_hours = "24"', 'least_hours = "daudz"'),
        ('competences = [\n    "redzet",\n]', 'competences = ["nekas"]'),
        ('state = "running"', 'state = "dancing"'),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_changed(written, found, put):
    folder, _slug = written
    path = folder / "one" / "trainings" / "skola.toml"
    text = path.read_text(encoding="utf-8")
    assert found in text
    path.write_text(text.replace(found, put, 1), encoding="utf-8")
    Training.objects.filter(slug="skola").update(title="Palika")
    with pytest.raises(Refusal, match=r"skola\.toml"):
        load(folder / "one")
    assert str(Training.objects.get(slug="skola").title) == "Palika"
