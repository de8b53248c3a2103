"""Group work of every kind goes into files and comes back as it was."""

import csv
from pathlib import Path

import pytest

from talka.events.factories import AgendaItemFactory, EventFactory, RegistrationFactory
from talka.events.models import Event
from talka.results.loading import dump, load
from talka.ui.refusals import Refusal
from talka.workshops.access import seat_for
from talka.workshops.factories import (
    BallotFactory,
    CardFactory,
    ClusterFactory,
    GroupFactory,
    ReportFactory,
    SeatFactory,
    WorkshopFactory,
    put_at,
)
from talka.workshops.formats.reading import read_format, shipped_format
from talka.workshops.formats.writing import format_table
from talka.workshops.models import (
    Answer,
    Ballot,
    Card,
    CommonIdea,
    Format,
    Group,
    HandCount,
    Picture,
    Seat,
    Sheet,
    Sitting,
    Stage,
    Workshop,
)

from .test_record_files import tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """A day with two workshops: groups of the agenda by the usual format, teams by one that the project made."""
    event = EventFactory(slug="diena", state=Event.State.PUBLISHED)
    _groups_of_the_agenda(event)
    _teams(event)
    return event


def _groups_of_the_agenda(event):
    workshop = WorkshopFactory(event=event, slug="grupas", block="grupas", at="vote")
    items = [AgendaItemFactory(event=event, key=key, kind="group", block="grupas") for key in ("dati", "telpa")]
    first, second = (GroupFactory(workshop=workshop, item=item, number=n, name="") for n, item in enumerate(items, 1))
    second.stage = workshop.stages.get(key="do")
    second.save()
    named = SeatFactory(group=first, registration=RegistrationFactory(event=event), role=Seat.Role.MASTER, kept=True)
    table = SeatFactory(group=first, people=4, name="Galds pie loga", joined_at=workshop.created_at)
    Sitting.objects.create(seat=named, group=second, round=1)
    theme, other = ClusterFactory(group=first, name="Dati"), ClusterFactory(group=first, name="Kurss", kind="do")
    CardFactory(seat=named, cluster=theme, text="Nav datu")
    CardFactory(seat=table, cluster=other, kind="do", text="Kurss", late=True)
    CardFactory(group=second, from_paper=True, text="No papīra")
    CardFactory(seat=table, withdrawn_at=workshop.created_at, text="ATSAUKTA")
    report = workshop.stages.get(key="report")
    CardFactory(seat=table, stage=report, kind="note", lane="support", about=second, text="Jā!")
    BallotFactory(seat=table, cluster=theme, value=7)
    BallotFactory(seat=named, cluster=other, value=2, late=True, counted=False)
    HandCount.objects.create(group=second, stage=workshop.stages.get(key="vote"), cluster=theme, value=9, voters=3)
    ReportFactory(group=first, text="Mums vajag datus.")
    Picture.objects.create(group=first, file="workshops/x.jpg", size=1, type="image/jpeg", words="TĀFELE")


