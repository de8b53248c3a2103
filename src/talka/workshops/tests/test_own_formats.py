"""A project's own formats: copied, taken out as a file and in again, changed by one at a time, by organisers only."""

import tomllib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from talka.people.factories import PersonFactory
from talka.programmes.factories import TeamMemberFactory
from talka.ui.refusals import Refusal
from talka.workshops.actions import formats
from talka.workshops.formats.reading import shipped, shipped_format
from talka.workshops.formats.writing import format_table
from talka.workshops.models import Format, Workshop


@pytest.fixture
def organiser(day, sign_in):
    sign_in(day.organiser)
    return day.organiser


def path(day, rest=""):
    return f"/projects/{day.event.project.slug}/formats/{rest}"


def own(day, title="Mūsu kārtība"):
    spec = shipped_format("working-group")
    return formats.copy_format(day.event.project, spec, title={"lv": title}, by=day.organiser)


@pytest.mark.django_db
@pytest.mark.parametrize("key", [spec.key for spec in shipped()])
def test_everybody_reads_what_a_format_is_for_and_takes_it_along(client, key):
    page = client.get(f"/formats/{key}/").content.decode()
    spec = shipped_format(key)
    assert spec.title["lv"] in page
    for stage in spec.stages:
        assert stage.title["lv"] in page
    file = client.get(f"/formats/{key}/file/")
    assert tomllib.loads(file.content.decode()) == {k: v for k, v in format_table(spec).items() if k != "key"}
    assert spec.title["lv"] in client.get("/formats/").content.decode()


def test_an_unknown_format_is_not_found(client, db):
    assert client.get("/formats/nav/").status_code == 404


def test_a_format_is_copied_on_screen_and_may_be_used(client, day, organiser):
    form = {"format": "dot-vote", "title_0": "Punktu diena", "title_1": "Day of dots"}
    answer = client.post(path(day), form)
    assert answer.status_code == 302
    made = Format.objects.get()
    assert (made.key, str(made), made.based_on) == ("punktu-diena", "Punktu diena", "dot-vote")
    assert "Punktu diena" in client.get(answer["Location"]).content.decode()
    assert "Punktu diena" in client.get(path(day)).content.decode()


def test_what_goes_out_comes_in(client, day, organiser):
    row = own(day)
    file = client.get(path(day, f"{row.key}/file/")).content
    answer = client.post(path(day), {"deed": "bring", "file": SimpleUploadedFile("mans.toml", file)})
    assert answer.status_code == 302
    first, second = Format.objects.order_by("pk")
    assert first.table == second.table
    assert first.key != second.key


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b"title = ", "TOML"),
        (b"", "stages"),
        (b'title = "x"\n[[stages]]\nkey = "a"\nkind = "dance"\ntitle = "y"', "stages.1.kind"),
    ],
)
def test_a_faulty_file_says_where_and_changes_nothing(client, day, organiser, content, told):
    file = SimpleUploadedFile("mans.toml", content)
    answer = client.post(path(day), {"deed": "bring", "file": file})
    if content:
        assert answer.status_code == 422
        assert told in answer.content.decode()
    assert not Format.objects.exists()
    row = own(day)
    answer = client.post(path(day, f"{row.key}/replace/"), {"file": SimpleUploadedFile("x.toml", content or b"x")})
    assert answer.status_code == 422
    assert Format.objects.get().version == 1


def test_two_who_change_a_format_lose_nothing(day):
    row = own(day)
    table = dict(row.table)
    formats.change_format(row, table | {"about": {"lv": "Pirmais"}}, 1, by=day.organiser)
    with pytest.raises(Refusal):
        formats.change_format(row, table | {"about": {"lv": "Otrais"}}, 1, by=day.organiser)
    assert Format.objects.get().table["about"] == {"lv": "Pirmais"}


