"""Claim: of 5 million figures, the latest of each area with its rank, and areas × indicators, come from a snapshot in
less time than from PostgreSQL by plain SQL and than by pandas, within 1.5 GB; and the snapshot is written within 60 s
and 500 MB.

5,000 areas of two kinds × 50 indicators × 20 years, in a database of their own; one figure in 50 is missing. Each way
is a process of its own, in the same run, and must give the same sums. pandas reads the snapshot too. `memory_mb` is the
most that the process held, `server_memory_mb` that PostgreSQL's process did, with the shared memory it touched.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bench._browser import machine

AREAS, INDICATORS, YEARS = 5_000, 50, 20
MOST_MEMORY, MOST_SNAPSHOT_MEMORY = 1_500, 500
"""MB."""
LONGEST_SNAPSHOT = 60.0
"""Seconds."""

FILL = (
    """
    INSERT INTO territories_area (key, code, kind, name, genitive, locative, name_en, also, sort_key, folded, outline,
        illustrative, source)
    SELECT 'area-' || n, '', CASE WHEN n % 7 = 0 THEN 'state_city' ELSE 'municipality' END, 'Area ' || n, '', '', '',
        '', lpad(n::text, 6, '0'), '', '', false, ''
    FROM generate_series(1, {areas}) n
    """,
    """
    INSERT INTO indicators_indicator (key, title, unit, theme, "order", direction, kind, decimals, can_be_negative,
        formula, source, licence, periodicity, method, in_profile, created_at)
    SELECT 'indicator-' || n, 'Indicator ' || n, '', 'economy', 1, 'up', 'sum', 0, false, '{{}}', '', '', 'yearly', '',
        true, now()
    FROM generate_series(1, {indicators}) n
    """,
    """
    INSERT INTO indicators_release (key, origin, state, title, code, source, licence, updated, digest, address, counts,
        illustrative, at)
    VALUES ('bench', 'table', 'holds', 'Bench', '', '', '', '', '', '', '{{}}', false, now())
    """,
    """
    INSERT INTO indicators_observation (indicator_id, area_id, year, value, status, note, release_id, current)
    SELECT i.id, a.id, y, CASE WHEN h % 50 = 0 THEN NULL ELSE h % 100000 / 7.0 END,
        CASE WHEN h % 50 = 0 THEN 'M' ELSE 'A' END, '', r.id, true
    FROM indicators_indicator i CROSS JOIN indicators_release r CROSS JOIN territories_area a
    CROSS JOIN generate_series(2005, 2004 + {years}) y
    CROSS JOIN LATERAL (SELECT abs(hashint8(i.id * 1000003 + a.id * 101 + y)::bigint) AS h) mixed
    """,
)
RANKED = """
WITH latest AS (
    SELECT DISTINCT ON (o.indicator_id, o.area_id) i.key AS indicator, a.key AS area, a.kind, o.year, o.value
    FROM indicators_observation o
    JOIN indicators_indicator i ON i.id = o.indicator_id
    JOIN territories_area a ON a.id = o.area_id
    WHERE o.current AND o.value IS NOT NULL
    ORDER BY o.indicator_id, o.area_id, o.year DESC
)
SELECT *, rank() OVER together, count(*) OVER (PARTITION BY indicator, kind)
FROM latest WINDOW together AS (PARTITION BY indicator, kind ORDER BY value DESC)
"""
WIDE = """
WITH latest AS (
    SELECT DISTINCT ON (o.indicator_id, o.area_id) i.key AS indicator, a.key AS area, o.value
    FROM indicators_observation o
    JOIN indicators_indicator i ON i.id = o.indicator_id
    JOIN territories_area a ON a.id = o.area_id
    WHERE o.current AND o.value IS NOT NULL
    ORDER BY o.indicator_id, o.area_id, o.year DESC
)
SELECT area, {columns} FROM latest GROUP BY area ORDER BY area
"""


def keys() -> list[str]:
    return [f"indicator-{number}" for number in range(1, INDICATORS + 1)]


def main() -> int:
    with database() as address, tempfile.TemporaryDirectory(prefix="talka-tables-") as folder:
        fill(address)
        told = {name: ask(name, address, folder) for name in WAYS}
    duck, plain, pandas = told["duckdb"], told["postgresql"], told["pandas"]
    same = duck["sums"] == plain["sums"] == pandas["sums"]
    good = (
        same
        and duck["seconds"] < min(plain["seconds"], pandas["seconds"])
        and duck["memory_mb"] <= MOST_MEMORY
        and told["snapshot"]["seconds"] <= LONGEST_SNAPSHOT
        and told["snapshot"]["memory_mb"] <= MOST_SNAPSHOT_MEMORY
    )
    line = {"claim": "tables", "figures": AREAS * INDICATORS * YEARS, "machine": machine()}
    print(json.dumps(line | told | {"same": same, "ok": good}), flush=True)
    return 0 if good else 1


@contextmanager
def database() -> Iterator[str]:
    """A copy of the bench's database, so that other claims find theirs as it was."""
    given = os.environ["DATABASE_URL"]
    name = conninfo_to_dict(given)["dbname"]
    with psycopg.connect(make_conninfo(given, dbname="postgres"), autocommit=True) as connection:
        connection.execute(b"DROP DATABASE IF EXISTS talka_tables")
        connection.execute(sql.SQL("CREATE DATABASE talka_tables TEMPLATE {}").format(sql.Identifier(str(name))))
        try:
            yield make_conninfo(given, dbname="talka_tables")
        finally:
            connection.execute(b"DROP DATABASE talka_tables")