def _teams(event):
    table = format_table(shipped_format("game"))
    table |= {"key": "musu", "title": {"lv": "Mūsu spēle"}}
    Format.objects.create(project=event.project, key="musu", table=table, based_on="game")
    workshop = WorkshopFactory(
        event=event, slug="spele", block="", stages=read_format("musu", table), at="voting", round=2
    )
    first, second = (GroupFactory(workshop=workshop, number=n, name=f"{n}. komanda") for n in (1, 4))
    player, judge = SeatFactory(group=first), SeatFactory(group=None, workshop=workshop, role="practitioner")
    judge.expertise = "ceļi"
    judge.save()
    ideas, voting = workshop.stages.get(key="ideas"), workshop.stages.get(key="voting")
    common = CommonIdea.objects.create(workshop=workshop, name="Upes krasts")
    card = CardFactory(seat=player, stage=ideas, kind="do", lane="idea", common=common, source="zvejnieks")
    BallotFactory(seat=player, stage=workshop.stages.get(key="prioritising"), cluster=None, card=card, value=3)
    BallotFactory(seat=judge, stage=voting, cluster=None, team=second, criterion="fun", value=5)
    HandCount.objects.create(group=first, stage=voting, team=second, criterion="fun", value=12, voters=3)
    Sheet.objects.create(
        group=first, stage=workshop.stages.get(key="future-ideas"), title="Krasts", words={"what": "Taka"}, card=card
    )
    for points in (1, 3):
        first.awards.create(words="Veiklākie", points=points, stage=ideas)
    first.awards.create(words="ATŅEMTS", points=2, removed_at=workshop.created_at)
    changed = Stage.objects.get(workshop=workshop, key="ideas")
    changed.table = {**changed.table, "limit": 3}
    changed.save()
    asked = {
        "key": "look-back", "kind": "reflect", "title": {"lv": "Ko guvām"},
        "questions": [{"key": "story", "words": {"lv": "Stāsts"}, "asks": "text"},
                      {"key": "rating", "words": {"lv": "Cik labi"}, "asks": "rating"}],
    }  # fmt: skip
    back = Stage.objects.create(workshop=workshop, key="look-back", order=99, kind="reflect", table=asked)
    Answer.objects.create(seat=player, stage=back, question="story", text="Rindas\nun rindas")
    Answer.objects.create(seat=player, stage=back, question="rating", number=4)


def forget_group_work():
    """As on a server that has never seen it."""
    Sheet.objects.all().delete()
    Card.objects.all().delete()
    Workshop.objects.update(stage=None)
    Group.objects.update(stage=None)
    Workshop.objects.all().delete()
    Format.objects.all().delete()


def written(folder: Path) -> Path:
    (programme,) = dump(folder)
    return programme


def test_what_was_written_reads_to_the_same(event, tmp_path):
    first = written(tmp_path / "first")
    counts = {model: model.objects.count() for model in (Seat, Card, Ballot, HandCount, Answer, Sheet, Sitting)}
    load(first)
    assert counts == {model: model.objects.count() for model in counts}, "what says the same is not changed"
    assert tree(written(tmp_path / "again")) == tree(first)
    forget_group_work()
    load(first)
    after = written(tmp_path / "after")
    assert tree(after) == tree(first)
    assert Card.objects.count() == counts[Card] - 1, "a withdrawn card is not written"


def test_the_files_hold_every_kind(event, tmp_path):
    files = tree(written(tmp_path / "all"))
    toml = files["events/diena/workshops.toml"]
    own, ours = toml.split('slug = "spele"')
    assert 'stage = "vote"' in own
    assert 'item = "telpa"' in own
    assert "[[workshop.stages]]" not in own, "the shipped format needs no stages of its own"
    assert 'format = "musu"' in ours
    assert "number = 4" in ours
    assert 'what = "Taka"' in ours
    assert ours.count('words = "Veiklākie"') == 2
    assert ours.count("[[workshop.stages]]") == 11, "what was changed for this one stands with it"
    assert files["formats/" + event.project.slug + "/musu.toml"].count("[[stages]]") == 10
    ballots = list(csv.DictReader(files["events/diena/ballots.csv"].splitlines()))
    assert {(row["on"], row["criterion"], row["value"], row["apart"]) for row in ballots} == {
        ("theme", "", "7", ""), ("theme", "", "2", "1"), ("card", "", "3", ""), ("group", "fun", "5", ""),
    }  # fmt: skip
    assert [row["thing"] for row in ballots if row["on"] == "group"] == ["#4"]
    everything = "\n".join(files.values())
    for gone in ("ATSAUKTA", "ATŅEMTS", "TĀFELE"):
        assert gone not in everything


