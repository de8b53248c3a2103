"""After a test that committed the database is as if nothing had been."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from talka.events.factories import RegistrationFactory
from talka.live.actions import append
from talka.needs.models import Competence
from talka.site.emptying import empty

pytestmark = pytest.mark.django_db(transaction=True)


def rows() -> dict[str, int]:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {model._meta.db_table: model._default_manager.count() for model in models}


@contextmanager
def owner_who_is_no_superuser() -> Iterator[None]:
    """As where DATABASE_URL leads to a server of one's own."""
    name = f"talka_owner_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_user)")
        owner = cursor.fetchone()[0]
        cursor.execute(f"CREATE ROLE {name}")
        try:
            cursor.execute(f"GRANT {owner} TO {name}")
            cursor.execute(f"SET ROLE {name}")
            yield
        finally:
            cursor.execute("RESET ROLE")
            cursor.execute(f"DROP ROLE {name}")


def write_much() -> None:
    """Rows that refer to each other, versions of them, a number that only grows, and something that was shipped."""
    RegistrationFactory.create_batch(3)
    with transaction.atomic():
        append("played-1", "card.written", card="c")
    Competence.objects.first().delete()


@pytest.mark.parametrize("as_whom", ["superuser", "owner"])
def test_nothing_stays_but_what_comes_with_the_house(as_whom: str) -> None:
    before, kinds = rows(), set(ContentType.objects.values_list("pk", "app_label", "model"))
    assert before["needs_competence"] > 0
    write_much()
    assert sum(rows().values()) > sum(before.values())
    if as_whom == "owner":
        with owner_who_is_no_superuser():
            empty()
    else:
        empty()
        assert set(ContentType.objects.values_list("pk", "app_label", "model")) == kinds
    assert rows() == before
