"""An area of which much is known, among others of its kind; and one of which nothing is."""

from i18nfield.strings import LazyI18nString

from talka.indicators.factories import (
    CategoryFactory,
    ClassificationFactory,
    IndicatorFactory,
    ObservationFactory,
    ReleaseFactory,
)
from talka.indicators.models import Indicator, Peer, Specialisation, Theme
from talka.territories.factories import AreaFactory

YEARS = range(2018, 2024)
INDUSTRIES = {
    "A": ("Lauksaimniecība, mežsaimniecība un zivsaimniecība", "Agriculture, forestry and fishing", 0.142, 1.9),
    "C": ("Rūpniecība", "Industry", 0.2, 1.2),
    "F": ("Būvniecība", "Construction", 0.08, 0.9),
    "J": ("Informācija un komunikācija", "Information and communication", 0.01, 0.3),
}


def words(lv, en):
    return LazyI18nString({"lv": lv, "en": en})


def indicators():
    source = words("Izdomāts statistikas birojs", "Made-up bureau of statistics")
    shared = {"source": source, "licence": "CC-BY-4.0"}
    return [
        IndicatorFactory(
            key="population-registered",
            order=1,
            title=words("Reģistrētie iedzīvotāji", "Registered inhabitants"),
            unit=words("cilvēki", "persons"),
            theme=Theme.PEOPLE,
            direction=Indicator.Direction.NONE,
            **shared,
        ),
        IndicatorFactory(
            key="wage-gross",
            order=2,
            title=words("Mēneša darba samaksa pirms nodokļiem", "Monthly wage before taxes"),
            unit=words("EUR", "EUR"),
            theme=Theme.ECONOMY,
            kind=Indicator.Kind.OTHER,
            **shared,
        ),
        IndicatorFactory(
            key="unemployed",
            order=3,
            title=words("Bezdarbnieku īpatsvars", "Share of unemployed"),
            unit=words("%", "%"),
            theme=Theme.ECONOMY,
            direction=Indicator.Direction.DOWN,
            decimals=1,
            **shared,
        ),
    ]


def known_area(*, others=4, peers=3, illustrative=False, years=YEARS):
    """The area; the figures of the n-th of the others are somewhat greater each."""
    places = [AreaFactory(illustrative=illustrative, name="Šķiņķu novads", name_en="Šķiņķi municipality")]
    places += [AreaFactory(illustrative=illustrative) for _ in range(others)]
    release = ReleaseFactory(source="")
    for at, indicator in enumerate(indicators()):
        for n, area in enumerate(places):
            for year in years:
                ObservationFactory(
                    indicator=indicator,
                    area=area,
                    release=release,
                    year=year,
                    value=(21134.0, 1067.5, 6.4)[at] * (1 + n / 10) * (1 + (year - years[0]) / 50 * (1 + n / 20)),
                    status="P" if year == years[-1] else "A",
                )
    specialised(places[0], indicator)
    for rank, area in enumerate(places[1 : peers + 1], 1):
        Peer.objects.create(area=places[0], peer=area, rank=rank, distance=rank / 10)
    return places[0]


def specialised(area, indicator):
    industries = ClassificationFactory(key="nozares")
    for code, (lv, en, _share, _lq) in INDUSTRIES.items():
        CategoryFactory(classification=industries, code=code, title=words(lv, en))
    employed = IndicatorFactory(
        title=words("Nodarbinātie", "Employed"), classification=industries, source=words("Izdomāts", "Made-up")
    )
    return Specialisation.objects.create(
        indicator=employed,
        area=area,
        first=2007,
        last=2017,
        quotients=[[code, share, lq] for code, (_lv, _en, share, lq) in INDUSTRIES.items()],
        reasons=[{"code": "strong", "parameters": {"industry": "A", "percent": 14.2, "lq": 1.9}}],
    )


def unknown_area(**more):
    return AreaFactory(name="Nezināmais novads", **more)
