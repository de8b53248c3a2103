import pytest
from django.db import transaction

from talka.indicators import jobs
from talka.indicators.actions.register import load_catalogue, load_facts
from talka.indicators.actions.renewal import renew
from talka.indicators.register_files import read_facts
from talka.territories.actions import load_areas
from talka.territories.register_files import read_areas


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    """Areas and catalogue, read once for a file: each test takes back what it wrote, and the file what was read."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_areas(read_areas())
        load_catalogue()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def figures(register, django_db_blocker):
    """The facts that Talka carries, and what follows from them."""
    with django_db_blocker.unblock():
        load_facts(read_facts())
        renew()


@pytest.fixture
def later(monkeypatch):
    """What is left to the worker is noted, not done."""
    asked = []
    for name in ("read_table", "enter_table", "renew", "fetch_table"):
        job = getattr(jobs, name)
        monkeypatch.setattr(job, "defer", lambda name=name, **given: asked.append((name, given)))
    return asked
