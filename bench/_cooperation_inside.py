"""What partners see of a case: appraisal, a step, the brief, the register of agreements, the search for partners."""

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

AGREEMENTS = 500


def fill_inside(chance: random.Random, case: Any, organisations: Sequence[Any]) -> Any:
    """Figures of every partner of one case and what is computed of them, and 500 agreements made elsewhere. Gives the
    account of somebody who works for the first partner."""
    from talka.cooperation.actions.appraisal.compute import compute
    from talka.cooperation.factories import PartnerFiguresFactory, ServiceCostFactory
    from talka.people.factories import PersonFactory

    partners = list(case.partners.order_by("order"))
    for one in partners:
        PartnerFiguresFactory(
            partner=one,
            volume=chance.randint(500, 5_000),
            cost_eur=chance.randint(90_000, 700_000),
            population=chance.randint(3_000, 60_000),
        )
    ServiceCostFactory(case=case)
    for number, one in enumerate(partners):
        for other in partners[number + 1 :]:
            a, b = sorted((one, other), key=lambda row: row.pk)
            case.ways.create(a=a, b=b, km=chance.randint(10, 60))
    compute(case, by=None)
    fill_agreements(chance, organisations)
    return PersonFactory(with_account=True, organisation=partners[0].organisation).account


def fill_agreements(chance: random.Random, organisations: Sequence[Any]) -> None:
    from talka.cooperation.models import Agreement, AgreementParty
    from talka.ui.folding import fold

    now = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    rows = Agreement.objects.bulk_create(
        Agreement(
            slug=f"ligums-{number}",
            title=f"Kopīgs pakalpojums {number}",
            folded=fold(f"Kopīgs pakalpojums {number}"),
            form="cooperation-agreement",
            service=chance.choice(("waste", "water", "school-transport", "social-care")),
            standing=True,
            state="in_force",
            valid_from=dt.date(chance.randint(2015, 2025), 1, 1),
            published_at=now,
        )
        for number in range(AGREEMENTS)
    )
    AgreementParty.objects.bulk_create(
        AgreementParty(agreement=row, organisation=one, order=place)
        for row in rows
        for place, one in enumerate(chance.sample(organisations, chance.randint(2, 5)))
    )
