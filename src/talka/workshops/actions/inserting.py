"""A new row without a question before it: what phones make hundreds of times a second."""

from functools import cache

from django.db import connection
from django.db.models import Model


def insert(row: Model) -> None:
    """Insert a row whose key is known. The same as `save(force_insert=True)` but for signals, which nobody of ours
    listens to, and for composing the statement anew each time. Raises IntegrityError."""
    values = [
        field.get_db_prep_save(field.pre_save(row, True), connection) for field in type(row)._meta.local_concrete_fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(_statement(type(row)), values)
    row._state.adding, row._state.db = False, connection.alias


@cache
def _statement(model: type[Model]) -> str:
    quote = connection.ops.quote_name
    columns = [quote(str(field.column)) for field in model._meta.local_concrete_fields]
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608
