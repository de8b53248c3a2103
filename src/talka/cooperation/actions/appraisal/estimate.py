"""The cost model estimated from accounts of many places, by the method scale-economies."""

import csv
import io
import math
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from talka.decisions import actions as decisions
from talka.decisions.models import DecisionRun
from talka.methods.contract import InvalidProblem
from talka.methods.scale_economies.problem import Account, Problem
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ... import access
from ...models import CooperationCase, ServiceCost
from ...trail import CASE
from .model import cost_of_case, measured

METHOD = "scale-economies"
MOST_BYTES, MOST_ROWS = 10_000_000, 50_000
EMPTY = {"", "NA", "N/A", "-", "–", "."}


@dataclass(frozen=True)
class Columns:
    """Which columns of the table are what; group, name and cluster may be left out."""

    cost: str
    size: str
    group: str = ""
    name: str = ""


def estimate(case: CooperationCase, file: BinaryIO, columns: Columns, *, by: Person | None) -> DecisionRun:
    """Fit the line and keep it as a proposal; nothing of the case changes until `use_estimate`. Raises Refusal, with
    the row of the table that is wrong."""
    # Statistics take a while to load.
    from talka.methods.scale_economies.solve import VERSION, solve

    access.check_change(by, case)
    problem = Problem(_accounts(file, columns))
    faults = problem.check()
    if faults:
        raise _wrong(InvalidProblem(faults))
    data = {"accounts": [[one.name, one.group, one.cluster, one.cost, one.size] for one in problem.accounts]}
    asked = {"cost": columns.cost, "size": columns.size, "group": columns.group, "name": columns.name}
    return decisions.run(
        METHOD, (CASE, case.pk), data, lambda: solve(problem), by=by, version=VERSION, parameters=asked
    )


def use_estimate(
    case: CooperationCase, run: DecisionRun, *, by: Person | None, as_a_guess: bool = False
) -> ServiceCost:
    """Take the estimated cost function as the case's model. Where no economies of scale could be shown it is taken only
    as_a_guess, which a person says. Raises Refusal."""
    from talka.methods.scale_economies.solve import ECONOMIES, ScaleEconomies

    access.check_change(by, case)
    with deed(by):
        row = cost_of_case(case)
        held = decisions.open_proposal(run, METHOD, (CASE, case.pk))
        fit = ScaleEconomies.from_json(held.result or {})
        if fit.unit_eur is None:
            raise Refusal(
                _("The cost of a unit cannot be told: the sizes are too near to one another."),
                _("Nothing was changed."),
                _("Use accounts of places of different size, or enter the model by hand."),
            )
        if not measured(fit.fixed_eur, fit.unit_eur, fit.elasticity):
            raise Refusal(
                _("An amount of money is too large."),
                _("Nothing was changed."),
                _("Use accounts of places of different size, or enter the model by hand."),
                status=422,
            )
        if fit.verdict != ECONOMIES and not as_a_guess:
            raise Refusal(
                _("No economies of scale can be shown in these accounts."),
                _("Nothing was changed."),
                _(
                    "A saving computed with this model would be a guess. Tick that you take it as one, or enter a "
                    "model."
                ),
                status=422,
            )
        row.origin = ServiceCost.Origin.ESTIMATED
        row.fixed_eur, row.unit_eur, row.elasticity = fit.fixed_eur, fit.unit_eur, fit.elasticity
        row.elasticity_low, row.elasticity_high = fit.low, fit.high
        row.estimate = held
        row.version = row.version + 1 if row.pk else 1
        row.by = by
        row.save()
        decisions.accept(held, by=by, reason=_("Taken as a guess") if fit.verdict != ECONOMIES else "")
    return row


def _accounts(file: BinaryIO, columns: Columns) -> tuple[Account, ...]:
    file.seek(0)
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refusal(
            _("The file is larger than %(size)s MB.") % {"size": MOST_BYTES // 1_000_000},
            _("Nothing was computed."),
            _("Leave out columns that are not needed."),
            status=422,
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("windows-1257", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter)
    _must_have(rows.fieldnames or [], columns)
    found = []
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS:
            raise Refusal(_("The table has too many rows."), _("Nothing was computed."), status=422)
        group = (row[columns.group] or "").strip() if columns.group else ""
        name = (row[columns.name] or "").strip() if columns.name else ""
        cost, size = _amount(row[columns.cost], number, columns.cost), _amount(row[columns.size], number, columns.size)
        found.append(Account(cost, size, group=group, cluster=name, name=name))
    return tuple(found)


def _must_have(there: "list[str] | tuple[str, ...] | object", columns: Columns) -> None:
    names = [str(one) for one in there] if isinstance(there, (list, tuple)) else []
    wanted = [one for one in (columns.cost, columns.size, columns.group, columns.name) if one]
    lost = [one for one in wanted if one not in names]
    if lost:
        raise Refusal(
            _("The table has no column “%(name)s”.") % {"name": lost[0]},
            _("Nothing was computed."),
            _("Its columns are: %(names)s.") % {"names": ", ".join(names)[:1500] or "–"},
            status=422,
        )


def _amount(text: str | None, row: int, column: str) -> float | None:
    """None for an empty cell; a comma may stand for the point."""
    plain = (text or "").strip().replace(" ", "").replace("\u00a0", "")
    if plain.upper() in EMPTY:
        return None
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Refusal(
            _("Row %(row)s, column “%(column)s”: “%(text)s” is not a number.")
            % {"row": row, "column": column, "text": plain[:60]},
            _("Nothing was computed."),
            _("Correct it, or leave the cell empty if it is not known."),
            status=422,
        )
    return number


def _wrong(fault: InvalidProblem) -> Refusal:
    first = fault.faults[0]
    sentences = {
        "not_above_0": _("an amount is not above 0, and the line needs that; leave the cell empty if it is not known"),
        "group_empty": _("a row has no group, and others have one"),
        "cluster_empty": _("a row has no name of its place, and others have one"),
        "too_few": _("too few rows have both cost and size"),
        "one_size": _("all places are of the same size, so nothing can be said of size"),
        "one_cluster": _("all rows are of one place, so it cannot be said how sure the line is"),
    }
    said = sentences.get(first.code, first.what)
    place = first.path[1] if len(first.path) > 1 else ""
    row = _("Row %(row)s: %(what)s.") % {"row": int(place) + 2, "what": said} if isinstance(place, int) else f"{said}."
    return Refusal(row, _("Nothing was computed."), _("Correct the table and send it again."), status=422)
