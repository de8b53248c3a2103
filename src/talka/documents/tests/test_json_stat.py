import json

import pytest
from django.utils import translation

from talka.documents.statistics.json_stat_out import document, written
from talka.documents.statistics.table import Role

from .statistical import cells, codes, faults, read, refusal

DATASET = {
    "version": "2.0",
    "class": "dataset",
    "label": "Population",
    "source": "Statistics",
    "updated": "2021-06-01T10:00:00Z",
    "note": ["At the beginning of the year."],
    "id": ["area", "content", "year"],
    "size": [3, 1, 2],
    "role": {"geo": ["area"], "time": ["year"], "metric": ["content"]},
    "dimension": {
        "area": {
            "label": "Region",
            "category": {
                "index": {"LV": 0, "R1": 1, "R2": 2},
                "label": {"LV": "Latvia", "R1": "Riga", "R2": "Ogre"},
                "child": {"LV": ["R1", "R2"]},
                "note": {"R2": ["Since 2021."]},
            },
        },
        "content": {
            "label": "Content",
            "category": {"label": {"P": "People"}, "unit": {"P": {"label": "persons", "decimals": 0}}},
        },
        "year": {"label": "Year", "category": {"index": ["2020", "2021"]}},
    },
    "value": [1, 2, 3.5, None, -5, 0],
    "status": {"1": "p", "3": ".."},
    "extension": {"px": {"tableid": "IRD060", "language": "en"}},
}


def with_(**changes: object) -> str:
    return json.dumps({**DATASET, **changes})


def test_dataset():
    table = read(json.dumps(DATASET))
    assert [(each.code, each.label, each.role) for each in table.dimensions] == [
        ("area", "Region", Role.AREA),
        ("content", "Content", Role.MEASURE),
        ("year", "Year", Role.TIME),
    ]
    assert cells(table) == {
        ("LV", "P", "2020"): (1, "A"),
        ("LV", "P", "2021"): (2, "P"),
        ("R1", "P", "2020"): (3.5, "A"),
        ("R1", "P", "2021"): (None, "M"),
        ("R2", "P", "2020"): (-5, "A"),
        ("R2", "P", "2021"): (0, "A"),
    }
    assert [(each.depth, each.under, each.note) for each in table.dimensions[0].categories] == [
        (0, "", ""),
        (1, "LV", ""),
        (1, "LV", "Since 2021."),
    ]
    assert (table.title, table.source, table.updated) == ("Population", "Statistics", "2021-06-01T10:00:00Z")
    assert (table.code, table.language, table.unit) == ("IRD060", "en", "persons")
    assert table.notes == ("At the beginning of the year.",)
    assert not table.rows.any()


def test_sparse_values_give_only_the_cells_that_there_are():
    table = read(with_(value={"0": 1, "5": 7}, status={"2": "c"}))
    assert cells(table) == {
        ("LV", "P", "2020"): (1, "A"),
        ("R1", "P", "2020"): (None, "Q"),
        ("R2", "P", "2021"): (7, "A"),
    }


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("e", ["E", "E", "E", "E", "E", "E"]),
        (["e"], ["E", "E", "E", "E", "E", "E"]),
        (["p", None, "b", "c", "", "u"], ["P", "A", "B", "Q", "A", "U"]),
        ({"0": "f", "3": ":"}, ["F", "A", "A", "M", "A", "A"]),
    ],
)
def test_status_in_its_three_forms(status, found):
    assert read(with_(status=status)).statuses.tolist() == found


def test_the_publishers_own_flags_are_explained_by_the_file():
    table = read(with_(status={"0": "q9"}, extension={"status": {"label": {"q9": "provisional figure"}}}))
    assert table.statuses[0] == "P"
    assert table.notes == ("At the beginning of the year.",)


def test_a_flag_that_nobody_explains_is_noted():
    table = read(with_(status={"0": "q9"}))
    assert table.statuses[0] == "A"
    assert any("q9" in note for note in table.notes)


def test_collection_with_one_dataset():
    one = {"version": "2.0", "class": "collection", "link": {"item": [DATASET]}}
    assert cells(read(json.dumps(one))) == cells(read(json.dumps(DATASET)))
    two = {"class": "collection", "link": {"item": [DATASET, DATASET]}}
    assert refusal(json.dumps(two)).advice
    refusal(json.dumps({"class": "collection", "link": {"item": [{"class": "dataset", "href": "https://x.test"}]}}))


