"""Where words still stand in the database: every text and JSON column of every table, versions and jobs included."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, models
from django.db.models import Q
from psycopg import sql

from talka.ui.folding import fold
from talka.ui.sorting import latvian_key

from .models import Person

_TEXT = ("text", "character varying", "character", "json", "jsonb", "ARRAY", "USER-DEFINED")


@dataclass(frozen=True)
class Trace:
    """In how many rows of `table` a word stands in `column`."""

    table: str
    column: str
    rows: int


def words_of(person: Person) -> list[str]:
    """What a person is recognised by, in every form we store: e-mail, phone, full name, folded and sorting forms."""
    given, family = person.given_name, person.family_name
    words = {person.email, person.phone if len(person.phone) >= 6 else ""}
    if given and family:
        full, turned = f"{given} {family}", f"{family} {given}"
        words |= {full, turned, fold(full), fold(turned), latvian_key(full), latvian_key(turned)}
    if person.account:
        words.add(person.account.email)
    return sorted(word for word in words if len(word) >= 4)


@dataclass(frozen=True)
class Naming:
    """By what a table that somebody sent names a person: words as `words_of`, and (given name, family name)."""

    words: tuple[str, ...]
    names: tuple[tuple[str, str], ...]


def naming_of(persons: Iterable[Person]) -> Naming:
    """A person with their doubles, as tables may name them."""
    words: set[str] = set()
    names = set()
    for person in persons:
        words.update(words_of(person))
        if person.given_name and person.family_name:
            names.add((person.given_name, person.family_name))
    return Naming(tuple(sorted(words)), tuple(sorted(names)))


def naming_with_doubles(person: Person) -> Naming:
    """As `naming_of`: a table that was sent before two were found to be one names the double. One query."""
    return naming_of(Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person)).select_related("account"))


def tables_naming(model: type[models.Model], columns: Sequence[str], naming: Naming) -> list[int]:
    """Ids of the tables (imports) that name the person, in their JSON columns or in the name of their file."""
    return sorted({*rows_naming(model, columns, naming), *rows_named_after(model, "file_name", naming)})


def rows_naming(model: type[models.Model], columns: Sequence[str], naming: Naming) -> list[int]:
    """Ids of the rows of a table of tables (imports) whose JSON columns name the person."""
    texts = [f"%{literal(json.dumps(word, ensure_ascii=False)[1:-1])}%" for word in naming.words]
    names = [json.dumps({"g": given, "f": family}) for given, family in naming.names]
    tests = sql.SQL(" OR ").join(
        sql.SQL(
            "({column}::text ILIKE ANY(%(texts)s) OR EXISTS (SELECT 1 FROM unnest(%(names)s::jsonb[]) AS one WHERE "
            "jsonb_path_exists({column}, '$.** ? (@.given_name == $g && @.family_name == $f)', one)))"
        ).format(column=sql.Identifier(column))
        for column in columns
    )
    question = sql.SQL("SELECT id FROM {} WHERE {} ORDER BY id").format(sql.Identifier(model._meta.db_table), tests)
    with connection.cursor() as cursor:
        cursor.execute(question.as_string(None), {"texts": texts, "names": names})
        return [pk for (pk,) in cursor.fetchall()]


def rows_named_after(model: type[models.Model], column: str, naming: Naming) -> list[int]:
    """Ids of rows in whose column (a file's own name) the family name or an address stands, in any spelling."""
    wanted = {fold(word) for word in naming.words} | {fold(family) for _given, family in naming.names}
    wanted = {word for word in wanted if len(word) >= 4}
    rows = model._base_manager.exclude(**{column: ""}).values_list("pk", column)
    return [pk for pk, name in rows if any(word in fold(name) for word in wanted)]


def find_traces(words: Iterable[str]) -> list[Trace]:
    """Every column of every table in which one of `words` stands, without regard to case. Reads whole tables."""
    patterns = [f"%{literal(word)}%" for word in words if word]
    if not patterns:
        return []
    found = []
    with connection.cursor() as cursor:
        for table, columns in _text_columns():
            cursor.execute(*_question(table, columns, patterns))
            row = cursor.fetchone() or ()
            found += [Trace(table, column, count) for column, count in zip(columns, row, strict=True) if count]
    return found


def _text_columns() -> list[tuple[str, list[str]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.table_name, array_agg(c.column_name::text ORDER BY c.ordinal_position)
            FROM information_schema.columns c
            JOIN information_schema.tables t USING (table_schema, table_name)
            WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.data_type = ANY(%s)
            GROUP BY c.table_name ORDER BY c.table_name
            """,
            [list(_TEXT)],
        )
        return [(table, list(columns)) for table, columns in cursor.fetchall()]


def _question(table: str, columns: Sequence[str], patterns: list[str]) -> tuple[str, list[list[str]]]:
    counts = sql.SQL(", ").join(
        sql.SQL("count(*) FILTER (WHERE {}::text ILIKE ANY(%s))").format(sql.Identifier(column)) for column in columns
    )
    question = sql.SQL("SELECT {} FROM {}").format(counts, sql.Identifier(table))
    return question.as_string(None), [patterns] * len(columns)


def literal(word: str) -> str:
    """The word as a pattern of LIKE that means itself."""
    return word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
