"""Every time of keeping that is declared is carried out: before its day what is kept is there, after it it is gone.

Each declaration with a clock has a case here; a new one without a case fails. The jobs are run as the worker runs them,
all of them, at a travelled time.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from talka.events.factories import CertificateFactory, EventFactory, RegistrationFactory
from talka.events.models import Certificate, Registration
from talka.people.factories import ConsentFactory, PersonFactory
from talka.people.models import Person
from talka.programmes.factories import ProjectFactory
from talka.protection.models import Request
from talka.ui.declared import Clock, declarations

from .kept_times import CASES, DAY, START, UNTIL, named, registration

pytestmark = pytest.mark.django_db
ALL = [(what, number) for what, cases in CASES.items() for number in range(len(cases))]


@pytest.fixture
def files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def the_night() -> None:
    """Every periodic job whose name says that it forgets, as the worker would run it."""
    from procrastinate.contrib.django import app

    ran = []
    for task in app.tasks.values():
        if ".forget" in task.name:
            task(timestamp=0)
            ran.append(task.name)
    assert len(ran) >= 8, ran


def test_every_declared_time_of_keeping_has_a_case() -> None:
    clocked = {each.what for each in declarations() if each.personal.clock not in (Clock.PERSON, Clock.WITH)}
    assert clocked == set(CASES)


def test_the_night_runs_everything_that_is_declared() -> None:
    """A function that carries a rule out and that no job calls would be a promise only."""
    from procrastinate.contrib.django import app

    called: list[str] = []
    named = {name for each in declarations() for name in each.personal.carried_out}
    with pytest.MonkeyPatch.context() as patch:
        for name in named:
            module, _dot, function = name.rpartition(".")
            patch.setattr(name, _noting(called, name))
            assert module and function
        from talka.people.actions import retirement

        patch.setattr(retirement, "DAILY", [getattr(retirement, each.__name__) for each in retirement.DAILY])
        for task in app.tasks.values():
            if ".forget" in task.name:
                task(timestamp=0)
    assert set(called) == named
    periodic = {entry.task.name for entry in app.periodic_registry.periodic_tasks.values()}
    assert {task for task in app.tasks if ".forget" in task} <= periodic


def _noting(called: list[str], name: str) -> Callable[..., int]:
    def note(*args: Any, **kwargs: Any) -> int:
        called.append(name)
        return 0

    return note


@pytest.fixture
def travelled() -> Iterator[Callable[[dt.date], Any]]:
    yield lambda day: time_machine.travel(dt.datetime.combine(day, dt.time(12), dt.UTC), tick=False)


@pytest.mark.parametrize(("what", "number"), ALL, ids=[f"{what}-{number}" for what, number in ALL])
def test_what_is_kept_is_there_before_its_day_and_gone_after_it(
    what: str, number: int, files: None, travelled: Callable[[dt.date], Any]
) -> None:
    case = CASES[what][number]
    with time_machine.travel(START, tick=False):
        case.make()
    assert case.there()
    with travelled(case.last):
        the_night()
        assert case.there(), f"gone too early on {case.last}"
    with travelled(case.gone):
        the_night()
        assert not case.there(), f"still there on {case.gone}"


def test_figures_stay_when_people_go(files: None, travelled: Callable[[dt.date], Any]) -> None:
    """How many came, and from where so many came that it names nobody."""
    with time_machine.travel(START, tick=False):
        five = [registration(position="mērs") for _number in range(5)]
        organisation = five[0].person.organisation
        Registration.objects.update(organisation=organisation)
        lone = registration()
        Registration.objects.filter(pk=lone.pk).update(organisation=lone.person.organisation)
    with travelled(UNTIL + DAY):
        the_night()
    rows = Registration.objects.order_by("pk")
    assert rows.count() == 6 and rows.filter(attendances__isnull=False).count() == 6
    assert [row.organisation == organisation for row in rows] == [True] * 5 + [False]
    assert len({row.person_id for row in rows}) == 6 and not any(row.person.name or row.position for row in rows)


def test_a_certificate_is_the_person_s_to_erase(files: None, travelled: Callable[[dt.date], Any]) -> None:
    with time_machine.travel(START, tick=False):
        CertificateFactory(registration=registration(position="mērs"))
    with travelled(UNTIL + 400 * DAY):
        the_night()
    assert Certificate.objects.get().holder and named(Registration, "person")()
    row = Registration.objects.get()
    assert (row.position, row.organisation, row.versions.count()) == ("", None, 0), "no more than the certificate tells"


def test_whoever_is_needed_elsewhere_stays(files: None, travelled: Callable[[dt.date], Any]) -> None:
    """By another project, an account, a wish for news, a request that waits, being on public record."""
    with time_machine.travel(START, tick=False):
        kept = [
            RegistrationFactory(event=EventFactory(project=ProjectFactory(retention_until=None))).person,
            PersonFactory(with_account=True),
            ConsentFactory(kind="news").person,
            PersonFactory(public=True),
            PersonFactory(),
            PersonFactory(),
        ]
        Request.objects.create(
            kind="access", channel="mail", came_on=START.date(), due_on=START.date(), person=kept[-1]
        )
        photographed = ConsentFactory(kind="photos").person
    with travelled(UNTIL + DAY):
        the_night()
    gone = set(Person.objects.exclude(erased_at=None))
    assert gone == {kept[4], photographed}, "nothing else holds these two"
