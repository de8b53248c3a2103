"""Claim: among 500 cooperation cases and 2,000 joint projects no page takes 100 ms or 60 kB.

As in `pages`, whose programme it is; cases and projects are spread over the country's municipalities, with neighbours
as partners. What further pages of the room are asked stands in `ASKED`. See docs/developers/speed.md.
"""

import datetime as dt
import os
import random
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from bench._browser import Browser
from bench._cooperation_inside import fill_inside
from bench.pages import run

CASES = int(os.environ.get("TALKA_BENCH_CASES", "500"))
PROJECTS = int(os.environ.get("TALKA_BENCH_PROJECTS", "2000"))
SEED = 7
WHAT = ("Sporta halle", "Skolēnu autobuss", "Kopīgs jurists", "Ūdenssaimniecība", "Velo ceļš", "Tūrisma maršruts")
FUNDERS = ("Kohēzijas fonds", "Atveseļošanas fonds", "Lauku atbalsta dienests", "Valsts kase", "Vides fonds")
Asked = dict[str, tuple[Browser, str]]


def two(text: str) -> Any:
    from i18nfield.strings import LazyI18nString

    return LazyI18nString({"lv": text, "en": text})


def local_governments() -> Sequence[Any]:
    """The first organisation of each municipality, in the order of the country."""
    from talka.people.models import Organisation

    rows = Organisation.objects.filter(area__kind__in=("municipality", "state_city"), kind="municipality")
    return list({row.area_id: row for row in rows.order_by("-pk")}.values())


def fill_cases(chance: random.Random, organisations: Sequence[Any]) -> None:
    from django.utils import timezone

    from talka.cooperation.models import CooperationCase, Partner

    now = timezone.now()
    cases = CooperationCase.objects.bulk_create(
        [
            CooperationCase(
                slug=f"iecere-{number}",
                title=two(f"{chance.choice(WHAT)} {number}"),
                about=two("Ko tas risinās un kam tā trūkst. " * chance.randint(1, 12)),
                service=chance.choice(("waste", "water", "school-transport", "social-care")),
                state=chance.choice(("exploring", "establishing", "running")),
                published_at=now,
            )
            for number in range(CASES)
        ],
        batch_size=1000,
    )
    Partner.objects.bulk_create(
        [
            Partner(
                case=case,
                organisation=one,
                role="partner" if place else "initiator",
                state="taking_part",
                answered_on=now.date(),
                order=place,
            )
            for case in cases
            for place, one in enumerate(chance.sample(organisations, chance.randint(2, 6)))
        ],
        batch_size=1000,
    )


def fill_projects(chance: random.Random, organisations: Sequence[Any]) -> None:
    from django.utils import timezone

    from talka.cooperation.models import JointPartner, JointProject
    from talka.ui.folding import fold

    now = timezone.now()
    rows = []
    for number in range(PROJECTS):
        title = f"{chance.choice(WHAT)} {number}"
        starts = dt.date(chance.randint(2021, 2027), chance.randint(1, 12), 1)
        rows.append(
            JointProject(
                slug=f"projekts-{number}",
                title=two(title),
                about=two("Ko dara, kam un kāpēc kopā. " * chance.randint(1, 14)),
                folded=fold(title),
                service=chance.choice(("waste", "water", "school-transport", "social-care")),
                state=chance.choice([state for state in JointProject.State.values if state != "given_up"]),
                state_since=now.date(),
                starts=starts,
                ends=starts.replace(year=starts.year + chance.randint(1, 4)),
                reach=chance.choice(("local", "regional", "across")),
                published_at=now,
            )
        )
    JointProject.objects.bulk_create(rows, batch_size=1000)
    partners = [
        JointPartner(
            project=row, organisation=one, role="partner" if place else "lead", agreed_on=now.date(), order=place
        )
        for row in rows
        for place, one in enumerate(chance.sample(organisations, chance.randint(1, 5)))
    ]
    JointPartner.objects.bulk_create(partners, batch_size=1000)
    _fill_money(chance, rows, partners)
    _fill_course(chance, rows, now.date())


def _fill_money(chance: random.Random, rows: Sequence[Any], partners: Sequence[Any]) -> None:
    from talka.cooperation.models import Funding, JointBudgetLine, Spending
    from talka.ui.folding import fold

    fundings = []
    for row in rows:
        name = chance.choice(FUNDERS)
        fundings.append(Funding(project=row, source="eu", funder=name, folded=fold(name), eur_told=Decimal(500_000)))
    Funding.objects.bulk_create(fundings, batch_size=1000)
    lines = [
        JointBudgetLine(
            project=one.project,
            source="own",
            partner=one,
            year=one.project.starts.year + later,
            eur=Decimal(chance.randint(1, 9_000_000)) / 100,
        )
        for one in partners
        for later in range(2)
    ]
    lines += [
        JointBudgetLine(
            project=one.project,
            source="eu",
            funding=one,
            year=one.project.starts.year + later,
            eur=Decimal(chance.randint(1, 90_000_000)) / 100,
        )
        for one in fundings
        for later in range(2)
    ]
    JointBudgetLine.objects.bulk_create(lines, batch_size=1000)
    Spending.objects.bulk_create(
        [
            Spending(
                project=one.project,
                source="own",
                partner=one,
                day=one.project.starts,
                document_number=f"R-{number}",
                eur=Decimal(chance.randint(1, 1_000_000)) / 100,
            )
            for number, one in enumerate(partners)
        ],
        batch_size=1000,
    )


