"""An appraisal as files: the game for `talka methods`, the ways as a table that comes back in, all as a workbook. In
each only what the reader may see; where that is not enough for a file, the answer says whose figures are missing."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from django.utils.translation import gettext as _

from talka.documents.sheets import Column, Sheet
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ...appraisal.inputs import Inputs
from ...appraisal.result import PAIR, WITHOUT
from ...appraisal_columns import WAYS
from ...models import CooperationCase
from ..problem_files import coalitions_files, names_file, table, zipped
from .gather import Gathered, gathered, reference
from .page import AppraisalPage, appraisal_page
from .sight import Sight, sight_of
from .telling import Choice

MOST_IN_FILE = 16


def cost_sharing_zip(case: CooperationCase, person: Person | None) -> bytes:
    """costs.csv (what each group of partners would pay), partners.csv (what the keys are in proportion to) and
    names.csv, of the figures as they are now. Raises Refusal where the reader does not see a figure, or a cost is
    missing."""
    from ...appraisal.costs import Costs

    given, inputs = _seen(case, person)
    members = tuple(one.id for one in inputs.parties)
    if len(members) > MOST_IN_FILE:
        raise Refusal(
            _("So many partners have more groups than a file can list."),
            _("Nothing was written."),
            _("Take the files of the method coalitions, which need no list of groups."),
        )
    values = Costs(inputs).table(members)
    if np.isnan(values).any():
        raise Refusal(
            _("What some groups of partners pay is not known."),
            _("Nothing was written."),
            _("The page of the appraisal names them. Enter what they pay, or a cost model."),
        )
    rows = (
        (";".join(one for place, one in enumerate(members) if mask >> place & 1), float(values[mask]))
        for mask in range(1, len(values))
    )
    partners = ((one.id, one.population, one.usage, one.fiscal_capacity_eur) for one in inputs.parties)
    return zipped(
        {
            "costs.csv": table(("members", "cost"), rows),
            "partners.csv": table(("id", "population", "usage", "fiscal_capacity"), partners),
            "names.csv": names_file(_named(given)),
        }
    )


def coalitions_zip(case: CooperationCase, person: Person | None) -> bytes:
    """municipalities.csv, pairs.csv, rules.toml, hosts.csv where places are given, and names.csv. Raises Refusal."""
    from ...appraisal.costs import problem_of

    given, inputs = _seen(case, person)
    problem = problem_of(inputs)
    if problem is None or not problem.municipalities:
        raise Refusal(
            _("There is no cost model, or no partner has said its volume."),
            _("Nothing was written."),
            _("Enter the cost model and the volumes first."),
        )
    names = {reference(one.pk): one.organisation.name for one in given.partners}
    named = tuple(replace(one, name=names[one.code]) for one in problem.municipalities)
    sites = {str(one.pk): one.name for one in given.sites}
    whole = replace(problem, municipalities=named)
    return zipped(coalitions_files(whole) | {"names.csv": names_file([*_named(given), *sites.items()])})


def ways_sheet(case: CooperationCase) -> Sheet:
    """Ways by road, with the columns of the table that is entered."""
    given = gathered(case)
    names = {one.pk: one.organisation.name for one in given.partners}
    rows = [
        {"a": names[row.a_id], "b": names[row.b_id], "km": row.km}
        for row in given.ways
        if row.a_id in names and row.b_id in names
    ]
    return Sheet(_("Ways between partners"), WAYS, rows)


def appraisal_sheets(case: CooperationCase, person: Person | None, *, view: int = 0, key: str = "") -> list[Sheet]:
    """Figures, shares under every key and variants from one partner's side, as the page shows them to this reader."""
    page = appraisal_page(case, person, view=view, key=key)
    sheets = [_figures(page)]
    if page.computed is not None:
        sheets += [_shares(page), _variants(page)]
    return sheets


def _seen(case: CooperationCase, person: Person | None) -> tuple[Gathered, Inputs]:
    """What is entered now, if the reader sees all of it."""
    given = gathered(case)
    sight: Sight = sight_of(person, case)
    hidden = [one.organisation.name for one in given.sharing if not sight.figures((reference(one.pk),))]
    if hidden:
        raise Refusal(
            _("These files would hold figures that you do not see: of %(names)s.")
            % {"names": ", ".join(hidden) or "–"},
            _("Nothing was written."),
            _("A partner shows its figures on the page of partners, if it wishes."),
            status=403,
        )
    return given, given.inputs()


