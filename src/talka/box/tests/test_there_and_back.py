"""The day goes to the hall and comes back; both sides go on working meanwhile."""

import json
import stat

from django.db import connection
from django.test.utils import CaptureQueriesContext

from talka.box.actions.carrying import merge_file, pack
from talka.documents.storage import open_file
from talka.events.models import Attendance, Registration
from talka.live.models import Moment
from talka.people.models import Account
from talka.workshops.factories import CardFactory, GroupFactory
from talka.workshops.models import Ballot, Card, Group, Picture, Report

from .hall import Hall
from .installations import Installations


def test_an_empty_installation_gets_a_whole_world(there: Installations, hall: Hall) -> None:
    there.bring("home", "box", hall.slug)
    with there.at("home"):
        home = hall.everything()
    with there.at("box"):
        assert hall.everything() == home
        assert hall.texts() == ["Mājās rakstīta 0", "Mājās rakstīta 1"]
        assert Registration.objects.get(token="zale-0").person == hall.person(0)
        assert [item.facilitators.count() for item in hall.event.items.filter(kind="group")] == [1, 1]
        assert Account.objects.count() == 0, "ways to sign in stay at home"
    assert all(home[model] for model in ("people.Consent", "events.AgendaRelease", "events.Answer", "workshops.Seat"))


def test_both_go_on_and_nothing_is_lost_or_doubled(there: Installations, hall: Hall) -> None:
    there.bring("home", "box", hall.slug)
    with there.at("box"):
        hall.correct(hall.cards[0], "Zālē labota")
        hall.withdraw(hall.cards[1])
        hall.write("Zālē rakstīta", seat=2)
        hall.vote(0, 2)
        hall.come(0)
        hall.walk_in("Vēlenieks", "zale-velu")
        hall.report("Mums vajag datus.")
        hall.feedback("Kopā darīt")
        content = hall.picture()
    with there.at("home"):
        hall.write("Mājās vēl rakstīta", seat=1)
        hall.vote(1, 3)
        hall.come(1)
        GroupFactory(workshop=hall.work, number=3, name="Trešā")
    told = there.bring("box", "home", hall.slug)
    assert told.told == []
    with there.at("home"):
        assert hall.texts() == ["Mājās vēl rakstīta", "Zālē labota", "Zālē rakstīta"]
        assert Card.objects.count() == 4
        assert sorted(Ballot.objects.values_list("value", flat=True)) == [2, 3]
        assert Attendance.objects.count() == 3
        assert Registration.objects.filter(source="walk_in").count() == 1
        assert Report.objects.get().text == "Mums vajag datus."
        assert open_file(Picture.objects.get().file.name).read() == content
        assert [group.number for group in hall.groups] == [1, 2, 3]
    again = there.bring("box", "home", hall.slug)
    assert again.nothing
    there.bring("home", "box", hall.slug)
    with there.at("home"):
        home = hall.everything()
    with there.at("box"):
        assert hall.everything() == home
    assert there.bring("box", "home", hall.slug).nothing
    assert there.bring("home", "box", hall.slug).nothing


def test_two_boxes_in_any_order(there: Installations, hall: Hall) -> None:
    there.bring("home", "box", hall.slug)
    there.bring("home", "other", hall.slug)
    with there.at("box"):
        hall.write("No pirmās kastes")
        hall.correct(hall.cards[0], "Pirmā kaste")
        GroupFactory(workshop=hall.work, number=3, name="Pirmās kastes grupa")
    with there.at("other"):
        hall.write("No otrās kastes")
        hall.correct(hall.cards[0], "Otrā kaste")
        group = GroupFactory(workshop=hall.work, number=3, name="Otrās kastes grupa")
        CardFactory(group=group, text="Citā grupā")
    first, _packed = there.pack("box", hall.slug)
    second, _packed = there.pack("other", hall.slug)
    start, _packed = there.pack("home", hall.slug)
    ends = []
    for place, files in (("home", [first, second]), ("third", [start, second, first]), ("fourth", [second, first])):
        there.anew(*({place} - {"home"}))
        with there.at(place):
            for file in files:
                merge_file(file)
            ends.append(hall.everything())
            assert hall.texts() == [
                "Citā grupā",
                "Mājās rakstīta 1",
                "No otrās kastes",
                "No pirmās kastes",
                "Otrā kaste",
            ]
            assert sorted(group.number for group in hall.groups) == [1, 2, 3, 4]
    assert ends[0] == ends[1] == ends[2]


