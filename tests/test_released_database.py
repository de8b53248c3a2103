"""A database that was filled by the released version is brought to this one, and everything is found in it."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from talka.needs.models import NeedEvidence
from talka.people.models import Person
from talka.results.loading import dump
from talka.workshops.models import Ballot, Card, Cluster, Report, Seat, Workshop

from .own_database import own_database

RELEASED = ("workshops", "0001_initial")
THEN = dt.datetime(2026, 2, 11, 15, 30, tzinfo=dt.UTC)
NAMES = {"gather": 0, "collect": 1, "cluster": 2, "vote": 3, "report": 4, "closed": 5}


@pytest.fixture(scope="module")
def brought_up(django_db_blocker, request):
    """The database, filled at the released version and migrated to this one."""
    from django.test import override_settings

    with override_settings(MIGRATION_MODULES={}), own_database(django_db_blocker, "released", tables=False):
        executor = MigrationExecutor(connection)
        ends = [node for node in executor.loader.graph.leaf_nodes() if node[0] != RELEASED[0]]
        executor.migrate([*ends, RELEASED])
        _fill(executor.loader.project_state([*ends, RELEASED]).apps)
        call_command("migrate", verbosity=0, interactive=False)
        yield


def _fill(apps: Any) -> None:
    """What the released version kept: a workshop at every step, with cards, themes, dots, reports, a need."""

    def add(model: str, **fields: Any) -> Any:
        return apps.get_model(model).objects.create(**fields)

    both = {"lv": "Vārds", "en": "Word"}
    programme = add("programmes.Programme", slug="p", title=both)
    project = add("programmes.Project", programme=programme, slug="pr", title=both)
    event = add("events.Event", project=project, slug="e", title=both, kind="seminar", state="published",
                first_day=dt.date(2026, 2, 11), last_day=dt.date(2026, 2, 11))  # fmt: skip
    account = add("people.Account", email="a@example.org", is_staff=True, is_superuser=True)
    person = add("people.Person", given_name="Ina", family_name="Liepa", account=account)
    registration = add("events.Registration", event=event, person=person, token="t", code="ABC234", state="registered")
    for step, place in NAMES.items():
        item = add("events.AgendaItem", event=event, key=f"g{place}", kind="group", block=step, title=both)
        workshop = add(
            "workshops.Workshop", event=event, block=step, slug=step, code=f"CODE{place}2", step=step,
            dots_per_seat=[5, 5, 0, 3, 5, 5][place], vote_across=step == "vote", step_changed_at=THEN,
            closed_at=THEN if step == "closed" else None, audience="hall",
        )  # fmt: skip
        group = add("workshops.Group", workshop=workshop, number=1, item=item, name="", capacity=20)
        named = add("workshops.Seat", workshop=workshop, group=group, registration=registration, digest=f"n{place}")
        plain = add("workshops.Seat", workshop=workshop, group=group, digest=f"a{place}", name="Jānis")
        themes = {
            kind: add("workshops.Cluster", group=group, kind=kind, name=f"{step} {kind}", order=1)
            for kind in ("lack", "do")
        }
        gone = add(
            "workshops.Cluster", group=group, kind="lack", name="old", removed_at=THEN, merged_into=themes["lack"]
        )
        for kind, theme in themes.items():
            card = add(
                "workshops.Card", workshop=workshop, group=group, seat=named, kind=kind, text="first", cluster=gone
            )
            card.text, card.cluster = f"{step} {kind}", theme
            card.save()
        add(
            "workshops.Card",
            workshop=workshop,
            group=group,
            kind="do",
            text="paper",
            from_paper=True,
            withdrawn_at=THEN,
        )
        add("workshops.Ballot", seat=plain, cluster=themes["lack"], dots=2)
        add("workshops.Ballot", seat=named, cluster=themes["do"], dots=1)
        add("workshops.Report", group=group, text=f"{step} report")
        need = add("needs.Need", programme=programme, event=event, words=step)
        add("needs.NeedEvidence", need=need, cluster=themes["lack"])


@dataclass(frozen=True)
class Stood:
    """Where a step of before lies now."""

    stage: str | None
    closed: bool = False


WHERE = {
    "gather": Stood(None),
    "collect": Stood("lack"),
    "cluster": Stood("themes"),
    "vote": Stood("vote"),
    "report": Stood("report"),
    "closed": Stood("report", closed=True),
}


def test_every_step_lies_among_the_stages(brought_up):
    for step, stood in WHERE.items():
        workshop = Workshop.objects.select_related("stage").get(slug=step)
        assert (workshop.stage.key if workshop.stage else None) == stood.stage
        assert workshop.closed_at == (THEN if stood.closed else None)
        assert workshop.stage_since == THEN
        assert workshop.audience == "hall"
        keys = [stage.key for stage in workshop.stages.all()]
        assert keys == ["lack", "themes", "do", "proposals", "vote", "who", "report"]
        assert all(stage.spec.key == stage.key for stage in workshop.stages.all()), "each can be read"
        opened = {stage.key for stage in workshop.stages.filter(opened_at=THEN)}
        assert opened >= {"lack", "do", "vote"}, "there were cards and dots"
        assert ("report" in opened) == (stood.stage == "report")


def test_dots_stay_as_many_as_they_were(brought_up):
    votes = {w.slug: w.stages.get(key="vote").spec.vote for w in Workshop.objects.all()}
    assert (votes["vote"].dots, votes["vote"].across) == (3, True)
    assert (votes["closed"].dots, votes["closed"].across) == (5, False)
    assert votes["cluster"].dots == 1, "no dots at all is no voting that can be read"
    assert {(b.stage.key, b.stage.workshop_id == b.seat.workshop_id) for b in Ballot.objects.all()} == {("vote", True)}
    assert sorted(Ballot.objects.values_list("value", flat=True)) == [1] * 6 + [2] * 6


def test_words_stand_in_their_columns(brought_up):
    for card in Card.objects.select_related("stage", "cluster"):
        assert (card.stage.key, card.lane) == (card.kind, card.kind)
        assert card.stage.workshop_id == card.workshop_id
    assert {(c.lane, c.kind) for c in Cluster.objects.all()} == {("lack", "lack"), ("do", "do")}
    card = Card.objects.get(text="closed do")
    assert card.cluster.name == "closed do"
    (former,) = card.versions.all()
    assert (former.text, former.lane, former.kind) == ("first", "do", "do")
    assert Card.objects.filter(withdrawn_at=THEN, from_paper=True).count() == 6
    assert Cluster.objects.get(name="old", group__workshop__slug="vote").merged_into.name == "vote lack"
    assert Report.objects.get(group__workshop__slug="vote").text == "vote report"
    assert NeedEvidence.objects.get(need__words="vote").cluster.name == "vote lack"


def test_everything_has_a_name_of_its_own(brought_up):
    for model in (Seat, Cluster):
        names = set(model.objects.values_list("uid", flat=True))
        assert len(names) == model.objects.count()
        assert all(isinstance(name, uuid.UUID) for name in names)


def test_what_changes_now_is_versioned_as_the_models_say(brought_up):
    card = Card.objects.get(text="vote lack")
    before = card.versions.count()
    Card.objects.filter(pk=card.pk).update(lane="do", kind="do")
    assert card.versions.count() == before + 1
    assert card.versions.latest("pgh_id").lane == "lack"
    Card.objects.filter(pk=card.pk).update(lane="lack", kind="lack")


def test_its_pages_open_and_it_can_be_written_to_files(brought_up, tmp_path):
    client = Client()
    client.force_login(Person.objects.get(family_name="Liepa").account)
    for step in WHERE:
        for path in ("", "1/", "1/report/"):
            assert client.get(f"/e/e/groups/{step}/{path}").status_code == 200
    (folder,) = dump(tmp_path)
    said = (folder / "events" / "e" / "workshops.toml").read_text()
    assert said.count("[[workshop.stages]]") == 2 * 7, "only those with other dots have stages of their own"


def test_the_models_ask_for_no_further_migration(brought_up):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