def test_a_rehearsal_is_not_written(event, tmp_path):
    before = tree(written(tmp_path / "before"))
    for workshop in list(Workshop.objects.all()):
        simulated = WorkshopFactory(event=event, block=workshop.block, slug=f"{workshop.slug}-x", rehearsal=True)
        group = GroupFactory(workshop=simulated, number=1, item=workshop.groups.first().item)
        seat = SeatFactory(group=group)
        BallotFactory(seat=seat, cluster=ClusterFactory(group=group, name="IZSPĒLĒTS"))
        CardFactory(seat=seat, text="IZSPĒLĒTS")
        ReportFactory(group=group, text="IZSPĒLĒTS")
    assert tree(written(tmp_path / "after")) == before


def test_no_credential_opens_a_seat_that_was_read(event, tmp_path):
    folder = written(tmp_path / "x")
    forget_group_work()
    load(folder)
    workshop = Workshop.objects.get(slug="grupas")
    for seat in workshop.seats.all():
        for guess in (str(seat.uid), seat.digest, seat.name, f"{seat.pk}"):
            assert seat_for(workshop, guess) is None


@pytest.mark.parametrize(
    ("name", "column", "said"),
    [
        ("cards.csv", "stage", "cards.csv:2"),
        ("cards.csv", "lane", "cards.csv:2"),
        ("cards.csv", "group", "cards.csv:2"),
        ("cards.csv", "seat", "cards.csv:2"),
        ("cards.csv", "id", "cards.csv:2"),
        ("themes.csv", "lane", "themes.csv:2"),
        ("seats.csv", "role", "seats.csv:2"),
        ("seats.csv", "people", "seats.csv:2"),
        ("seats.csv", "workshop", "seats.csv:2"),
        ("ballots.csv", "on", "ballots.csv:2"),
        ("ballots.csv", "thing", "ballots.csv:2"),
        ("ballots.csv", "value", "ballots.csv:2"),
        ("handcounts.csv", "group", "handcounts.csv:2"),
        ("answers.csv", "number", "answers.csv:2"),
    ],
)
def test_a_fault_in_a_list_names_its_line_and_changes_nothing(event, tmp_path, name, column, said):
    path = written(tmp_path / "x") / "events" / "diena" / name
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    rows[0][column] = "zzz"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    before = Card.objects.count(), Ballot.objects.count()
    with pytest.raises(Refusal, match="zzz") as refusal:
        load(tmp_path / "x")
    assert said in str(refusal.value)
    assert (Card.objects.count(), Ballot.objects.count()) == before


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ('stage = "vote"', 'stage = "nowhere"', "nowhere"),
        ('format = "working-group"', 'format = "unheard-of"', "unheard-of"),
        ("limit = 3", "limit = -3", "stages.4.limit"),
        ('item = "telpa"', 'item = "nav"', "nav"),
    ],
)
def test_a_fault_in_the_workshops_names_the_file(event, tmp_path, line, instead, said):
    path = written(tmp_path / "x") / "events" / "diena" / "workshops.toml"
    text = path.read_text()
    assert line in text
    path.write_text(text.replace(line, instead, 1))
    with pytest.raises(Refusal, match=said) as refusal:
        load(tmp_path / "x")
    assert "workshops.toml" in str(refusal.value)


def test_a_step_with_words_cannot_be_left_out(event, tmp_path):
    path = written(tmp_path / "x") / "events" / "diena" / "workshops.toml"
    before, _stages, after = path.read_text().partition('key = "look-back"')
    start = before.rindex("[[workshop.stages]]")
    rest = after[after.index("[[workshop.group]]") :]
    path.write_text(before[:start] + rest)
    with pytest.raises(Refusal, match="look-back"):
        load(tmp_path / "x")


def test_closed_work_says_when(event, tmp_path):
    workshop = put_at(Workshop.objects.get(slug="grupas"), "closed")
    folder = written(tmp_path / "x")
    assert "closed = 20" in (folder / "events" / "diena" / "workshops.toml").read_text()
    Workshop.objects.filter(pk=workshop.pk).update(closed_at=None)
    load(folder)
    assert Workshop.objects.get(slug="grupas").closed_at == workshop.closed_at
