"""Formats are data: shipped ones are well-formed and speak both languages; what is wrong is told with its place."""

import copy

import pytest

from talka.workshops.formats.reading import FormatFaults, read_format, read_stage, shipped, shipped_format
from talka.workshops.formats.spec import Kind
from talka.workshops.formats.writing import format_table, stage_table


def phrases(table):
    """Every {"lv": …, "en": …} of a table, however deep."""
    if isinstance(table, dict):
        if set(table) & {"lv", "en"}:
            yield table
        else:
            for value in table.values():
                yield from phrases(value)
    elif isinstance(table, list):
        for value in table:
            yield from phrases(value)


def test_the_formats_of_the_field_are_shipped():
    keys = [spec.key for spec in shipped()]
    assert keys[0] == "working-group"
    assert {"world-cafe", "one-two-four-all", "dot-vote", "needs-assessment", "impressions"} <= set(keys)


@pytest.mark.parametrize("key", [spec.key for spec in shipped()])
def test_a_shipped_format_speaks_both_languages_and_survives_being_written(key):
    spec = shipped_format(key)
    table = format_table(spec)
    assert [each for each in phrases(table) if set(each) != {"lv", "en"}] == []
    assert read_format(key, table) == spec
    for stage in spec.stages:
        assert read_stage(stage_table(stage)) == stage


def test_together_they_use_every_kind():
    assert {stage.kind for spec in shipped() for stage in spec.stages} == set(Kind)


def test_the_game_has_its_ten_steps_in_three_parts():
    game = shipped_format("game")
    assert len(game.stages) == 10
    parts = [stage.part["lv"] for stage in game.stages]
    assert [parts.count(part) for part in dict.fromkeys(parts)] == [6, 2, 2]
    assert (game.size_min, game.size_max) == (4, 5)
    for key in ("global-challenges", "local-challenges"):
        assert [lane.symbol for lane in game.stage(key).lanes] == ["economic", "social", "cultural", "environmental"]
    assert game.stage("ideas").limit_group == 10
    assert len(game.stage("final-ideas").fields) == 13
    vote = game.stage("voting").vote
    assert len(vote.criteria) == 7
    assert (vote.top, vote.own_group) == (5, False)
    assert {vote.weight_of(role) for role in ("participant", "practitioner", "public")} == {1.0}


def test_a_role_that_no_weight_names_has_no_vote_but_participants_have():
    vote = shipped_format("working-group").stage("vote").vote
    assert [role for role in ("participant", "practitioner", "public", "master") if vote.votes(role)] == ["participant"]


def wrong(change):
    table = copy.deepcopy(format_table(shipped_format("working-group")))
    change(table)
    with pytest.raises(FormatFaults) as told:
        read_format("mans", table)
    return [place for place, _words in told.value.faults]


def set_in(*way_and_value):
    *way, name, value = way_and_value

    def change(table):
        for step in way:
            table = table[step]
        table[name] = value

    return change


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (set_in("stages", []), "stages"),
        (set_in("stages", "x"), "stages"),
        (set_in("title", {}), "title"),
        (set_in("title", {"lv": 5}), "title"),
        (set_in("cits", 1), "cits"),
        (set_in("group_size", {"min": -1}), "group_size.min"),
        (set_in("stages", 0, "kind", "dance"), "stages.1.kind"),
        (set_in("stages", 0, "key", "Ar Atstarpi"), "stages.1.key"),
        (set_in("stages", 0, "minutes", 5000), "stages.1.minutes"),
        (set_in("stages", 0, "minutes", True), "stages.1.minutes"),
        (set_in("stages", 0, "lanes", []), "stages.1.lanes"),
        (set_in("stages", 0, "lanes", 0, "kind", "cits"), "stages.1.lanes.1.kind"),
        (set_in("stages", 2, "lanes", 0, "key", "lack"), "stages.3.lanes"),
        (set_in("stages", 1, "of", ["vote"]), "stages.2.of"),
        (set_in("stages", 2, "key", "lack"), "stages.3.key"),
        (set_in("stages", 4, "vote", "dots", 0), "stages.5.vote.dots"),
        (set_in("stages", 4, "vote", "way", "shout"), "stages.5.vote.way"),
        (set_in("stages", 4, "vote", "on", "items"), "stages.5.vote.items"),
        (set_in("stages", 4, "vote", "weights", {"mayor": 2}), "stages.5.vote.weights.mayor"),
        (set_in("stages", 4, "vote", {}), "stages.5.vote"),
        (set_in("stages", 6, "kind", "reflect"), "stages.7.questions"),
        (
            set_in("stages", 6, "fields", [{"key": "a", "words": "A", "options": [{"key": "b", "words": "B"}] * 2}]),
            "stages.7.fields.1.options",
        ),
        (set_in("stages", 0, "prompt", {"lv": "x" * 2001}), "stages.1.prompt"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(change, place):
    assert place in wrong(change)


def test_everything_that_is_wrong_is_told_at_once():
    def change(table):
        table["stages"][0]["kind"] = "dance"
        table["stages"][4]["vote"]["dots"] = 99
        table["title"] = {}

    assert set(wrong(change)) >= {"title", "stages.1.kind", "stages.5.vote.dots"}
