"""What both sides made and cannot stand side by side."""

import datetime as dt

import pytest
from django.utils import timezone

from talka.box.actions.carrying import merge_file
from talka.events.factories import AgendaItemFactory, AttendanceFactory, RegistrationFactory
from talka.events.models import AgendaItem, Choice, Registration
from talka.needs.models import Need, NeedEvidence
from talka.people.actions.erasure import erase_person
from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.ui.refusals import Refusal
from talka.workshops.factories import CardFactory, ClusterFactory, GroupFactory, SeatFactory, WorkshopFactory
from talka.workshops.models import Card, Cluster, Group, Seat, Stage

from .hall import Hall
from .installations import Installations


def both_ways(there: Installations, hall: Hall) -> None:
    """After home has merged, the box does: then both are equal."""
    there.bring("home", "box", hall.slug)
    with there.at("home"):
        home = hall.everything()
    with there.at("box"):
        assert hall.everything() == home
    assert there.bring("box", "home", hall.slug).nothing


def test_two_seats_for_one_registration(there: Installations, hall: Hall) -> None:
    with there.at("home"):
        hall.seat(3).delete()
    there.bring("home", "box", hall.slug)
    for place, credential in (("home", "mājās"), ("box", "zālē")):
        with there.at(place):
            registration = hall.event.registrations.get(person=hall.person(3))
            seat = SeatFactory(
                group=hall.groups[0], registration=registration, credential=credential, joined_at=timezone.now()
            )
            CardFactory(seat=seat, text=f"Rakstīts {credential}")
    told = there.bring("box", "home", hall.slug)
    assert len(told.told) == 1
    with there.at("home"):
        assert Seat.objects.filter(registration__person=hall.person(3)).count() == 1
        assert Seat.objects.count() == 5
        assert {"Rakstīts mājās", "Rakstīts zālē"} < set(hall.texts())
        assert all(card.seat_id for card in Card.objects.filter(text__startswith="Rakstīts"))
    both_ways(there, hall)


def test_groups_formed_on_both_sides_leave_one_empty_seat_each(there: Installations, hall: Hall) -> None:
    with there.at("home"):
        Seat.objects.filter(joined_at=None).delete()
    there.bring("home", "box", hall.slug)
    for place in ("home", "box"):
        with there.at(place):
            for number in (2, 3):
                registration = hall.event.registrations.get(person=hall.person(number))
                SeatFactory(group=hall.groups[0], registration=registration)
    there.bring("box", "home", hall.slug)
    with there.at("home"):
        assert Seat.objects.count() == 4
    both_ways(there, hall)


def test_two_groups_with_one_number(there: Installations, hall: Hall) -> None:
    there.bring("home", "box", hall.slug)
    for place in ("home", "box"):
        with there.at(place):
            group = GroupFactory(workshop=hall.work, number=3, name=f"Grupa {place}")
            CardFactory(group=group, text=f"No {place}")
    told = there.bring("box", "home", hall.slug)
    assert len(told.told) == 1
    with there.at("home"):
        assert [group.number for group in hall.groups] == [1, 2, 3, 4]
        assert {card.text: card.group.name for card in Card.objects.filter(text__startswith="No ")} == {
            "No home": "Grupa home",
            "No box": "Grupa box",
        }
    both_ways(there, hall)


def test_numbers_that_change_places(there: Installations, hall: Hall) -> None:
    there.bring("home", "box", hall.slug)
    with there.at("box"):
        first, second = hall.groups
        for group, number in ((first, 9), (second, 1), (first, 2)):
            Group.objects.filter(pk=group.pk).update(number=number)
    there.bring("box", "home", hall.slug)
    both_ways(there, hall)


def test_the_same_person_registered_on_both_sides(there: Installations, hall: Hall) -> None:
    with there.at("home"):
        known = PersonFactory(family_name="Abpuse", organisation=hall.person(0).organisation)
        there_already = RegistrationFactory(event=hall.event, person=known, token="pirms", state="cancelled")
        key = known.key
        there_already.delete()
    there.bring("home", "box", hall.slug)
    with there.at("box"):
        person, _made = Person.objects.get_or_create(key=key, defaults={"family_name": "Abpuse"})
        AttendanceFactory(registration=RegistrationFactory(event=hall.event, person=person, token="t-b", code="BBB222"))
    with there.at("home"):
        RegistrationFactory(event=hall.event, person=Person.objects.get(key=key), token="t-h", code="HHH222")
    told = there.bring("box", "home", hall.slug)
    assert any("HHH222" in line and "BBB222" in line for line in told.told)
    with there.at("home"):
        registration = Registration.objects.get(event=hall.event, person__key=key)
        assert (registration.token, registration.code) == ("t-h", "HHH222"), "the home's stands"
        assert registration.attendances.count() == 1
    both_ways(there, hall)


def test_an_agenda_item_with_the_same_key(there: Installations, hall: Hall) -> None:
    there.bring("home", "box", hall.slug)
    for place in ("home", "box"):
        with there.at(place):
            AgendaItemFactory(event=hall.event, key="pusdienas", room=f"Telpa {place}")
    told = there.bring("box", "home", hall.slug)
    assert any("Telpa box" in line and "Telpa home" in line for line in told.told)
    with there.at("home"):
        assert AgendaItem.objects.filter(key="pusdienas").count() == 1
    both_ways(there, hall)


