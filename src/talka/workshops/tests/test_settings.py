"""The steps of one workshop changed on screen: the same checks as for any format, and nothing given is broken."""

import re

import pytest

from talka.live.queries import moments_after
from talka.ui.refusals import Refusal
from talka.workshops.actions import settings, stages
from talka.workshops.factories import BallotFactory, CardFactory, ClusterFactory, SeatFactory
from talka.workshops.formats.changing import seen_digest
from talka.workshops.formats.reading import FormatFaults, read_stage, shipped
from talka.workshops.formats.spec import Kind
from talka.workshops.forms.stages import StageForm
from talka.workshops.models import Answer, Ballot, Sheet, Stage
from talka.workshops.queries.given import used_stages


def stage_of(day, key):
    return day.workshop.stages.get(key=key)


def fields_of(html: str) -> dict[str, list[str]]:
    """What a browser would send of the form: names and values of its inputs as they stand."""
    form = html[html.index('class="form stage-form"') :]
    data: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind = re.search(r'name="([^"]+)"', tag), re.search(r'type="([^"]+)"', tag)
        if not name or (kind and kind[1] in ("checkbox", "radio") and "checked" not in tag):
            continue
        value = re.search(r'value="([^"]*)"', tag)
        data.setdefault(name[1], []).append(value[1] if value else ("on" if "checkbox" in tag else ""))
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        data[name] = [body.strip()]
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        data[name] = [chosen[1] if chosen else ""]
    return data


@pytest.fixture
def change(client, sign_in, day):
    """Open the page of a step, put other values in, send it."""
    sign_in(day.organiser)

    def changed(key: str, **values):
        page = client.get(day.url(f"settings/steps/{key}/"))
        assert page.status_code == 200
        data = fields_of(page.content.decode())
        for name, value in values.items():
            name = name.replace("__", "-")
            if value is None:
                data.pop(name, None)
            else:
                data[name] = value
        return client.post(day.url(f"settings/steps/{key}/"), data)

    return changed


SHIPPED = [pytest.param(stage, id=f"{spec.key} {stage.key}") for spec in shipped() for stage in spec.stages]


@pytest.mark.parametrize("spec", SHIPPED)
def test_a_form_that_is_sent_as_it_stands_changes_nothing(spec):
    earlier = [(key, key) for key in spec.of]
    shown = StageForm(spec=spec, earlier=earlier)
    data: dict[str, object] = {f"{rows.name}-total": shown.counts[rows.name] for rows in shown.sets}
    for name in shown.fields:
        value = shown[name].value()
        if hasattr(shown.fields[name], "locales"):
            for place, part in enumerate(shown.fields[name].widget.decompress(value)):
                data[f"{name}_{place}"] = part or ""
        elif value is not None and value is not False:
            data[name] = value
    form = StageForm(data, spec=spec, earlier=earlier)
    assert form.is_valid(), form.errors
    assert read_stage(form.table()) == spec


def test_a_step_is_changed_for_this_workshop_only(change, day):
    answer = change("vote", title_0="Punkti", dots="3", minutes="12", hidden="on")
    assert answer.url == day.url("settings/")
    stage = stage_of(day, "vote")
    assert (str(stage), stage.spec.vote.dots, stage.spec.minutes, stage.spec.hidden) == ("Punkti", 3, 12, True)
    standing = next(spec for spec in shipped() if spec.key == "working-group").stage("vote")
    assert (standing.vote.dots, standing.hidden) == (5, False)


def test_all_that_is_wrong_stands_at_its_fields(change, day):
    answer = change("vote", title_0="", title_1="", dots="60", way="cits")
    html = answer.content.decode()
    assert answer.status_code == 422
    for field in ("title", "dots", "way"):
        assert re.search(rf'id="(error|id)[^"]*{field}|#id_{field}', html), field
    answer = change("vote", on="items")
    assert answer.status_code == 422
    assert re.search(r'<ul class="errorlist"[^>]*id="id_items-0-words_error"', answer.content.decode()) or (
        "field-faulty" in answer.content.decode()
    )
    assert stage_of(day, "vote").spec.vote.on == "themes"


