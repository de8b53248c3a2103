import pytest
from django.db import transaction

from talka.territories import actions
from talka.territories.register_files import read_areas


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    """The shipped register, read once for a file: each test takes back what it wrote, and the file what was read."""
    with django_db_blocker.unblock(), transaction.atomic():
        actions.load_areas(read_areas())
        yield
        transaction.set_rollback(True)