def test_who_does_not_organise_the_project_neither_sees_nor_changes(client, day, sign_in):
    row = own(day)
    other = TeamMemberFactory(role="organiser").person
    viewer = TeamMemberFactory(project=day.event.project, role="viewer").person
    for person in (None, PersonFactory(with_account=True), other, viewer, day.facilitator):
        client.logout()
        if person is not None:
            sign_in(person)
        for rest in ("", f"{row.key}/", f"{row.key}/file/"):
            assert "Mūsu kārtība" not in client.get(path(day, rest), follow=True).content.decode()
        assert client.post(path(day, f"{row.key}/remove/")).status_code in (302, 403, 404)
        with pytest.raises(Refusal):
            formats.remove_format(row, by=person)
    assert Format.objects.get().removed_at is None


def test_a_format_taken_away_is_no_longer_offered(client, day, organiser):
    row = own(day)
    assert client.post(path(day, f"{row.key}/remove/")).status_code == 302
    assert "Mūsu kārtība" not in client.get(path(day)).content.decode()
    assert client.get(path(day, f"{row.key}/")).status_code == 404


def test_a_step_of_an_own_format_is_changed_on_screen(client, day, organiser):
    row = own(day)
    steps = path(day, f"{row.key}/steps/")
    html = client.get(path(day, f"{row.key}/")).content.decode()
    assert f'href="{steps}vote/"' in html
    data = {"seen": "1", "title_0": "Punkti", "dots": "3", "way": "dots", "on": "themes", "of": ["lack", "do"]}
    data |= {"criteria-total": "0", "items-total": "0", "own_group": "on", "weight_participant": "1"}
    assert client.post(f"{steps}vote/", data | {"dots": "0", "title_0": ""}).status_code == 422
    assert client.post(f"{steps}vote/", data).status_code == 302
    changed = Format.objects.get()
    assert (changed.spec.stage("vote").vote.dots, changed.version) == (3, 2)
    assert client.post(f"{steps}vote/", data | {"dots": "4"}).status_code == 409
    assert client.get(f"{steps}nav/").status_code == 404
    workshop = day.workshop.stages.get(key="vote")
    assert workshop.spec.vote.dots == 5


def test_steps_of_an_own_format_are_added_moved_and_taken_away(client, day, organiser):
    row = own(day)
    steps = path(day, f"{row.key}/steps/")
    form = {"kind": "vote", "title_0": "Vēlreiz balsojam", "after": "vote"}
    assert client.post(steps, form).url == f"{steps}velreiz-balsojam/"
    assert client.post(steps, form | {"kind": "cits"}).status_code == 422
    client.post(f"{steps}velreiz-balsojam/move/", {"later": "1"})
    keys = [stage.key for stage in Format.objects.get().spec.stages]
    assert keys == ["lack", "themes", "do", "proposals", "vote", "who", "velreiz-balsojam", "report"]
    client.post(f"{steps}velreiz-balsojam/remove/")
    assert client.post(f"{steps}lack/remove/").status_code == 422
    assert [stage.key for stage in Format.objects.get().spec.stages] == [key for key in keys if "velreiz" not in key]


def test_steps_of_a_format_are_changed_by_the_project_s_organisers(client, day, sign_in):
    row = own(day)
    sign_in(TeamMemberFactory(project=day.event.project, role="viewer").person)
    for rest in ("", "vote/", "vote/move/", "vote/remove/"):
        assert client.post(path(day, f"{row.key}/steps/{rest}"), {}).status_code == 404
    assert Format.objects.get().version == 1


def test_group_work_is_made_by_the_format_that_was_chosen(client, day, organiser):
    row = own(day)
    Workshop.objects.all().delete()
    address = f"/e/{day.event.slug}/groups/"
    html = client.get(address).content.decode()
    for title in ("Mūsu kārtība", "Pasaules kafejnīca", "Darba grupa"):
        assert title in html
    assert client.post(address, {"block": "darba-grupas", "format": "nav"}).status_code == 422
    assert client.post(address, {"block": "darba-grupas", "format": row.key}).status_code == 302
    assert (Workshop.objects.get().format, Workshop.objects.get().stages.count()) == (row.key, 7)
    Workshop.objects.all().delete()
    client.post(address, {"block": "darba-grupas", "format": "world-cafe"})
    assert Workshop.objects.get().stages.first().key == "round-1"
