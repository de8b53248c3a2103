import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from talka.ui import numbers
from talka.ui.few import shown

RIGA = ZoneInfo("Europe/Riga")
NBSP = "\u00a0"


def at(*parts):
    return dt.datetime(*parts, tzinfo=RIGA)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("lv", ["18 250 €", "1 500,50 €", "27 %", "27,4 %", "1 234,5", "340 kB", "1,2 MB"]),
        ("en", ["€18,250", "€1,500.50", "27%", "27.4%", "1,234.5", "340 kB", "1.2 MB"]),
    ],
)
def test_figures(language, expected):
    with translation.override(language):
        written = [
            numbers.euro(18250),
            numbers.euro(Decimal("1500.50")),
            numbers.percent(0.274),
            numbers.percent(0.274, 1),
            numbers.number(1234.5),
            numbers.size(340_000),
            numbers.size(1_200_000),
        ]
    assert [text.replace(NBSP, " ") for text in written] == expected


SPANS = [
    (
        at(2015, 2, 11, 10),
        at(2015, 2, 11, 17),
        "2015. gada 11. februāris, 10:00–17:00",
        "11 February 2015, 10:00–17:00",
    ),
    (dt.date(2015, 2, 11), dt.date(2015, 2, 12), "2015. gada 11.–12. februāris", "11–12 February 2015"),
    (dt.date(2015, 4, 30), dt.date(2015, 5, 2), "2015. gada 30. aprīlis – 2. maijs", "30 April – 2 May 2015"),
    (
        dt.date(2015, 12, 30),
        dt.date(2016, 1, 2),
        "2015. gada 30. decembris – 2016. gada 2. janvāris",
        "30 December 2015 – 2 January 2016",
    ),
    (dt.date(2015, 2, 11), None, "2015. gada 11. februāris", "11 February 2015"),
    (at(2015, 2, 11, 10), None, "2015. gada 11. februāris, 10:00", "11 February 2015, 10:00"),
    (at(2015, 2, 11, 18), at(2015, 2, 12, 0), "2015. gada 11. februāris, 18:00–00:00", "11 February 2015, 18:00–00:00"),
]


@pytest.mark.parametrize(("start", "end", "latvian", "english"), SPANS)
def test_spans_of_days(start, end, latvian, english):
    with timezone.override(RIGA):
        for language, expected in (("lv", latvian), ("en", english)):
            with translation.override(language):
                assert numbers.dates(start, end) == expected


def test_latvian_days_stand_in_the_form_of_their_sentence():
    march, may = dt.date(2026, 3, 3), dt.date(2026, 5, 2)
    with translation.override("lv"):
        assert numbers.date(march, case="on") == "2026. gada 3. martā"
        assert numbers.date(march, case="until") == "2026. gada 3. martam"
        assert numbers.dates(march, may, case="on") == "2026. gada 3. martā – 2. maijā"
        assert numbers.dates(march, dt.date(2026, 3, 4), case="on") == "2026. gada 3.–4. martā"
        for month in range(1, 13):
            said = [numbers.date(dt.date(2026, month, 1), case=case) for case in ("", "on", "until")]
            assert len(set(said)) == 3
            assert len({words[:14] for words in said}) == 1, "the same month in three forms"
    with translation.override("en"):
        assert numbers.date(march, case="until") == "3 March 2026"


def test_times_are_local_also_across_the_change_of_clocks():
    before, after = dt.datetime(2026, 3, 29, 0, 30, tzinfo=dt.UTC), dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC)
    with timezone.override(RIGA), translation.override("lv"):
        assert numbers.times(before, after) == "02:30–04:30"


def test_the_day_of_the_week():
    with translation.override("lv"):
        assert numbers.date(dt.date(2015, 2, 11), weekday=True) == "2015. gada 11. februāris, trešdiena"
    with translation.override("en"):
        assert numbers.date(dt.date(2015, 2, 11), weekday=True) == "Wednesday 11 February 2015"


@pytest.mark.parametrize(
    ("count", "people", "figure"), [(12, 4, None), (12, 5, 12), (1, 1, None), (0, 0, 0), (0, 3, None)]
)
def test_few_people_give_no_figure(count, people, figure):
    assert shown(count, people) == figure