def test_columns_are_named_added_and_taken_away(change, day):
    total = {"lanes-total": "3"}
    answer = change(
        "lack", **{"lanes-1-words_0": "Kas izdodas", "lanes-1-words_1": "", "lanes-1-kind": "note", **total}
    )
    assert answer.status_code == 302
    lanes = stage_of(day, "lack").spec.lanes
    assert [(lane.key, lane.kind) for lane in lanes] == [("lack", "lack"), ("kas-izdodas", "note")]
    change("lack", **{"lanes-0-words_0": "", "lanes-0-words_1": ""})
    assert [lane.key for lane in stage_of(day, "lack").spec.lanes] == ["kas-izdodas"]
    answer = change("lack", **{"lanes-0-words_0": "", "lanes-0-words_1": ""})
    assert answer.status_code == 422


def test_fewer_dots_than_somebody_gave_are_refused(change, day):
    seat = day.seat()
    for value in (3, 1):
        BallotFactory(seat=seat, cluster=ClusterFactory(group=day.groups[0]), value=value)
    table = SeatFactory(group=day.groups[0], people=4)
    BallotFactory(seat=table, cluster=ClusterFactory(group=day.groups[0]), value=14)
    assert change("vote", dots="3").status_code == 422
    assert stage_of(day, "vote").spec.vote.dots == 5
    assert change("vote", dots="4").status_code == 302
    assert Ballot.objects.count() == 3


@pytest.mark.parametrize(
    ("key", "given", "values"),
    [
        ("vote", "ballot", {"way": "approval"}),
        ("vote", "ballot", {"on": "groups"}),
        ("vote", "ballot", {"criteria-0-words_0": "Cik svarīgi"}),
        ("vote", "ballot", {"of": ["do"]}),
        ("vote", "own", {"own_group": None}),
        ("lack", "card", {"lanes-0-words_0": "", "lanes-0-words_1": "", "lanes-1-words_0": "Cita sleja"}),
        ("lack", "card", {"lanes-0-kind": "do"}),
        ("lack", "card", {"named": "on"}),
        ("lack", "card", {"sees": "all"}),
        ("lack", "theme", {"lanes-0-kind": "do"}),
    ],
)
def test_what_people_gave_is_not_broken(change, day, key, given, values):
    seat = day.seat()
    theme = ClusterFactory(group=day.groups[0])
    if given in ("ballot", "own"):
        BallotFactory(seat=seat, cluster=theme)
    if given == "card":
        CardFactory(seat=seat)
    before = stage_of(day, key).table
    answer = change(key, **values)
    assert answer.status_code == 422
    assert "field-faulty" in answer.content.decode()
    assert stage_of(day, key).table == before


def test_answers_and_sheets_are_kept(day):
    made = settings.add_stage(day.workshop, Kind.REFLECT, {"lv": "Atskats"}, "report", by=day.organiser)
    table = made.table | {"questions": [{"key": "mark", "words": {"lv": "Cik?"}, "asks": "rating", "top": 10}]}
    settings.change_stage(day.workshop, made.key, table, seen_digest(made.table), by=day.organiser)
    stage = stage_of(day, made.key)
    Answer.objects.create(seat=day.seat(), stage=stage, question="mark", number=8)

    def broken(**change):
        new = stage.table | {"questions": [stage.table["questions"][0] | change]}
        with pytest.raises(FormatFaults) as wrong:
            settings.change_stage(day.workshop, stage.key, new, seen_digest(stage.table), by=day.organiser)
        return [place for place, _words in wrong.value.faults]

    assert broken(top=5) == ["questions.1.top"]
    assert broken(asks="text") == ["questions.1.asks"]
    assert broken(key="cits") == ["questions"]
    sheet = settings.add_stage(day.workshop, Kind.PITCH, {"lv": "Ideja"}, "report", by=day.organiser)
    table = sheet.table | {"fields": [{"key": "who", "words": {"lv": "Kas"}}, {"key": "why", "words": {"lv": "Kāpēc"}}]}
    settings.change_stage(day.workshop, sheet.key, table, seen_digest(sheet.table), by=day.organiser)
    stage = stage_of(day, sheet.key)
    Sheet.objects.create(group=day.groups[0], stage=stage, words={"who": "Mēs", "why": ""})
    fewer = stage.table | {"fields": stage.table["fields"][1:]}
    with pytest.raises(FormatFaults):
        settings.change_stage(day.workshop, stage.key, fewer, seen_digest(stage.table), by=day.organiser)
    fewer = stage.table | {"fields": stage.table["fields"][:1]}
    settings.change_stage(day.workshop, stage.key, fewer, seen_digest(stage.table), by=day.organiser)


