import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from talka.people.models import Account
from talka.territories import actions
from talka.territories.models import Area
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db


def test_map_links_every_municipality_of_today(client, register):
    page = client.get("/areas/").content.decode()
    assert page.count("/areas/cesu-novads/") >= 1
    assert "/areas/varaklanu-novads/" not in page
    assert len(page.encode()) < 60_000


@pytest.mark.parametrize(
    "key", ["cesu-novads", "drabesu-pagasts", "latgales-regions", "varaklanu-novads", "riga", "latvija"]
)
def test_pages_of_all_kinds_take_the_same_queries(client, register, django_assert_max_num_queries, key):
    with django_assert_max_num_queries(22):
        answer = client.get(f"/areas/{key}/")
    assert answer.status_code == 200


def test_area_tells_what_it_came_from_and_what_it_became(client, register):
    assert "Amatas novads" in client.get("/areas/cesu-novads/").content.decode()
    assert "Madonas novads" in client.get("/areas/varaklanu-novads/").content.decode()
    assert "66" in client.get("/areas/aglonas-novads-pre-2021/").content.decode()


def test_contents_are_listed_by_kind_and_neighbourhoods_folded_away(client, register):
    page = client.get("/areas/riga/", headers={"Accept-Language": "en"}).content.decode()
    inside = page.split('id="contents"')[1]
    assert inside.index("Towns") < inside.index("<details")
    folded = inside.split("<details")[1].split("</details>")[0]
    assert "Neighbourhoods: 58" in folded
    assert folded.count("/areas/riga-apkaime-") == 58
    assert "LV-RIX" in page
    assert "Planning regions" in client.get("/areas/latvija/", headers={"Accept-Language": "en"}).content.decode()
    parish = client.get("/areas/venes-pagasts/", headers={"Accept-Language": "en"})
    assert "Densely populated areas: 1" in parish.content.decode()


def test_code_that_meant_two_areas_says_until_when(client, register):
    page = client.get("/areas/latgales-statistiskais-regions/", headers={"Accept-Language": "en"}).content.decode()
    assert "LV005" in page
    page = client.get("/areas/latgales-regions/", headers={"Accept-Language": "en"}).content.decode()
    assert "LV005" in page.split("Other codes")[1].split("</div>")[0]
    assert "2024" in page.split("Other codes")[1].split("</div>")[0]


def test_unknown_area_is_not_found(client, register):
    assert client.get("/areas/atlantis/").status_code == 404


def test_empty_register_says_what_to_do(client):
    Area.objects.all().delete()
    assert client.get("/areas/").status_code == 200
    assert client.get("/areas/?q=%27%22%3Cscript%3E").status_code == 200


def test_boundaries_are_matched_by_code_and_bad_files_refused(register):
    square = {"type": "Polygon", "coordinates": [[[24, 57], [25, 57], [25, 58], [24, 57]]]}
    good = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"ATVK": "LV0001000"}, "geometry": square}],
    }
    assert actions.load_boundaries(json.dumps(good), code_property="ATVK") == 1
    kept = {"type": "MultiPolygon", "coordinates": [square["coordinates"]]}
    assert Area.objects.get(key="riga").boundary == kept
    point = {"type": "FeatureCollection", "features": [{"properties": {}, "geometry": {"type": "Point"}}]}
    for text in ("no json", "[]", json.dumps(point), json.dumps({"features": []})):
        with pytest.raises(Refusal):
            actions.load_boundaries(text, code_property="ATVK")
    assert Area.objects.get(key="riga").boundary == kept


@pytest.mark.parametrize(
    "geometry",
    [
        "null",
        "[]",
        '{"type": "Polygon"}',
        '{"type": "Polygon", "coordinates": [[[506000, 312000], [507000, 312000], [507000, 313000]]]}',
        '{"type": "Polygon", "coordinates": [[[24, 57], [25, NaN], [25, 58]]]}',
        '{"type": "Polygon", "coordinates": [[[24, 57], [1e999, 57], [25, 58]]]}',
        '{"type": "Polygon", "coordinates": [[[24, 91], [25, 57], [25, 58]]]}',
        '{"type": "Polygon", "coordinates": [[["24", {}], [25, 57], [25, 58]]]}',
        '{"type": "Polygon", "coordinates": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
    ids=lambda text: text[:60],
)
def test_boundaries_that_are_no_places_are_refused(register, geometry):
    """Metres of another system, no numbers, nesting without end: nothing of it is kept, and the answer is words."""
    text = '{"features": [{"properties": {"ATVK": "0001000"}, "geometry": HERE}]}'.replace("HERE", geometry)
    with pytest.raises(Refusal):
        actions.load_boundaries(text, code_property="ATVK")
    assert not Area.objects.exclude(outline="").exists()


def test_what_stands_beside_a_boundary_is_not_kept(register):
    """Heights, signs that the database cannot hold, properties of any kind."""
    ring = "[[24, 57, NaN], [25, 57, 1e999], [25, 58, 12], [24, 57, 0]]"
    geometry = '{"type": "Polygon", "coordinates": [HERE], "note": "\\u0000"}'.replace("HERE", ring)
    text = '{"features": [{"properties": {"ATVK": "0001000\\u0000", "x": NaN}, "geometry": HERE}]}'.replace(
        "HERE", geometry
    )
    assert actions.load_boundaries(text, code_property="ATVK") == 1
    kept = Area.objects.get(key="riga").boundary
    assert kept == {"type": "MultiPolygon", "coordinates": [[[[24, 57], [25, 57], [25, 58], [24, 57]]]]}


def test_true_map_appears_with_boundaries_and_only_administrators_load_them(client, register):
    ring = [[24.0, 56.9], [24.3, 56.9], [24.3, 57.05], [24.0001, 57.05], [24.0, 57.05], [24.0, 56.9]]
    island = [[24.5, 57.0], [24.5001, 57.0], [24.5, 57.0001], [24.5, 57.0]]
    shape = {"type": "MultiPolygon", "coordinates": [[ring], [island]]}
    data = {"type": "FeatureCollection", "features": [{"properties": {"ATVK": "0001000"}, "geometry": shape}]}

    def post():
        file = SimpleUploadedFile("robezas.geojson", json.dumps(data).encode())
        return client.post("/areas/boundaries/", {"file": file, "code_property": "ATVK"})

    assert "true-map" not in client.get("/areas/").content.decode()
    assert post().status_code == 404
    person = Account.objects.create_user("plain@example.org")
    client.force_login(person)
    assert post().status_code == 404
    assert client.get("/areas/boundaries/").status_code == 404
    client.force_login(Account.objects.create_user("admin@example.org", is_staff=True))
    assert post().status_code == 302
    page = client.get("/areas/").content.decode()
    path = page.split('<path class="tile tile-0" d="')[1].split('"')[0]
    assert path.count("M") == 1, "an island of a few metres is not drawn"
    assert path.count(",") == 4, "points that lie together are drawn once"
    data["features"][0]["geometry"]["coordinates"] = [[["north", None]]]
    assert post().status_code == 422
    assert path in client.get("/areas/").content.decode()
