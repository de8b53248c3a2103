"""How a test database is emptied after a test that committed.

Django truncates every table there is, one by one makes new files for it and its indexes, and installs all triggers
anew: a second and more for what a test wrote to a handful of tables. Truncating also locks out whoever still reads.
"""

from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings
from psycopg.sql import SQL, Identifier

STANDING = {"django_content_type", "auth_permission"}
"""What Django itself makes of the models, the same in every database."""
EVER_WRITTEN = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""
"""A table that no row was ever written to has no pages."""


def empty() -> None:
    """Delete every row of every model, and put back what comes with the house, as after `migrate`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:  # only a superuser may pass over triggers and the order of references
            call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
            return
        ours = {*connection.introspection.django_table_names(include_views=False)} - STANDING
        with transaction.atomic():
            cursor.execute(EVER_WRITTEN)
            written = [name for (name,) in cursor.fetchall() if name in ours]
            cursor.execute("SET LOCAL session_replication_role = replica")
            if written:
                cursor.execute(SQL("; ").join(SQL("DELETE FROM {}").format(Identifier(name)) for name in written))
    with override_settings(PGTRIGGER_INSTALL_ON_MIGRATE=False, PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE=False):
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")


def empty_after_tests() -> None:
    """Let every test that commits end so."""
    TransactionTestCase._fixture_teardown = lambda self: empty()