def test_two_who_change_a_step_lose_nothing(client, sign_in, day):
    sign_in(day.organiser)
    data = fields_of(client.get(day.url("settings/steps/lack/")).content.decode())
    path = day.url("settings/steps/lack/")
    assert client.post(path, data | {"title_0": "Pirmais"}).status_code == 302
    answer = client.post(path, data | {"title_0": "Otrais"})
    assert answer.status_code == 409
    assert "Otrais" in answer.content.decode()
    assert str(stage_of(day, "lack")) == "Pirmais"


def test_a_step_is_added_moved_and_taken_away(client, sign_in, day):
    sign_in(day.organiser)
    form = {"kind": "collect", "title_0": "Kas jau izdodas", "title_1": "", "after": "lack"}
    answer = client.post(day.url("settings/steps/"), form)
    assert answer.url == day.url("settings/steps/kas-jau-izdodas/")
    keys = list(day.workshop.stages.values_list("key", flat=True))
    assert keys[:3] == ["lack", "kas-jau-izdodas", "themes"]
    assert client.post(day.url("settings/steps/kas-jau-izdodas/move/"), {"earlier": "1"}).status_code == 302
    assert list(day.workshop.stages.values_list("key", flat=True))[:2] == ["kas-jau-izdodas", "lack"]
    assert client.post(day.url("settings/steps/kas-jau-izdodas/remove/")).status_code == 302
    assert [stage.order for stage in day.workshop.stages.all()] == list(range(1, 8))
    assert client.post(day.url("settings/steps/"), form | {"kind": "cits"}).status_code == 422
    # The themes work on what was collected: they can neither stand before it nor lose it.
    assert client.post(day.url("settings/steps/themes/move/"), {"earlier": "1"}).status_code == 422
    assert client.post(day.url("settings/steps/lack/remove/")).status_code == 422
    assert day.workshop.stages.first().key == "lack"


def test_a_used_step_stays_where_it_is(client, sign_in, day):
    sign_in(day.organiser)
    stages.go_to(day.workshop, "report", by=day.organiser)
    for path, data in (("remove/", {}), ("move/", {"earlier": "1"})):
        assert client.post(day.url(f"settings/steps/report/{path}"), data).status_code == 409
    assert client.post(day.url("settings/steps/who/move/"), {"later": "1"}).status_code == 409
    CardFactory(seat=day.seat(), stage=stage_of(day, "who"), lane="who", kind="note")
    assert client.post(day.url("settings/steps/who/remove/")).status_code == 409
    html = client.get(day.url("settings/")).content.decode()
    assert "steps/who/remove/" not in html
    assert "steps/vote/remove/" in html


def test_a_change_is_told_to_all(day):
    stage = stage_of(day, "lack")
    table = stage.table | {"minutes": 30}
    settings.change_stage(day.workshop, "lack", table, seen_digest(stage.table), by=day.organiser)
    settings.change_stage(day.workshop, "lack", table, seen_digest(stage_of(day, "lack").table), by=day.organiser)
    assert [moment.kind for moment in moments_after(day.workshop.stream, 1)] == ["settings-changed"]


@pytest.mark.parametrize("path", ["", "lack/", "lack/move/", "lack/remove/"])
def test_only_those_who_run_it_change_steps(client, sign_in, day, path):
    sign_in(day.facilitator)
    before = list(Stage.objects.values())
    assert client.post(day.url(f"settings/steps/{path}"), {}).status_code == 404
    with pytest.raises(Refusal):
        settings.remove_stage(day.workshop, "who", by=day.facilitator)
    assert list(Stage.objects.values()) == before


def test_a_closed_workshop_s_steps_stay(day):
    stages.close(day.workshop, by=day.organiser)
    with pytest.raises(Refusal):
        settings.remove_stage(day.workshop, "who", by=day.organiser)


def test_which_steps_are_used_is_asked_in_six_queries(day, django_assert_num_queries):
    CardFactory(seat=day.seat())
    lack = stage_of(day, "lack")
    with django_assert_num_queries(6):
        assert used_stages(day.workshop) == {lack.pk}