def _fill_course(chance: random.Random, rows: Sequence[Any], today: dt.date) -> None:
    from talka.cooperation.models import Milestone, ProjectResult, ProjectResultValue, Risk

    Milestone.objects.bulk_create(
        [
            Milestone(project=row, title=two(f"Posms {n}"), due=today + dt.timedelta(days=chance.randint(-400, 400)))
            for row in rows
            for n in range(4)
        ],
        batch_size=1000,
    )
    Risk.objects.bulk_create(
        [
            Risk(project=row, title=two("Aug cenas"), probability=chance.randint(1, 5), effect=chance.randint(1, 5))
            for row in rows
            for _n in range(3)
        ],
        batch_size=1000,
    )
    results = ProjectResult.objects.bulk_create(
        [
            ProjectResult(
                project=row,
                title=two(f"Apmeklējumi gadā {n}"),
                baseline_year=2020,
                baseline=Decimal(100),
                target_year=2030,
                target=Decimal(200),
            )
            for row in rows
            for n in range(2)
        ],
        batch_size=1000,
    )
    ProjectResultValue.objects.bulk_create(
        [
            ProjectResultValue(result=one, year=year, value=Decimal(chance.randint(100, 200)), source="Pārskats")
            for one in results
            for year in (2022, 2023, 2024)
        ],
        batch_size=1000,
    )


def cases(visitor: Browser, filled: Any) -> Asked:
    return {
        "cases": (visitor, "/cooperation/"),
        "cases, searched": (visitor, "/cooperation/?q=halle&service=waste&page=2"),
        "a case": (visitor, f"/cooperation/cases/iecere-{CASES // 2}/"),
        "partners of a case": (visitor, f"/cooperation/cases/iecere-{CASES // 2}/partners/"),
    }


def projects(visitor: Browser, filled: Any) -> Asked:
    one = f"/cooperation/project/projekts-{PROJECTS // 2}"
    administrator = Browser(filled.administrator)
    return {
        "board of projects": (visitor, "/cooperation/projects/"),
        "board, who moves them": (administrator, "/cooperation/projects/"),
        "board, searched": (visitor, "/cooperation/projects/?q=halle&year=2025"),
        "table of projects": (visitor, "/cooperation/projects/?view=table&page=20"),
        "table by euro, of a place": (
            visitor,
            f"/cooperation/projects/?view=table&sort=eur&area={filled.municipality.key}",
        ),
        "investments": (visitor, "/cooperation/projects/investments/"),
        "investments of a year": (visitor, "/cooperation/projects/investments/?year=2025&stage=decided"),
        "a project": (visitor, f"{one}/"),
        "its money": (visitor, f"{one}/money/"),
        "its milestones": (visitor, f"{one}/course/"),
        "its results": (visitor, f"{one}/results/"),
        "an area": (visitor, f"/areas/{filled.municipality.key}/"),
    }


def inside(visitor: Browser, filled: Any) -> Asked:
    from talka.cooperation.models import CooperationCase

    case = CooperationCase.objects.get(slug=f"iecere-{CASES // 2}")
    planner = Browser(fill_inside(random.Random(SEED), case, local_governments()))
    one = f"/cooperation/cases/{case.slug}"
    return {
        "a case, its partner": (planner, f"{one}/"),
        "a step": (planner, f"{one}/steps/law/"),
        "costs and gains": (planner, f"{one}/appraisal/"),
        "briefs": (planner, f"{one}/brief/"),
        "register of agreements": (visitor, "/cooperation/agreements/"),
        "register, searched": (visitor, "/cooperation/agreements/?q=pakalpojums&service=waste"),
        "an agreement": (visitor, "/cooperation/agreements/ligums-7/"),
        "search for partners": (planner, "/cooperation/partners/"),
        "forms of cooperation": (visitor, "/cooperation/forms/"),
    }


ASKED: tuple[Callable[[Browser, Any], Asked], ...] = (cases, projects, inside)
"""Pages by what they are about; each answers name, who asks and address, once `fill` has run."""


def fill() -> None:
    chance = random.Random(SEED)
    organisations = local_governments()
    fill_cases(chance, organisations)
    fill_projects(chance, organisations)


def cooperation(filled: Any) -> Asked:
    from bench.pages import analyze

    fill()
    analyze()
    visitor = Browser()
    found: Asked = {}
    for pages in ASKED:
        found |= pages(visitor, filled)
    return found


def main() -> int:
    return run("cooperation", cooperation)


if __name__ == "__main__":
    sys.exit(main())
