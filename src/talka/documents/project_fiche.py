"""A joint project on one page: what, who, for how much, by when, with what result, and whose money it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from talka.ui.numbers import euro, short_date

from .pdf import render_pdf
from .publicity import Publicity, publicity_data

MOST_PARTNERS, MOST_MILESTONES, MOST_RESULTS, MOST_SUMS = 10, 7, 6, 8
LONGEST_ABOUT = 900


@dataclass(frozen=True)
class FichePartner:
    name: str
    role: str
    does: str = ""


@dataclass(frozen=True)
class FicheSum:
    """EUR of one source or one year."""

    label: str
    planned: Decimal
    spent: Decimal


@dataclass(frozen=True)
class FicheMilestone:
    """state: in words."""

    title: str
    due: date
    state: str


@dataclass(frozen=True)
class FicheResult:
    """baseline, target, newest: with their years, in words; "" where nothing is said."""

    title: str
    baseline: str
    target: str
    newest: str


@dataclass(frozen=True)
class ProjectFiche:
    """facts: label and value; gap: what does not add up, in words; publicity: what each funder wants to be said."""

    title: str
    state: str
    as_of: date
    about: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    partners: tuple[FichePartner, ...] = ()
    by_source: tuple[FicheSum, ...] = ()
    by_year: tuple[FicheSum, ...] = ()
    gap: str = ""
    milestones: tuple[FicheMilestone, ...] = ()
    results: tuple[FicheResult, ...] = ()
    publicity: tuple[str, ...] = ()
    link: str = ""
    language: str = "lv"
    illustrative: bool = False


def project_fiche_data(fiche: ProjectFiche) -> Mapping[str, object]:
    """What the template `project_fiche` gets. What has no room is counted, not cut in silence."""
    with translation.override(fiche.language):
        about = fiche.about
        if len(about) > LONGEST_ABOUT:
            about = about[:LONGEST_ABOUT].rsplit(" ", 1)[0] + " …"
        return {
            "title": fiche.title,
            "author": "",
            "state": fiche.state,
            "about": about,
            "facts": [{"label": label, "value": value} for label, value in fiche.facts if value],
            "partners": [
                {"name": one.name, "role": one.role, "does": one.does} for one in fiche.partners[:MOST_PARTNERS]
            ],
            "more_partners": _more(fiche.partners, MOST_PARTNERS),
            "by_source": _money(fiche.by_source),
            "by_year": _money(fiche.by_year),
            "gap": fiche.gap,
            "milestones": [
                {"title": one.title, "due": short_date(one.due), "state": one.state}
                for one in fiche.milestones[:MOST_MILESTONES]
            ],
            "more_milestones": _more(fiche.milestones, MOST_MILESTONES),
            "results": [vars(one) for one in fiche.results[:MOST_RESULTS]],
            "more_results": _more(fiche.results, MOST_RESULTS),
            "link": fiche.link,
            "publicity": publicity_data(Publicity(text="\n\n".join(fiche.publicity))),
            "illustrative": fiche.illustrative,
            "words": {
                "fiche": _("Joint project"),
                "partners": _("Partners"),
                "money": _("Money"),
                "milestones": _("Milestones"),
                "results": pgettext("joint project", "Results"),
                "source": _("Source"),
                "year": _("Year"),
                "planned": _("Planned"),
                "spent": _("Spent"),
                "together": _("Together"),
                "baseline": _("Baseline"),
                "target": _("Target"),
                "newest": _("Newest figure"),
                "due": _("By"),
                "as_of": _("As of %(day)s") % {"day": short_date(fiche.as_of)},
            },
        }


def _more(rows: Sequence[object], shown: int) -> str:
    left = len(rows) - shown
    return ngettext("and %(n)s more", "and %(n)s more", left) % {"n": left} if left > 0 else ""


def _money(rows: Sequence[FicheSum]) -> dict[str, object]:
    """The sums and all together; rows that have no room stand in one."""
    shown = list(rows[:MOST_SUMS])
    if rest := rows[MOST_SUMS:]:
        shown.append(_together(_more(rows, MOST_SUMS), rest))
    whole = _together("", rows)
    told = [{"label": one.label, "planned": euro(one.planned), "spent": euro(one.spent)} for one in shown]
    return {"rows": told, "planned": euro(whole.planned), "spent": euro(whole.spent)}


def _together(label: str, rows: Sequence[FicheSum]) -> FicheSum:
    return FicheSum(label, sum((one.planned for one in rows), Decimal(0)), sum((one.spent for one in rows), Decimal(0)))


def project_fiche_pdf(fiche: ProjectFiche) -> bytes:
    """The project on one page of paper, whatever it holds."""
    return render_pdf("project_fiche", project_fiche_data(fiche), language=fiche.language)