def test_steps_added_at_the_same_place(there: Installations, hall: Hall) -> None:
    there.bring("home", "box", hall.slug)
    for place in ("home", "box"):
        with there.at(place):
            last = hall.work.stages.last()
            Stage.objects.create(
                workshop=hall.work, key=f"vel-{place}", order=last.order + 1, kind=last.kind, table=last.table
            )
    there.bring("box", "home", hall.slug)
    with there.at("home"):
        orders = [stage.order for stage in hall.work.stages.all()]
        assert orders == list(range(1, len(orders) + 1))
    both_ways(there, hall)


def test_choices_ranked_anew_on_both_sides(there: Installations, hall: Hall) -> None:
    there.bring("home", "box", hall.slug)
    with there.at("home"):
        Choice.objects.filter(registration__person=hall.person(0), rank=2).delete()
    with there.at("box"):
        for rank, number in ((7, 0), (1, 1), (2, 0)):
            Choice.objects.filter(registration__person=hall.person(0), item__key=f"grupa-{number}").update(rank=rank)
    there.bring("box", "home", hall.slug)
    both_ways(there, hall)


def test_a_card_in_a_step_that_home_took_away(there: Installations, hall: Hall) -> None:
    with there.at("home"):
        last = hall.work.stages.last()
        Stage.objects.create(workshop=hall.work, key="papildu", order=last.order + 1, kind="collect", table=last.table)
    there.bring("home", "box", hall.slug)
    with there.at("home"):
        Stage.objects.filter(key="papildu").delete()
    with there.at("box"):
        CardFactory(seat=hall.seat(0), stage=hall.work.stages.get(key="papildu"), text="Papildu solī")
    told = there.bring("box", "home", hall.slug)
    assert len(told.told) == 1
    with there.at("home"):
        assert Card.objects.get(text="Papildu solī").stage.key == "papildu"
    both_ways(there, hall)


def test_a_theme_that_a_need_is_built_on_stays(there: Installations, hall: Hall) -> None:
    with there.at("home"):
        theme = ClusterFactory(group=hall.groups[0], name="Vajadzība")
    there.bring("home", "box", hall.slug)
    with there.at("home"):
        need = Need.objects.create(event=hall.event, programme=hall.event.project.programme, words="Dati")
        NeedEvidence.objects.create(need=need, cluster=Cluster.objects.get(pk=theme.pk))
    with there.at("box"):
        Cluster.objects.filter(name="Vajadzība").delete()
    told = there.bring("box", "home", hall.slug)
    assert told.kept["workshops.Cluster"] == 1
    with there.at("home"):
        assert NeedEvidence.objects.get().cluster.name == "Vajadzība"
    both_ways(there, hall)


def test_two_group_works_for_the_same_groups_are_refused_in_words(there: Installations, hall: Hall) -> None:
    there.bring("home", "box", hall.slug)
    for place in ("home", "box"):
        with there.at(place):
            WorkshopFactory(event=hall.event, block="cits", slug=f"cits-{place}")
    path, _packed = there.pack("box", hall.slug)
    with there.at("home"):
        before = hall.everything()
        with pytest.raises(Refusal) as refused:
            merge_file(path)
        assert "cits" in refused.value.text()
        assert hall.everything() == before


def test_a_person_who_was_erased_at_home_stays_erased(there: Installations, hall: Hall) -> None:
    there.bring("home", "box", hall.slug)
    with there.at("box"):
        Person.objects.filter(family_name=hall.names[2]).update(position="Plānotāja", phone="+371 2000")
        hall.event.registrations.filter(person=hall.person(2)).update(diet="bez glutēna")
    with there.at("home"):
        erase_person(hall.person(2), by=PersonFactory(administrator=True))
    told = there.bring("box", "home", hall.slug)
    assert not any(hall.names[2] in line or "glut" in line for line in told.told)
    there.bring("home", "box", hall.slug)
    for place in ("home", "box"):
        with there.at(place):
            assert not Person.objects.filter(family_name=hall.names[2]).exists()
            assert not Person.objects.filter(phone="+371 2000").exists()
            assert not Registration.objects.filter(diet="bez glutēna").exists()


def test_doubles_merged_at_home_meanwhile(there: Installations, hall: Hall) -> None:
    there.bring("home", "box", hall.slug)
    with there.at("home"):
        kept = PersonFactory(family_name="Paliek")
        gone = hall.person(3)
        hall.event.registrations.filter(person=gone).update(person=kept)
        Person.objects.filter(pk=gone.pk).update(merged_into=kept)
    with there.at("box"):
        hall.come(3)
    there.bring("box", "home", hall.slug)
    with there.at("home"):
        assert Registration.objects.filter(event=hall.event).count() == 4
        assert Registration.objects.get(person__family_name="Paliek").attendances.count() == 1
    both_ways(there, hall)


def test_newer_words_win_wherever_they_were_written(there: Installations, hall: Hall) -> None:
    there.bring("home", "box", hall.slug)
    now = timezone.now()
    with there.at("box"):
        hall.correct(hall.cards[0], "Agrāk", at=now - dt.timedelta(minutes=5))
    with there.at("home"):
        hall.correct(hall.cards[0], "Vēlāk", at=now)
    there.bring("box", "home", hall.slug)
    with there.at("home"):
        assert Card.objects.get(pk=hall.cards[0]).text == "Vēlāk"
    both_ways(there, hall)
