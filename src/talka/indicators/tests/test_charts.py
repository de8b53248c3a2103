"""Charts: drawn by the worker for what changed, kept by digest, shown by the page without any library of charts."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from talka.indicators import analysis_set
from talka.indicators.actions import charts as deeds
from talka.indicators.actions.charts import draw_charts
from talka.indicators.actions.retirement import forget_charts
from talka.indicators.charts import look
from talka.indicators.models import Chart, Observation
from talka.indicators.queries.chart_data import pictures_of
from talka.indicators.queries.profile_page import profile_page
from talka.territories.factories import AreaFactory

from .known_area import known_area, unknown_area

pytestmark = pytest.mark.django_db


def pictures(area, language="lv"):
    with translation.override(language):
        return {each.kind: each for each in pictures_of(profile_page(area, timezone.localdate()))}


def words_of(svg):
    return "\n".join("".join(each.itertext()) for each in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"))


def revise(area, value, *, indicator="wage-gross", year=2023):
    Observation.objects.filter(area=area, indicator__key=indicator, year=year).update(value=value)


def test_the_way_is_told_from_100_beside_the_median_of_peers():
    area = known_area()
    way = pictures(area)["way"].shows
    assert [track.heading.split(":")[0] for track in way.tracks] == [
        "Reģistrētie iedzīvotāji",
        "Mēneša darba samaksa pirms nodokļiem",
        "Bezdarbnieku īpatsvars",
    ]
    first = way.tracks[0]
    assert first.own[0] == (2018, 100.0) and first.own[-1] == (2023, pytest.approx(110.0))
    # of the three peers the second is in the middle: it grows by 1.1 times as much
    assert first.others[-1] == (2023, pytest.approx(100 * (1 + 5 / 50 * 1.1)))


def test_without_three_peers_the_way_is_beside_all_and_without_others_alone():
    area = known_area(peers=2)
    way = pictures(area, "en")["way"].shows
    assert way.others == "Median of all" and way.tracks[0].others[0] == (2018, 100.0)


def test_a_broken_series_begins_anew_after_its_break():
    area = known_area()
    Observation.objects.filter(area=area, indicator__key="wage-gross", year=2021).update(status="B")
    tracks = {track.heading.split(":")[0]: track for track in pictures(area, "en")["way"].shows.tracks}
    assert [year for year, _index in tracks["Monthly wage before taxes"].own] == [2021, 2022, 2023]


def test_better_lies_at_the_right_also_where_less_is_better():
    area = known_area()
    wage, unemployed = pictures(area, "en")["place"].shows.strips
    assert wage.title == "Monthly wage before taxes, EUR" and wage.told.endswith("5 of 5")
    assert wage.own < min(wage.others), "the lowest wage of all"
    assert unemployed.own > max(unemployed.others), "the fewest unemployed of all"
    assert sum([unemployed.own, *unemployed.others]) == pytest.approx(0, abs=0.01)


def test_industries_are_told_with_their_share_and_the_strongest_in_the_title():
    shown = pictures(known_area(), "en")["industries"].shows
    assert shown.heading == "Agriculture, forestry and fishing: 1.9 times the share that it has in the whole country"
    assert [(bar.told, bar.quotient) for bar in shown.bars] == [
        ("14.2%", 1.9),
        ("20.0%", 1.2),
        ("8.0%", 0.9),
        ("1.0%", 0.3),
    ]


def test_there_is_no_chart_of_too_little():
    assert pictures(unknown_area()) == {}
    area = known_area(others=1, peers=0, years=range(2022, 2024))
    assert set(pictures(area)) == {"industries"}


def test_drawn_charts_speak_the_language_and_write_numbers_as_it_does(client):
    area = known_area()
    assert draw_charts() > 6
    shown = {row.name: row for row in Chart.objects.filter(name__startswith=f"{area.key}/")}
    kinds = ("way", "place", "industries")
    assert set(shown) == {f"{area.key}/{kind}/{language}" for kind in kinds for language in ("lv", "en")}
    lv, en = (words_of(shown[f"{area.key}/industries/{lang}"].svg) for lang in ("lv", "en"))
    assert "0,5" in lv.split("\n") and "0.5" in en.split("\n")
    assert "Lauksaimniecība, mežsaimniecība un zivsaimniecība" in lv and "14,2\u00a0%" in lv
    for row in shown.values():
        assert row.alt and 380 < row.width < 460 and 100 < row.height < 1200
        assert "e+" not in words_of(row.svg), "no axis in powers of ten"
        assert "<script" not in row.svg and "href" not in re.sub(r'xmlns:xlink="[^"]*"', "", row.svg)


def test_only_what_changed_is_drawn_again_and_what_was_before_comes_back(client, monkeypatch):
    area = known_area(others=3, peers=0)
    drawn = []
    original = deeds._draw
    monkeypatch.setattr(deeds, "_draw", lambda name, *rest: (drawn.append(name), original(name, *rest)))
    draw_charts()
    first = Chart.objects.filter(name=f"{area.key}/place/lv").get().digest
    drawn.clear()
    assert draw_charts() == 0 and not drawn

    before = Observation.objects.get(area=area, indicator__key="wage-gross", year=2023).value
    revise(area, 5000.0)
    assert draw_charts() == len(drawn)
    assert f"{area.key}/place/lv" in drawn and f"{area.key}/industries/lv" not in drawn
    page = client.get(f"/areas/{area.key}/", headers={"Accept-Language": "lv"}).text
    assert first not in page

    drawn.clear()
    revise(area, before)
    assert draw_charts() == 0, "it was drawn already"
    assert first in client.get(f"/areas/{area.key}/", headers={"Accept-Language": "lv"}).text
    names = set(Chart.objects.values_list("name", flat=True))
    assert forget_charts() and set(Chart.objects.values_list("name", flat=True)) == names
    assert first in client.get(f"/areas/{area.key}/", headers={"Accept-Language": "lv"}).text


def test_charts_of_figures_that_were_taken_back_go(client):
    area = known_area(others=3)
    draw_charts()
    assert Chart.objects.filter(name__startswith=f"{area.key}/place/").exists()
    Observation.objects.all().update(current=False)
    draw_charts()
    kept = Chart.objects.values_list("name", flat=True)
    assert {name.split("/")[1] for name in kept} == {"industries"}


def test_a_page_shows_charts_with_words_and_size_and_they_may_be_kept_for_long(client):
    area = known_area()
    draw_charts()
    page = client.get(f"/areas/{area.key}/", headers={"Accept-Language": "lv"}).text
    images = re.findall(r"<img\s([^>]*)>", page)
    assert len(images) == 3
    for image in images:
        assert re.search(r'width="\d+"', image) and re.search(r'height="\d+"', image) and 'loading="lazy"' in image
        assert re.search(r'alt="[^"]{40,}"', image)
        source = re.search(r'src="([^"]+)"', image)[1]
        answer = client.get(source)
        assert answer["Content-Type"] == "image/svg+xml" and answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "style" not in answer.text, "nothing in it that the policy would stop"
        assert "immutable" in answer["Cache-Control"] and "Set-Cookie" not in answer
        ET.fromstring(answer.content)
    assert "<td" in page[page.index("chart") :], "each with its table"


def test_a_chart_is_found_at_its_own_area_only(client):
    area, other = known_area(), AreaFactory()
    draw_charts()
    digest = Chart.objects.filter(name__startswith=f"{area.key}/").first().digest
    assert client.get(f"/areas/{area.key}/charts/{digest}.svg").status_code == 200
    assert client.get(f"/areas/{other.key}/charts/{digest}.svg").status_code == 404
    assert client.get(f"/areas/{area.key}/charts/{'0' * 64}.svg").status_code == 404


def test_without_the_set_for_charts_the_page_has_its_tables_and_the_log_says_it(client, monkeypatch, caplog):
    area = known_area()
    monkeypatch.setattr(analysis_set, "is_installed", lambda: False)
    assert draw_charts() == 0 and not Chart.objects.exists()
    assert "not installed" in caplog.text
    page = client.get(f"/areas/{area.key}/", headers={"Accept-Language": "en"}).text
    assert "<img" not in page and "In pictures" not in page and "Monthly wage before taxes" in page


@pytest.mark.parametrize("others", [1, 3, 9])
def test_a_profile_is_asked_for_in_so_many_queries_whatever_is_known(client, others):
    area = known_area(others=others, peers=min(others, 3))
    with CaptureQueriesContext(connection) as asked:
        profile_page(area, timezone.localdate())
    assert len(asked) == 8, "\n".join(each["sql"] for each in asked)


@pytest.mark.parametrize("others", [3, 9])
def test_what_the_charts_show_is_asked_for_in_two_queries(others):
    shown = profile_page(known_area(others=others), timezone.localdate())
    with CaptureQueriesContext(connection) as asked:
        assert len(pictures_of(shown)) == 3
    assert len(asked) == 2


def test_no_page_loads_a_library_of_charts():
    told = (
        "import django; django.setup(); import talka.site.urls, sys; print({'altair', 'vl_convert'} & {*sys.modules})"
    )
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def test_the_colours_are_those_of_the_house():
    tokens = (Path(look.__file__).parents[2] / "ui/static/ui/tokens.css").read_text().lower()
    for colour in (look.INK, look.QUIET, look.LINE, look.TRACK, look.PINE, look.MADDER, look.PALE):
        assert f" {colour};" in tokens
