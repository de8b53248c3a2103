"""The alternatives of a programme's follow-up programme: what each goes by, and the choice as it stands."""

from pathlib import Path

from talka.needs.models import FollowUp
from talka.programmes.models import Programme

from ..record_files import write_csv, write_toml
from . import columns
from .dump_lists import KeysOf
from .dump_needs import measures_by_key, needs_by_key

RULES = ("title", "weighting", "budget_eur", "first_day", "last_day", "max_per_month", "least_share", "state")


def write_follow_ups(programme: Programme, folder: Path, keys: KeysOf) -> None:
    """follow_ups.toml and taken_days.csv. Runs of the method are not written: reading computes anew."""
    needs = {str(need.pk): key for key, need in needs_by_key(programme).items()}
    measures = {measure.pk: key for key, measure in measures_by_key(programme).items()}
    rows = [
        {
            **{name: getattr(row, name) for name in RULES},
            "public": row.published_at is not None or None,
            "computed": row.run is not None or None,
            "reason": row.run.reason if row.run else "",
            "weights": {needs[pk]: weight for pk, weight in row.weights.items() if pk in needs},
            "must": [measures[pk] for pk in row.must.order_by("pk").values_list("pk", flat=True) if pk in measures],
            "apart": [
                [measures[pair.one_id], measures[pair.other_id]]
                for pair in row.apart.all()
                if pair.one_id in measures and pair.other_id in measures
            ],
            "plan": {measures[each.measure_id]: each.day for each in row.planned.all() if each.measure_id in measures},
        }
        for row in FollowUp.objects.filter(programme=programme).select_related("run")
    ]
    if rows:
        write_toml(folder / "follow_ups.toml", {"follow_up": rows})
    taken = programme.blocked_days.all()
    write_csv(folder / "taken_days.csv", columns.TAKEN_DAYS, ((day.day, day.why, day.source) for day in taken))