def ask(name: str, address: str, folder: str) -> dict[str, Any]:
    """What the process says that goes this way."""
    step = [sys.executable, "-m", "bench.tables", name, folder]
    environment = os.environ | {"DATABASE_URL": address}
    return dict(json.loads(subprocess.run(step, stdout=subprocess.PIPE, check=True, env=environment).stdout))


def fill(address: str) -> None:
    sizes = {"areas": AREAS, "indicators": INDICATORS, "years": YEARS}
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # made-up rows point where they should
        for statement in FILL:
            connection.execute(statement.format(**sizes).encode())
        connection.execute("VACUUM ANALYZE indicators_observation")
        connection.execute("ANALYZE")


def snapshot() -> dict[str, Any]:
    from talka.indicators.tables.snapshot import snapshot

    begun = time.perf_counter()
    place = snapshot()
    took = time.perf_counter() - begun
    return {"seconds": round(took, 2), "file_mb": round((place / "observations.parquet").stat().st_size / 1e6, 1)}


def duckdb() -> dict[str, Any]:
    from talka.indicators.tables import arrays, expressions
    from talka.indicators.tables.backends import duckdb_tables

    begun = time.perf_counter()
    with duckdb_tables() as tables:
        chosen = expressions.of_indicators(tables.observations, keys())
        ranked = expressions.with_rank(expressions.latest(chosen), among=("kind",)).to_pyarrow()
        first = time.perf_counter() - begun
        wide = arrays.matrix(chosen, keys())
    took = time.perf_counter() - begun
    frame = ranked.to_pandas()
    return answer(took, first, frame["rank"].sum(), frame["of"].sum(), frame["value"].sum(), wide.values)


def postgresql() -> dict[str, Any]:
    import numpy as np

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        begun = time.perf_counter()
        ranked = connection.execute(RANKED.encode()).fetchall()
        first = time.perf_counter() - begun
        columns = ", ".join(f"max(value) FILTER (WHERE indicator = '{key}')" for key in keys())
        rows = connection.execute(WIDE.format(columns=columns).encode()).fetchall()
        wide = np.array([row[1:] for row in rows], dtype=float)
        took = time.perf_counter() - begun
        server = memory(connection.info.backend_pid)
    sums = (sum(row[5] for row in ranked), sum(row[6] for row in ranked), sum(row[4] for row in ranked))
    return answer(took, first, *sums, wide) | {"server_memory_mb": server}


def pandas() -> dict[str, Any]:
    import numpy as np
    import pandas as pd

    from talka.indicators.tables.snapshot import newest

    begun = time.perf_counter()
    table = pd.read_parquet(newest() / "observations.parquet")  # type: ignore[operator]
    there = table[table["indicator"].isin(keys()) & table["value"].notna()]
    latest = there.sort_values("year").drop_duplicates(["indicator", "category", "area"], keep="last")
    together = latest.groupby(["indicator", "category", "kind"])["value"]
    latest = latest.assign(rank=together.rank(method="min", ascending=False), of=together.transform("count"))
    first = time.perf_counter() - begun
    wide = latest.pivot(index="area", columns="indicator", values="value")[keys()].sort_index()
    took = time.perf_counter() - begun
    sums = (latest["rank"].sum(), latest["of"].sum(), latest["value"].sum())
    return answer(took, first, *sums, np.asarray(wide))


def answer(took: float, first: float, ranks: Any, of: Any, values: Any, wide: Any) -> dict[str, Any]:
    """sums: of ranks, of how many are ranked, of values, of the matrix, and of the matrix by its rows' places."""
    import numpy as np

    place = np.arange(1, wide.shape[0] + 1)[:, None] * np.arange(1, wide.shape[1] + 1)[None, :]
    told = [
        int(ranks),
        int(of),
        round(float(values)),
        round(float(np.nansum(wide))),
        round(float(np.nansum(wide * place))),
    ]
    return {"seconds": round(took, 2), "ranked_seconds": round(first, 2), "sums": told}


def memory(process: int | str) -> int:
    """MB: the most that the process held since it began."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) // 1024


WAYS: dict[str, Callable[[], dict[str, Any]]] = {
    "snapshot": snapshot,
    "duckdb": duckdb,
    "postgresql": postgresql,
    "pandas": pandas,
}


def one_way(name: str, folder: str) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.site.settings")
    import django
    from django.conf import settings

    django.setup()
    settings.TABLES_FOLDER = Path(folder)
    told = WAYS[name]()
    print(json.dumps(told | {"memory_mb": memory("self")}))
    return 0


if __name__ == "__main__":
    sys.exit(one_way(*sys.argv[1:]) if sys.argv[1:] else main())