@pytest.mark.parametrize("bad", ["x9", True, [1], {}, 1e400])
def test_a_value_that_is_no_number_is_a_fault(bad):
    table = read(with_(value=[1, 2, bad, 4, 5, 6], status={}))
    assert faults(table) == [(0, 0)]
    assert len(table.values) == 5


def test_nan_is_a_fault():
    assert len(read(with_(value=[1, 2, float("nan"), float("inf"), 5, 6])).faults) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"id": None},
        {"id": ["area"]},
        {"id": ["area", "area", "year"]},
        {"size": [3, 1, "2"]},
        {"size": [3, 1, 0]},
        {"size": [3, 1, -2]},
        {"size": [3, 1, 10**30]},
        {"size": [4, 1, 2]},
        {"value": [1, 2]},
        {"value": None},
        {"value": {"99": 1}},
        {"value": {"-1": 1}},
        {"value": {"x": 1}},
        {"value": {"²": 1}},
        {"value": {}, "status": {}},
        {"dimension": {}},
        {"dimension": []},
        {"dimension": {**DATASET["dimension"], "year": {"category": {"index": ["2020", "2020"]}}}},
        {"dimension": {**DATASET["dimension"], "year": {"category": {"index": {"2020": 0, "2021": 7}}}}},
        {"dimension": {**DATASET["dimension"], "year": {"category": {"index": [1, 2]}}}},
        {"status": {"7": "p"}},
        {"status": 5},
    ],
)
def test_a_document_that_does_not_keep_the_rules_is_refused(changes):
    refusal(with_(**changes))


@pytest.mark.parametrize(
    "text", ["{", "[1", '{"a": 1}', "[]", "{}", '{"class": "dataset"}', '{"class":"collection"}', "[" * 100_000]
)
def test_other_json_is_refused(text):
    refusal(text)


def test_children_that_go_round_in_a_circle():
    about = {"category": {"index": ["LV", "R1", "R2"], "child": {"LV": ["R1"], "R1": ["R2"], "R2": ["LV"]}}}
    table = read(with_(dimension={**DATASET["dimension"], "area": about}))
    assert [each.under for each in table.dimensions[0].categories] == ["", "LV", "R1"]


def test_what_is_written_keeps_the_published_rules():
    found = document(read(json.dumps(DATASET)))
    assert (found["version"], found["class"], found["label"]) == ("2.0", "dataset", "Population")
    assert found["id"] == list(found["dimension"])
    assert found["size"] == [len(each["category"]["index"]) for each in found["dimension"].values()]
    assert len(found["value"]) == 6
    assert found["role"] == {"time": ["year"], "geo": ["area"], "metric": ["content"]}
    assert found["dimension"]["content"]["category"]["unit"] == {"P": {"label": "persons"}}
    assert found["dimension"]["area"]["category"]["child"] == {"LV": ["R1", "R2"]}
    assert found["status"] == {"1": "P"}
    assert found["updated"] == "2021-06-01T10:00:00Z"


def test_a_moment_that_is_not_iso_stands_beside():
    found = document(read(with_(updated="1 June 2021")))
    assert "updated" not in found
    assert found["extension"]["updated"] == "1 June 2021"
    assert read(written(read(with_(updated="1 June 2021")))).updated == "1 June 2021"


def test_statuses_are_explained_in_the_visitors_language():
    with translation.override("en"):
        assert document(read(json.dumps(DATASET)))["extension"]["status"] == {"label": {"P": "provisional"}}


def test_two_areas_keep_their_role_where_the_file_says_so():
    about = {"from": DATASET["dimension"]["area"], "to": DATASET["dimension"]["area"]}
    found = {"id": ["from", "to"], "size": [3, 3], "dimension": about, "value": {"1": 5}, "status": {}}
    assert [each.role for each in read(with_(**found, role={"geo": ["from", "to"]})).dimensions] == [Role.AREA] * 2
    assert [each.role for each in read(with_(**found, role={})).dimensions] == [Role.OTHER] * 2


def test_order_of_codes():
    assert codes(read(json.dumps(DATASET)), 0) == ["LV", "R1", "R2"]
