"""Addresses of comparisons as nobody should write them, and files of names that a spreadsheet would compute."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talka.indicators.factories import IndicatorFactory, ObservationFactory
from talka.territories.factories import AreaFactory

pytestmark = pytest.mark.django_db


def page_of(client, query):
    answer = client.get(reverse("indicators:compare") + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?areas=%00&indicators=%00&show=index&spec=%00", 400),
        ("?areas={area}&indicators={row}:%00&add=%00", 400),
        ("?areas={area}&indicators={row},%ED%A0%80&area=%FF&outcome=x&show=better", 200),
        ("?areas={area}&indicators={row}&year=-2022&first=99999&last=٢٠٢٢&show=change&by=percent", 200),
        ("?areas={area}&indicators={row}&show=index&w.{row}=nan", 200),
        ("?areas={area}&indicators={row}&show=index&w.{row}=inf&w.x=1e308", 200),
        ("?areas={area}&indicators={row}&show=index&w.{row}=0", 200),
        ("?areas={area}&indicators={row}&show=ranks&view=nothing", 200),
        ("?areas={area}&indicators={row}:x,:,::&show=nothing", 200),
    ],
)
def test_an_odd_address_is_answered_calmly(client, query, status):
    area, row = AreaFactory(), IndicatorFactory()
    ObservationFactory(area=area, indicator=row, value=1.0)
    for path in (reverse("indicators:compare"), reverse("indicators:compare_table", args=["csv"])):
        assert client.get(path + query.format(area=area.key, row=row.key)).status_code == status


def test_ten_thousand_areas_are_cut_to_what_a_page_holds(client):
    area, row = AreaFactory(), IndicatorFactory()
    ObservationFactory(area=area, indicator=row, value=1.0)
    many = ",".join([area.key, *(f"madeup-{n}" for n in range(10_000))])
    with CaptureQueriesContext(connection) as few:
        page_of(client, f"?areas={area.key}&indicators={row.key}")
    with CaptureQueriesContext(connection) as queries:
        page_of(client, f"?areas={many}&indicators={row.key}")
    assert len(queries) <= len(few)


def test_a_name_that_a_spreadsheet_would_compute_is_written_as_text(client):
    area, row = AreaFactory(name="=HYPERLINK(1)"), IndicatorFactory(title="+1+1")
    ObservationFactory(area=area, indicator=row, value=1.0)
    query = f"?areas={area.key}&indicators={row.key}"
    lines = client.get(reverse("indicators:compare_table", args=["csv"]) + query).content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in lines
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("indicators:compare_table", args=["xlsx"]) + query).content)
    )
    assert all(cell.data_type != "f" for line in book.active.iter_rows() for cell in line)
