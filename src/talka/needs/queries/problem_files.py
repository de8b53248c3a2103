"""What the method was asked, as the plain files that `talka methods followup` reads: whoever doubts may compute
anew."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import tomli_w

from talka.documents.sheets import guarded
from talka.people.models import Person

from ..access import known_to
from ..models import FollowUp, Measure, Need
from .brief import problem_from


def problem_zip(follow_up: FollowUp, person: Person | None) -> bytes:
    """needs.csv, options.csv, covers.csv, rules.toml and names.csv in one archive; empty tables where nothing was
    asked.

    Where fewer than five people of a region stand behind a need, the parts of its weight are those that were computed
    with, which are alike for all such regions: no weight tells of them.
    """
    data: dict[str, Any] = dict(follow_up.run.input) if follow_up.run is not None else EMPTY
    problem = problem_from(data)
    rules = {
        name: value
        for name, value in {
            "budget_eur": problem.rules.budget_eur,
            "max_per_month": problem.rules.max_per_month,
            "min_coverage": dict(problem.rules.min_coverage),
            "must": list(problem.rules.must),
            "not_both": [list(pair) for pair in problem.rules.not_both],
        }.items()
        if value not in (None, [], {})
    }
    needs = ((need.id, repr(need.weight), need.attributes.get("region", "")) for need in problem.needs)
    options = ((o.id, o.kind, repr(o.cost_eur), o.expert, ";".join(o.dates)) for o in problem.options)
    covers = ((cover.option, cover.need, repr(cover.effect)) for cover in problem.covers)
    files = {
        "needs.csv": _table(("id", "weight", "region"), needs),
        "options.csv": _table(("id", "kind", "cost_eur", "expert", "dates"), options),
        "covers.csv": _table(("option", "need", "effect"), covers),
        "rules.toml": tomli_w.dumps(rules),
        "names.csv": _table(("id", "words"), _names(follow_up, data, person)),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


EMPTY: dict[str, Any] = {
    "needs": [],
    "voices": {},
    "people": {},
    "options": [],
    "covers": [],
    "rules": {"budget_eur": None, "max_per_month": None, "least_share": None, "must": [], "not_both": []},
}


def _names(follow_up: FollowUp, data: dict[str, Any], person: Person | None) -> Iterable[Sequence[str]]:
    """What the references are called, as far as the person may know."""
    programme = follow_up.programme
    asked = {each["id"] for each in (*data["needs"], *data["options"])}
    needs = known_to(person, Need.objects.filter(programme=programme)).values_list("pk", "words")
    measures = known_to(person, Measure.objects.filter(programme=programme)).values_list("pk", "words")
    for kind, rows in (("need", needs), ("measure", measures)):
        for pk, words in rows.order_by("pk"):
            if f"{kind}:{pk}" in asked:
                yield f"{kind}:{pk}", guarded(words)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
