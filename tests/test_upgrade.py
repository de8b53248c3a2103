"""An installation whose schema is of the version before is brought to this one, and back."""

import json

import pytest

from .backed_up import Places, engine

FILL = """
from talka.people.factories import PersonFactory
PersonFactory(given_name="Paula", family_name="Pirms")
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """As the version before the journal of erasures left it."""
    with engine("embedded") as address:
        places = Places(address, tmp_path_factory.mktemp("places"))
        try:
            made = places()
            made.prepare()
            made.well("manage", "shell", "-c", FILL)
            made.well("backup")  # as each night; by it the version before is known
            made.ask("DROP TABLE people_erasure")
            made.ask("DELETE FROM django_migrations WHERE app = 'people' AND name = '0002_erasure'")
            yield made
        finally:
            places.close()


def test_forward_and_back(place):
    told = place.well("upgrade")
    steps = [line[:2] for line in told.splitlines() if line[:2] in {f"{n}." for n in range(1, 7)}]
    assert steps == ["1.", "2.", "3.", "4.", "5.", "6."]
    assert "1 changes of the schema" in told
    assert "talka upgrade --back" in told and "pip install talka==0.1.0" in told
    assert place.ask("SELECT count(*) FROM people_erasure") == [(0,)]
    row = json.loads((place.var / "backups/upgrades.jsonl").read_text())
    assert row["migrations"] == ["people.0002_erasure"]
    place.ask("UPDATE people_person SET family_name = 'Vēlāk'")
    told = place.well("upgrade", "--back")
    assert "What was there before is in" in told
    assert place.ask("SELECT family_name FROM people_person") == [("Pirms",)]
    assert [*(place.var / "backups").glob("talka-before-restore-*.tar")]


def test_where_nothing_changes_no_data_goes_back(place):
    told = place.well("upgrade")
    assert "0 changes of the schema" in told and "--back" not in told
    assert "no data goes back" in place.well("upgrade", "--back")


def test_a_database_that_is_newer_is_refused(place):
    place.ask("INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_future', now())")
    try:
        told = place.refused("upgrade")
    finally:
        place.ask("DELETE FROM django_migrations WHERE name = '9999_future'")
    assert "changed by a newer Talka" in told and "people.9999_future" in told


def test_a_role_without_rights_is_refused(place):
    place.ask("CREATE ROLE talka_guest LOGIN")
    try:
        place.ask("GRANT SELECT ON ALL TABLES IN SCHEMA public TO talka_guest")
        guest = type(place)(place.var, place.url.replace("user=talka ", "user=talka_guest "), {})
        assert guest.url != place.url
        told = guest.refused("upgrade")
        assert "cannot change the schema" in told and "Nothing was changed" in told
    finally:
        place.ask("DROP OWNED BY talka_guest")
        place.ask("DROP ROLE talka_guest")
