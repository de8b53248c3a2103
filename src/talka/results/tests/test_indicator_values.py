"""Values that are entered by hand: with what proves them, corrected, withdrawn, and who may look at the proof."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from talka.people import personal_data
from talka.results.factories import IndicatorFactory, IndicatorValueFactory, ReportFactory
from talka.results.models import IndicatorValue

from .team import ALL, client_of, words_of

pytestmark = pytest.mark.django_db


def of(indicator) -> str:
    return f"/p/{indicator.project.programme.slug}/{indicator.project.slug}/results/{indicator.pk}/"


def keeping(indicator) -> str:
    return f"/projects/{indicator.project.slug}/results/{indicator.pk}/"


def sent(**fields) -> dict:
    return {"day": "2026-03-31", "value": "12", "evidence": "Lēmums Nr. 7"} | fields


def test_a_value_is_entered_with_what_proves_it(project, people, organiser):
    row = IndicatorFactory(project=project, public=True)
    pdf = SimpleUploadedFile("akts.pdf", b"%PDF-1.4 zqakts", content_type="application/pdf")
    answer = organiser.post(keeping(row) + "values/new/", sent(link="https://example.test/7", file=pdf))
    assert (answer.status_code, answer.headers["Location"]) == (302, of(row))
    value = IndicatorValue.objects.get()
    assert (value.value, value.by, value.file_name) == (12, people["organiser"], "akts.pdf")
    said = words_of(Client().get(of(row)))
    assert "Lēmums Nr. 7" in said
    assert people["organiser"].name not in said, "who entered it is the team's to know"
    address = f"{keeping(row)}values/{value.pk}/file/"
    for role in ALL:
        answer = client_of(people[role]).get(address)
        may = role in {"facilitator", "auditor", "organiser", "administrator"}
        assert answer.status_code == (200 if may else 404), role
        if may:
            assert b"zqakts" in b"".join(answer)
            assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"evidence": ""},
        {"evidence": "   "},
        {"value": "twelve"},
        {"value": ""},
        {"day": "yesterday"},
        {"day": "2999-01-01"},
        {"link": "javascript:alert(1)"},
    ],
)
def test_a_value_without_evidence_or_sense_is_refused(project, organiser, wrong):
    row = IndicatorFactory(project=project)
    assert organiser.post(keeping(row) + "values/new/", sent(**wrong)).status_code == 422
    assert not IndicatorValue.objects.exists()


def test_a_file_that_could_act_is_refused_and_not_kept(project, organiser):
    row = IndicatorFactory(project=project)
    page = SimpleUploadedFile("akts.pdf", b"<html><script>alert(1)</script></html>", content_type="application/pdf")
    assert organiser.post(keeping(row) + "values/new/", sent(file=page)).status_code == 400
    assert not IndicatorValue.objects.exists()


def test_a_counted_figure_is_not_entered(project, organiser):
    row = IndicatorFactory(project=project, counted="events")
    assert organiser.get(keeping(row) + "values/new/").status_code == 404
    assert organiser.post(keeping(row) + "values/new/", sent()).status_code == 404


def test_one_value_stands_for_a_day(project, organiser):
    row = IndicatorFactory(project=project)
    organiser.post(keeping(row) + "values/new/", sent())
    assert organiser.post(keeping(row) + "values/new/", sent(value="13")).status_code == 409
    assert IndicatorValue.objects.get().value == 12


def test_a_correction_keeps_what_stood_there(project, organiser):
    row = IndicatorFactory(project=project, public=True)
    organiser.post(keeping(row) + "values/new/", sent(evidence="Zqfirst"))
    value = IndicatorValue.objects.get()
    address = f"{keeping(row)}values/{value.pk}/"
    assert organiser.post(address, sent(value="14", evidence="Zqsecond", version="1")).status_code == 302
    inside, outside = words_of(organiser.get(of(row))), words_of(Client().get(of(row)))
    assert "Zqfirst" in inside
    assert "Zqsecond" in inside
    assert "Zqfirst" not in outside, "what was wrong is the team's to know"
    organiser.post(address + "withdraw/")
    inside, outside = words_of(organiser.get(of(row))), words_of(Client().get(of(row)))
    assert "Withdrawn values" in inside
    assert "Zqsecond" not in outside
    assert organiser.post(address, sent(version="3")).status_code == 404
    assert organiser.post(keeping(row) + "values/new/", sent(value="15")).status_code == 302, "the day is free again"


def test_a_person_gets_what_they_entered_and_handed_in(project, people, organiser):
    row = IndicatorFactory(project=project)
    organiser.post(keeping(row) + "values/new/", sent(evidence="Zqown"))
    IndicatorValueFactory(indicator=row, day=dt.date(2026, 1, 1), evidence="Zqanother")
    ReportFactory(
        project=project, state="handed_in", frozen={}, handed_in_at=timezone.now(), handed_in_by=people["organiser"]
    )
    told = personal_data.export(people["organiser"])["results"]
    assert [one["evidence"] for one in told["values"]] == ["Zqown"]
    assert len(told["reports"]) == 1
    assert "results" not in personal_data.export(people["auditor"])