def test_the_same_words_corrected_on_both_sides(there: Installations, hall: Hall) -> None:
    there.bring("home", "box", hall.slug)
    with there.at("home"):
        hall.correct(hall.cards[0], "Mājās labota")
    with there.at("box"):
        hall.correct(hall.cards[0], "Zālē labota vēlāk")
    told = there.bring("box", "home", hall.slug)
    assert len(told.told) == 1
    assert "Zālē labota vēlāk" in told.told[0]
    assert "Mājās labota" in told.told[0]
    with there.at("home"):
        card = Card.objects.get(pk=hall.cards[0])
        assert card.text == "Zālē labota vēlāk"
        assert "Mājās labota" in card.versions.values_list("text", flat=True), "its versions keep the other"
    assert there.bring("home", "box", hall.slug).told == []


def test_what_one_side_deleted(there: Installations, hall: Hall) -> None:
    with there.at("home"):
        hall.vote(0, 1, "Dati")
        hall.vote(1, 1, "Telpas")
    there.bring("home", "box", hall.slug)
    with there.at("box"):
        Ballot.objects.all().delete()
    with there.at("home"):
        Ballot.objects.filter(cluster__name="Telpas").update(value=4)
    told = there.bring("box", "home", hall.slug)
    with there.at("home"):
        assert list(Ballot.objects.values_list("cluster__name", "value")) == [("Telpas", 4)]
    assert told.removed["workshops.Ballot"] == 1
    assert told.kept["workshops.Ballot"] == 1
    there.bring("home", "box", hall.slug)
    with there.at("box"):
        assert list(Ballot.objects.values_list("cluster__name", "value")) == [("Telpas", 4)]


def test_a_dry_run_changes_nothing(there: Installations, hall: Hall) -> None:
    there.bring("home", "box", hall.slug)
    with there.at("box"):
        hall.write("Zālē")
        hall.picture()
    path, _packed = there.pack("box", hall.slug)
    with there.at("home"):
        before = hall.everything()
        told = merge_file(path, dry_run=True)
        assert told.new["workshops.Card"] == 1
        assert hall.everything() == before
        assert merge_file(path).new["workshops.Card"] == 1


def test_open_pages_read_anew(there: Installations, hall: Hall) -> None:
    there.bring("home", "box", hall.slug)
    with there.at("box"):
        hall.write("Zālē")
    path, _packed = there.pack("box", hall.slug)
    with there.at("home"):
        before = Moment.objects.filter(stream__name=hall.work.stream).count()
        merge_file(path)
        assert Moment.objects.filter(stream__name=hall.work.stream).count() == before + 1
        merge_file(path)
        assert Moment.objects.filter(stream__name=hall.work.stream).count() == before + 1, "nothing came"


def test_the_file_is_for_its_owner_only_and_holds_only_this_event(there: Installations, hall: Hall) -> None:
    from zipfile import ZipFile

    from talka.events.factories import RegistrationFactory

    with there.at("home"):
        RegistrationFactory(person__family_name="Citurietis")
    path, packed = there.pack("home", hall.slug)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert packed.counts["events.Registration"] == 4
    assert any("personal" in line or "person" in line for line in packed.lines())
    with ZipFile(path) as opened:
        text = "".join(opened.read(name).decode() for name in opened.namelist() if name.startswith("rows/"))
    assert "Dalībniece0" in text
    assert "Citurietis" not in text
    assert json.loads(ZipFile(path).read("box.json"))["event"] == hall.slug


def test_as_many_queries_for_many_cards_as_for_few(there: Installations, hall: Hall) -> None:
    there.bring("home", "box", hall.slug)

    def asked() -> tuple[int, int]:
        with there.at("box"), CaptureQueriesContext(connection) as packing:
            pack(hall.slug, there.folder / "box.talka")
        with there.at("home"), CaptureQueriesContext(connection) as merging:
            merge_file(there.folder / "box.talka")
        return len(packing), len(merging)

    with there.at("box"):
        hall.write("Viena")
    few = asked()
    with there.at("box"):
        for number in range(200):
            hall.write(f"Kartīte {number}")
    assert asked() == few


def test_rehearsals_stay(there: Installations, hall: Hall) -> None:
    from talka.workshops.actions.rehearsing import begin_rehearsal

    with there.at("home"):
        begin_rehearsal(hall.work, 5, by=hall.event.project.team.get().person)
    there.bring("home", "box", hall.slug)
    with there.at("box"):
        assert Group.objects.count() == 2
