"""Everything an installation keeps, read as text: every column of every table, every file, sessions, the cache.

Words are compared folded, by their stem, so that "Žvīgurģis", "ZVIGURGIS" and "Žvīgurģim" are all found.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdf
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from PIL import Image
from psycopg import sql

from talka.ui.folding import fold


@dataclass(frozen=True)
class Found:
    """Where a word stands: a table with column, a file, …; and what stands around it."""

    place: str
    word: str
    around: str


def search(words: Iterable[str], files: Path) -> list[Found]:
    """Every place in which one of `words` stands."""
    wanted = [(word, fold(word)) for word in words]
    found = []
    for place, text in everything(files):
        folded = fold(text)
        for word, sought in wanted:
            at = folded.find(sought)
            if at < 0 and sought.isdigit():
                digits = re.sub(r"[^0-9a-z]", "", folded) if sought.isdigit() else ""
                at = digits.find(sought)
            if at >= 0:
                found.append(Found(place, word, folded[max(0, at - 40) : at + 60]))
    return found


def everything(files: Path) -> Iterator[tuple[str, str]]:
    """(place, text) of all that is kept."""
    yield from _tables()
    for session in Session.objects.all():
        yield "sessions", json.dumps(session.get_decoded(), ensure_ascii=False)
    for key, value in getattr(cache, "_cache", {}).items():
        yield "cache", f"{key} {text_of(value) if isinstance(value, bytes) else value}"
    for path in sorted(files.rglob("*")):
        if path.is_file():
            yield f"file {path.name}", f"{path.name} {text_of(path.read_bytes())}"


def _tables() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c "
            "JOIN information_schema.tables t USING (table_schema, table_name) "
            "WHERE c.table_schema NOT IN ('pg_catalog', 'information_schema') AND t.table_type = 'BASE TABLE' "
            "ORDER BY 1, 2"
        )
        columns = cursor.fetchall()
        for table, column, kind in columns:
            raw = kind == "bytea"
            what = sql.SQL("{}" if raw else "{}::text").format(sql.Identifier(column))
            question = sql.SQL("SELECT {} FROM {} WHERE {} IS NOT NULL").format(
                what, sql.Identifier(table), sql.Identifier(column)
            )
            cursor.execute(question.as_string(None))
            for (value,) in cursor.fetchall():
                yield f"{table}.{column}", text_of(bytes(value)) if raw else _unescaped(str(value))


def _unescaped(text: str) -> str:
    r"""JSON in JSON writes signs as \u0123: read them as signs."""
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)


def text_of(content: bytes, depth: int = 0) -> str:
    """All words in a file: of PDFs the text and the facts, of packed files those inside, of pictures what is beside."""
    words = [content.decode("utf-8", "replace"), content.decode("utf-16-le", "replace")]
    if content.startswith(b"%PDF"):
        reader = pypdf.PdfReader(io.BytesIO(content))
        words += [page.extract_text() for page in reader.pages]
        words.append(str(dict(reader.metadata or {})))
    elif content.startswith(b"PK") and depth < 4:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                words += [name, text_of(packed.read(name), depth + 1)]
        # Word parts a name into runs: read what stands between the marks too.
        words.append(re.sub(r"<[^>]+>", "", words[-1]))
    elif content[:3] == b"\xff\xd8\xff" or content.startswith(b"\x89PNG"):
        with Image.open(io.BytesIO(content)) as picture:
            words += [str(dict(picture.getexif())), str(picture.info)]
    return _unescaped("\n".join(words))
