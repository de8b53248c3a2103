"""Comparisons are kept by who made them, read by whom they are shared with, and say what has changed since."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from talka.indicators import personal
from talka.indicators.actions import comparisons as actions
from talka.indicators.actions.retirement import forget_comparisons
from talka.indicators.comparing.choice import Choice
from talka.indicators.factories import IndicatorFactory, ObservationFactory, ReleaseFactory
from talka.indicators.models import Comparison, Release
from talka.people.factories import PersonFactory
from talka.territories.factories import AreaFactory
from talka.ui.refusals import Refusal

from .telling import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return PersonFactory(with_account=True)


@pytest.fixture
def row(person):
    area, indicator = AreaFactory(name="Zqapgabals"), IndicatorFactory()
    ObservationFactory(area=area, indicator=indicator, value=1111.0, year=2020)
    return actions.keep(Choice((area.key,), (indicator.key,)), "Zqsalīdzinājums", by=person)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person.account)
    client.cookies["talka_language"] = "en"
    return client


def test_one_s_own_is_kept_shown_and_listed(person, row):
    client = signed_in(person)
    page = client.get(f"/compare/kept/{row.key}/").content.decode()
    assert "Zqsalīdzinājums" in page
    assert "1,111" in page
    assert "Zqsalīdzinājums" in client.get("/compare/kept/").content.decode()


def test_a_page_of_figures_keeps_what_it_shows(person):
    area, indicator = AreaFactory(), IndicatorFactory()
    ObservationFactory(area=area, indicator=indicator)
    client = signed_in(person)
    deed = {"areas": area.key, "indicators": indicator.key, "year": "2023", "title": "  Divi   vārdi "}
    answer = client.post("/compare/keep/", deed)
    kept = Comparison.objects.get()
    assert answer.headers["Location"] == f"/compare/kept/{kept.key}/"
    assert kept.title == "Divi vārdi"
    assert kept.by == person
    assert Choice.from_kept(kept.options) == Choice((area.key,), (indicator.key,), year=2023)
    assert list(kept.areas.all()) == [area]


@pytest.mark.parametrize("who", ["nobody", "another", "administrator"])
def test_what_is_not_shared_is_not_there_for_others(row, who):
    client = Client()
    if who != "nobody":
        client.force_login(PersonFactory(with_account=True, administrator=who == "administrator").account)
    answer = client.get(f"/compare/kept/{row.key}/")
    assert answer.status_code == 404
    assert "Zq" not in answer.content.decode()
    for deed in ("rename", "share", "refresh", "copy", "delete", "restore"):
        answer = client.post(f"/compare/kept/{row.key}/{deed}/", {"title": "Cits", "shared": "yes"})
        assert answer.status_code == 404, deed
    row.refresh_from_db()
    assert (row.title, row.shared, row.deleted_at) == ("Zqsalīdzinājums", False, None)
    assert Comparison.objects.count() == 1


def test_what_is_shared_is_read_by_whoever_has_the_address_and_changed_by_nobody(person, row):
    signed_in(person).post(f"/compare/kept/{row.key}/share/", {"shared": "yes"})
    for client in (Client(), signed_in(PersonFactory(with_account=True))):
        page = client.get(f"/compare/kept/{row.key}/").content.decode()
        assert "Zqsalīdzinājums" in page
        assert person.family_name not in page
        for deed in ("rename", "share", "refresh", "delete", "restore"):
            assert client.post(f"/compare/kept/{row.key}/{deed}/", {"title": "Cits"}).status_code == 404
    signed_in(person).post(f"/compare/kept/{row.key}/share/", {"shared": "no"})
    assert Client().get(f"/compare/kept/{row.key}/").status_code == 404


def test_a_copy_is_one_s_own_and_not_shared(person, row):
    actions.share(row, True, by=person)
    another = PersonFactory(with_account=True)
    signed_in(another).post(f"/compare/kept/{row.key}/copy/")
    copy = Comparison.objects.get(by=another)
    assert (copy.title, copy.shared, copy.kept) == (row.title, False, row.kept)
    assert list(copy.areas.all()) == list(row.areas.all())
    assert Client().post(f"/compare/kept/{row.key}/copy/").status_code == 403


def test_what_is_deleted_comes_back(person, row):
    client = signed_in(person)
    client.post(f"/compare/kept/{row.key}/delete/")
    assert client.get(f"/compare/kept/{row.key}/").status_code == 404
    assert "Bring back" in client.get("/compare/kept/").content.decode()
    client.post(f"/compare/kept/{row.key}/restore/")
    assert client.get(f"/compare/kept/{row.key}/").status_code == 200


def test_the_figures_stay_as_they_stood_and_refreshing_says_what_changed(person, row):
    area, indicator = row.areas.get(), row.indicators.get()
    say(indicator, [(area, 2020, 2222.0, "P"), (area, 2021, 3333.0, "A")])
    client = signed_in(person)
    page = client.get(f"/compare/kept/{row.key}/").content.decode()
    assert "2 figures are not as they were" in page
    assert "1,111" in page.split('id="figures"')[1]
    assert "3,333" not in page.split('id="figures"')[1]
    client.post(f"/compare/kept/{row.key}/refresh/")
    page = client.get(f"/compare/kept/{row.key}/").content.decode()
    assert "Take over the figures of today" not in page
    assert "3,333" in page.split('id="figures"')[1]
    assert "What changed at the last refresh" in page
    assert "1,111" in page.partition("What changed at the last refresh")[2]
    assert actions.refresh(row, by=person) == 0


def test_nobody_keeps_nothing_or_without_a_name(person, row):
    with pytest.raises(Refusal):
        actions.keep(Choice(("none-such",), ()), "X", by=person)
    with pytest.raises(Refusal):
        actions.keep(Choice.from_kept(row.options), " ", by=person)
    with pytest.raises(Refusal):
        actions.keep(Choice.from_kept(row.options), "X", by=None)
    assert Comparison.objects.count() == 1


@pytest.mark.parametrize("shared", [True, False])
def test_one_and_three_take_the_same_queries(person, row, shared):
    client, counts = signed_in(person), []
    for number in (1, 3):
        while Comparison.objects.count() < number:
            actions.copy(row, by=person)
        with CaptureQueriesContext(connection) as asked:
            client.get("/compare/kept/" if shared else f"/compare/kept/{row.key}/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 9


def test_what_was_deleted_a_month_ago_goes_for_good(person, row):
    young = actions.copy(row, by=person)
    for each, days in ((row, 31), (young, 29)):
        each.deleted_at = timezone.now() - dt.timedelta(days=days)
        each.save()
    assert forget_comparisons() > 0
    assert list(Comparison.objects.all()) == [young]


def test_a_person_gets_their_comparisons_told_and_they_go_with_the_person(person, row):
    other = actions.keep(Choice.from_kept(row.options), "Cita salīdzinājums", by=PersonFactory())
    with translation.override("en"):
        told = personal.export(person)["Comparisons that you keep"]
    assert [each["Comparison"] for each in told] == ["Zqsalīdzinājums"]
    assert told[0]["Areas"] == "Zqapgabals"
    personal.erase(person, timezone.localdate())
    assert list(Comparison.objects.all()) == [other]


def test_ones_own_data_tell_the_local_day(db):
    row = ReleaseFactory(by=PersonFactory())
    Release.objects.filter(pk=row.pk).update(at=dt.datetime(2026, 1, 1, 22, 30, tzinfo=dt.UTC))
    assert "2026-01-02" in str(personal.export(row.by))