def _named(given: Gathered) -> Collection[tuple[str, str]]:
    return [(reference(one.pk), one.organisation.name) for one in given.partners]


def _figures(page: AppraisalPage) -> Sheet:
    columns = (
        Column("partner", _("Partner")),
        Column("shares", _("Shares the cost"), kind="boolean"),
        Column("people", _("Inhabitants"), kind="integer"),
        Column("people_year", _("Year"), kind="integer"),
        Column("volume", _("Volume"), kind="decimal"),
        Column("usage", _("Usage"), kind="decimal"),
        Column("cost", _("Cost today, EUR a year"), kind="decimal"),
        Column("year", _("Year of the cost"), kind="integer"),
        Column("source", _("Source")),
        Column("jobs", _("Whole posts"), kind="decimal"),
        Column("fiscal", _("Fiscal capacity, EUR a year"), kind="decimal"),
        Column("benefit", _("Gain, EUR a year"), kind="decimal"),
        Column("own", _("Own cost, EUR a year"), kind="decimal"),
        Column("hidden", _("figures hidden"), kind="boolean"),
    )
    rows = [
        {
            "partner": row.amounts.partner.organisation.name,
            "shares": row.amounts.shares,
            "people": row.amounts.people.number if row.amounts.people else None,
            "people_year": row.amounts.people.year if row.amounts.people else None,
            "volume": row.volume,
            "usage": row.usage,
            "cost": row.amounts.cost_today_eur,
            "year": row.amounts.year,
            "source": row.amounts.source,
            "jobs": row.amounts.jobs,
            "fiscal": row.fiscal_eur,
            "benefit": row.amounts.benefit_eur,
            "own": row.amounts.own_cost_eur,
            "hidden": row.hidden,
        }
        for row in page.rows
    ]
    return Sheet(_("Figures"), columns, rows)


def _shares(page: AppraisalPage) -> Sheet:
    assert page.computed is not None
    computed = page.computed
    members = tuple(Column(f"eur_{place}", name, kind="decimal") for place, name in enumerate(computed.members))
    columns = (
        Column("key", _("Key")),
        *members,
        Column("stable", _("Nobody is better off outside"), kind="boolean"),
        Column("why", _("Why there is no share")),
    )
    rows = [
        {"key": str(row.name), "stable": row.stable, "why": str(row.why)}
        | {f"eur_{place}": cell.eur for place, cell in enumerate(row.cells)}
        for row in computed.keys
    ]
    return Sheet(_("Shares, EUR a year"), columns, rows)


def _variants(page: AppraisalPage) -> Sheet:
    assert page.computed is not None
    computed = page.computed
    columns = (
        Column("variant", _("Variant")),
        Column("eur", _("EUR a year"), kind="decimal"),
        Column("head", _("EUR for each inhabitant"), kind="decimal"),
        Column("less", _("Less than alone, EUR a year"), kind="decimal"),
        Column("total", _("All its members together, EUR a year"), kind="decimal"),
        Column("why", _("Why there is no share")),
    )
    rows = [
        {
            "variant": variant_words(one),
            "eur": one.eur,
            "head": one.per_head_eur,
            "less": one.less_eur,
            "total": one.total_eur,
            "why": one.why,
        }
        for one in (*computed.choices, *computed.cases)
    ]
    return Sheet(f"{computed.view_name}: {computed.key_name}"[:60], columns, rows)


def variant_words(choice: Choice) -> str:
    """What a variant is called in a table."""
    if choice.name == PAIR:
        return _("Together: %(other)s") % {"other": choice.label}
    if choice.name == WITHOUT:
        return _("If it leaves: %(other)s") % {"other": choice.label}
    return {
        "alone": _("Stay alone"),
        "all": _("All together"),
        "less": _("Smaller volumes"),
        "more": _("Larger volumes"),
        "grant": _("A grant"),
    }[choice.name]
