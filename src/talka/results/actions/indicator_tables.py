"""A table of indicators to what is to be entered. It writes nothing; `save_indicators` does."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from talka.documents.tables import Fault, TableRead
from talka.programmes.models import Activity, Project

from ..columns import INDICATORS
from ..models import Indicator
from .indicators import IndicatorData, texts


def read_indicators(project: Project, table: TableRead) -> tuple[list[IndicatorData], Sequence[Fault]]:
    """The rows, and all that is wrong: of the table's own faults and of what only the project can tell. A column that
    is not there leaves what stands: a table with numbers and targets alone changes targets alone."""
    faults = list(table.faults)
    activities = {one.number: one for one in Activity.objects.filter(project=project)}
    kept = {row.number: row for row in Indicator.objects.filter(project=project).select_related("activity")}
    titles = {column.key: str(column.title) for column in INDICATORS}
    told: list[IndicatorData] = []
    seen: set[str] = set()
    for row in table.rows:
        values = dict(row.values)
        number, activity = str(values["number"]), str(values["activity"])
        if number in seen:
            faults.append(
                Fault(row.number, titles["number"], _("The number %(number)s is there twice.") % {"number": number})
            )
        seen.add(number)
        if activity and activity not in activities:
            faults.append(
                Fault(
                    row.number,
                    titles["activity"],
                    _("The project has no activity %(number)s.") % {"number": activity},
                    _("Possible: %(values)s") % {"values": ", ".join(sorted(activities))},
                )
            )
            continue
        told.append(_data(values, activities.get(activity), kept.get(number), set(table.found)))
    return told, faults


def _data(
    values: Mapping[str, object], activity: Activity | None, kept: Indicator | None, found: set[str]
) -> IndicatorData:
    said = dict(values)

    def of(name: str) -> object:
        if kept is not None and name not in found:
            return getattr(kept, name)
        return said.get(name)

    def worded(name: str) -> object:
        if kept is not None and not {f"{name}_lv", f"{name}_en"} & found:
            return getattr(kept, name)
        return texts(said, name)

    return IndicatorData(
        number=str(said["number"]),
        kind=str(of("kind") or Indicator.Kind.OUTPUT),
        title=worded("title"),  # type: ignore[arg-type]
        unit=worded("unit"),  # type: ignore[arg-type]
        remark=worded("remark"),  # type: ignore[arg-type]
        baseline=of("baseline"),  # type: ignore[arg-type]
        target=of("target"),  # type: ignore[arg-type]
        counted=str(of("counted") or ""),
        activity=kept.activity if kept is not None and "activity" not in found else activity,
        event_kind=str(of("event_kind") or ""),
        question=str(of("question") or ""),
        answer=str(of("answer") or ""),
        source=str(of("source") or ""),
        public=bool(of("public")),
    )
