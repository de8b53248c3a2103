"""What a method was asked, as the plain files that `talka methods` reads: whoever doubts may compute anew."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import tomli_w

from talka.documents.sheets import guarded
from talka.methods.coalitions.problem import Problem

FIRST_TIME = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, str]) -> bytes:
    """The files in one archive, the same bytes for the same words."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, FIRST_TIME)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o100644 << 16
            archive.writestr(entry, text)
    return out.getvalue()


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV with commas; numbers in full double precision."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([repr(cell) if isinstance(cell, float) else cell for cell in row] for row in rows)
    return out.getvalue()


def names_file(names: Iterable[tuple[str, str]]) -> str:
    """What the ids are called."""
    return table(("id", "name"), ((name, guarded(words)) for name, words in names))


def coalitions_files(problem: Problem) -> dict[str, str]:
    """municipalities.csv, pairs.csv, rules.toml and, where places are given, hosts.csv."""
    rules: dict[str, Any] = {
        name: [list(one) for one in value] if isinstance(value, tuple) else value
        for name, value in asdict(problem.rules).items()
        if value not in (None, ())
    }
    files = {
        "municipalities.csv": table(
            ("code", "name", "volume"), ((one.code, guarded(one.name), one.volume) for one in problem.municipalities)
        ),
        "pairs.csv": table(
            ("a", "b", "km", "neighbours"), ((one.a, one.b, one.km, int(one.neighbours)) for one in problem.pairs)
        ),
        "rules.toml": tomli_w.dumps(rules),
    }
    if problem.sites:
        rows = ((one.site, one.a, one.km, one.fee_eur) for one in problem.sites)
        files["hosts.csv"] = table(("site", "a", "km", "fee_eur"), rows)
    return files
