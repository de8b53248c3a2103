"""The search, a resource's page, the panel of an area: what is shown to whom, in a fixed number of queries."""

import pytest
from django.test import Client
from django.urls import reverse

from talka.resources.factories import PaperFactory, PhotoFactory, ResourceFactory

from . import world
from .world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> world.World:
    return world.build()


def text(response) -> str:
    return response.content.decode()


def test_everybody_finds_by_words_without_marks_and_by_the_areas_name(w):
    ResourceFactory(area=w.parish, title="Šķūnis pie Ķīšezera", folded="skunis pie kisezera")
    ResourceFactory(area=w.elsewhere, title="Dzirnavas", folded="dzirnavas")
    found = text(Client().get("/resources/?q=SKUNIS"))
    assert "Šķūnis pie Ķīšezera" in found and "Dzirnavas" not in found
    assert "Dzirnavas" in text(Client().get("/resources/?q=berzu"))
    nothing = text(Client().get("/resources/?q=pils"))
    assert "No resource was found" in nothing or "neviens" in nothing.lower()


@pytest.mark.parametrize("view", ["", "&view=table"])
def test_the_search_asks_the_same_number_of_questions_for_one_and_for_three(w, view, django_assert_num_queries):
    for number, title in enumerate(["Viens", "Divi", "Trīs"]):
        row = ResourceFactory(area=(w.place, w.parish, w.other_parish)[number], title=title, size=number + 1, unit="ha")
        PhotoFactory(resource=row)
        if number in (0, 2):
            Client().get("/resources/")
            with django_assert_num_queries(11):
                Client().get(f"/resources/?area={w.town_hall.key}{view}")


def test_a_page_asks_the_same_whatever_hangs_on_it(w, django_assert_num_queries):
    row = ResourceFactory(area=w.parish, contact_person=w.community, owner=w.municipality.organisation)
    for _again in range(2):
        PhotoFactory(resource=row)
        PaperFactory(resource=row)
        with django_assert_num_queries(6):
            assert Client().get(reverse("resources:resource", args=[row.key])).status_code == 200


def test_an_area_shows_what_it_and_the_places_in_it_have(w, django_assert_num_queries):
    ResourceFactory(area=w.place, title="Klēts", kind="heritage")
    ResourceFactory(area=w.elsewhere, title="Dzirnavas")
    page = text(Client().get(f"/areas/{w.town_hall.key}/"))
    assert "Klēts" in page and "Dzirnavas" not in page
    from talka.resources.queries.page import area_part

    with django_assert_num_queries(8):
        area_part(w.town_hall, None)
    ResourceFactory(area=w.parish)
    ResourceFactory(area=w.other_parish)
    with django_assert_num_queries(8):
        assert area_part(w.town_hall, None).total == 3


def test_an_area_without_resources_says_so_only_to_those_who_could_enter_one(w):
    where = f"/areas/{w.parish.key}/"
    assert 'id="resources"' not in text(Client().get(where))
    assert 'id="resources"' in text(signed_in(w.community).get(where))
    assert 'id="resources"' not in text(signed_in(w.neighbour).get(where))
