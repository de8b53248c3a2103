"""A new installation's tables are those to which all steps lead."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from talka.site import new_tables

from .own_database import own_database

OURS = "c.relnamespace = 'public'::regnamespace"
ASKED = {
    "columns": f"""
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
            a.attcollation::regcollation::text, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relkind = 'r' AND {OURS}""",
    "constraints": f"""
        SELECT c.relname, k.conname, pg_get_constraintdef(k.oid)
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE {OURS}""",
    "indexes": f"""
        SELECT c.relname, pg_get_indexdef(i.indexrelid)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE {OURS}""",
    "triggers": f"""
        SELECT c.relname, pg_get_triggerdef(t.oid), p.prosrc
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE NOT t.tgisinternal AND {OURS}""",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "types": """
        SELECT typname, array(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder)
        FROM pg_type t WHERE typtype = 'e'""",
    "steps": "SELECT app, name FROM django_migrations",
    "kinds": "SELECT app_label, model FROM django_content_type",
}
"""Everything the database holds tables by."""
WIDER = ("auth_group_permissions", "id")
"""Django's own, which nobody uses: its steps make it wider than its model."""
UNIQUE = re.compile(r"\w+_(?:[0-9a-f]{8}_uniq|key)\b")
"""How a column that is unique is named differs with when it became so; nothing asks for it by name."""


def told() -> dict[str, list[str]]:
    found = {}
    with connection.cursor() as cursor:
        for what, question in ASKED.items():
            cursor.execute(question)
            rows = [UNIQUE.sub("unique", repr(row)) for row in cursor.fetchall()]
            found[what] = sorted(row for row in rows if not row.startswith(repr(WIDER)[:-1]))
    return found


@pytest.fixture(scope="module")
def both(django_db_blocker):
    with override_settings(MIGRATION_MODULES={}):
        with own_database(django_db_blocker, "new", tables=False):
            assert new_tables.nothing_there()
            new_tables.make_tables()
            call_command("migrate", verbosity=0, interactive=False)
            assert not new_tables.nothing_there()
            made = told()
        with own_database(django_db_blocker, "steps", tables=False):
            call_command("migrate", verbosity=0, interactive=False)
            stepped = told()
    return made, stepped


@pytest.mark.parametrize("what", ASKED)
def test_both_ways_end_in_the_same(both, what):
    made, stepped = (way[what] for way in both)
    assert [row for row in stepped if row not in made] == []
    assert [row for row in made if row not in stepped] == []
    assert len(made) == len(stepped) > 0


def test_a_first_start_that_was_cut_off_is_ended_by_the_next(django_db_blocker, monkeypatch):
    with override_settings(MIGRATION_MODULES={}), own_database(django_db_blocker, "cut", tables=False):
        with monkeypatch.context() as cut:
            cut.setattr(MigrationRecorder, "record_applied", lambda self, app, name: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                new_tables.make_tables()
        assert new_tables.nothing_there()
        new_tables.make_tables()
        assert not new_tables.nothing_there()
        call_command("migrate", check_unapplied=True, verbosity=0)
