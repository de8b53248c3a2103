"""The journal of erasures, and what is done with it when a restored backup has brought people back."""

import datetime as dt
import json

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction
from django.utils import timezone

from talka.people import personal_links, signals, signin
from talka.people.actions import erase_person, merge_persons, undo_merge
from talka.people.actions import journal as kept
from talka.people.actions.after_restore import end_ways_in, erase_again, give_up_imports
from talka.people.factories import PersonFactory
from talka.people.models import Erasure, Import, Merge, Person, PersonalLink
from talka.site.backups import journal

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 2, 11, 10, tzinfo=dt.UTC)


def written() -> set[str]:
    return set(Erasure.objects.values_list("person_key", flat=True))


def test_an_erasure_is_written_down_with_all_doubles_and_without_a_name(django_capture_on_commit_callbacks):
    admin, person = PersonFactory(administrator=True), PersonFactory(given_name="Kleopatra")
    double, other = PersonFactory(given_name="Kleo"), PersonFactory()
    merge_persons(person, double, by=admin)
    told = []
    receiver = lambda keys, at, **_more: told.append((keys, at))  # noqa: E731
    signals.erased.connect(receiver)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            erase_person(person, by=admin)
    finally:
        signals.erased.disconnect(receiver)
    assert written() == {person.key, double.key}
    assert other.key not in written()
    ((keys, at),) = told
    assert set(keys) == written() and isinstance(at, dt.datetime)
    assert "leo" not in json.dumps(list(Erasure.objects.values("person_key", "at")), default=str)


def test_one_that_was_refused_is_not_written_down():
    admin = PersonFactory(administrator=True)
    with pytest.raises(Exception, match="pēdējais administrators"):
        erase_person(admin, by=admin)
    assert written() == set()


def test_no_line_can_be_changed():
    kept.remember({"abc": AT})
    with pytest.raises(DatabaseError), transaction.atomic():
        Erasure.objects.update(person_key="another")
    kept.remember({"abc": AT + dt.timedelta(days=1)})
    assert Erasure.objects.get().at == AT


def test_old_lines_go_when_no_backup_can_be_older():
    now = timezone.now()
    kept.remember({"old": now - kept.KEPT - dt.timedelta(days=1), "young": now - dt.timedelta(days=900)})
    assert kept.forget_old() == 1
    assert written() == {"young"}


class TestErasedAgain:
    def test_everybody_named_and_nobody_else(self):
        gone, there = PersonFactory(given_name="Kleopatra"), PersonFactory(given_name="Paula")
        told = erase_again({gone.key: AT, "never-here": AT})
        assert told.keys == [gone.key] and told.refused == [] and told.unknown == 1
        gone.refresh_from_db()
        there.refresh_from_db()
        assert gone.erased_at and gone.name == "" and there.given_name == "Paula"
        assert written() == {gone.key, "never-here"}
        assert erase_again({gone.key: AT}).keys == []

    def test_the_last_administrator_too(self):
        admin = PersonFactory(administrator=True)
        assert erase_again({admin.key: AT}).keys == [admin.key]
        assert Person.objects.get(pk=admin.pk).account is None

    def test_two_that_were_merged_after_the_backup(self):
        one, two = PersonFactory(given_name="Kleopatra"), PersonFactory(given_name="Kleo")
        assert sorted(erase_again({one.key: AT, two.key: AT}).keys) == sorted([one.key, two.key])
        assert not Person.objects.exclude(given_name="").exists()

    def test_a_double_goes_with_the_one_it_was_merged_into(self):
        admin, one, two = PersonFactory(administrator=True), PersonFactory(), PersonFactory()
        merge_persons(one, two, by=admin)
        erase_again({one.key: AT, two.key: AT})
        assert Person.objects.filter(erased_at=None).get() == admin

    def test_a_merge_that_was_undone_after_the_backup_takes_nobody_else_along(self):
        admin = PersonFactory(administrator=True)
        one = PersonFactory(given_name="Paula", email="paula@example.test")
        two = PersonFactory(given_name="Kleopatra", email="kleopatra@example.test")
        merge_persons(one, two, by=admin)
        told = erase_again({two.key: AT})
        assert told.keys == [two.key]
        one.refresh_from_db()
        two.refresh_from_db()
        assert one.given_name == "Paula" and one.erased_at is None
        assert two.erased_at and two.given_name == "" and two.merged_into is None

    def test_a_merge_that_cannot_be_undone_is_told(self):
        admin, one, two = PersonFactory(administrator=True), PersonFactory(), PersonFactory()
        merge_persons(one, two, by=admin)
        Merge.objects.update(changes=[{"did": "removed"}], removed=[])
        told = erase_again({two.key: AT})
        assert told.keys == []
        ((key, why),) = told.refused
        assert key == two.key and "vairs nevar atsaukt" in why
        assert Person.objects.get(pk=two.pk).erased_at is None


def test_ways_in_end_and_personal_links_stay():
    person = PersonFactory(with_account=True)
    session = SessionStore()
    session["x"] = 1
    session.create()
    signin.make_link(person)
    personal_links.make_token(person, "registration")
    assert end_ways_in() == (1, 1)
    assert not Session.objects.exists()
    assert PersonalLink.objects.get().purpose == "registration"


def test_tables_being_entered_are_given_up():
    Import.objects.create(kind="persons", file_name="a.csv", state="running", by=PersonFactory())
    assert give_up_imports() == 1


def test_only_administrators_undo_merges_still():
    admin, one, two = PersonFactory(administrator=True), PersonFactory(), PersonFactory()
    merge_persons(one, two, by=admin)
    with pytest.raises(Exception, match="nav tiesību"):
        undo_merge(Merge.objects.get(), by=one)


class TestFiles:
    def test_it_is_written_beside_all_backups(self, tmp_path):
        var, away, gone = tmp_path / "var", tmp_path / "away", tmp_path / "unplugged"
        away.mkdir()
        from talka.site.backups import index

        for folder in (away, gone):
            index.note(var, index.Made(AT, folder / "talka-20260211T100000Z.tar"))
        journal.append(var, ["abc", "def"], AT)
        for folder in (var / "backups", away):
            assert journal.read(folder) == {"abc": AT, "def": AT}
        assert not gone.exists()

    def test_a_cut_line_loses_only_itself(self, tmp_path):
        journal.append(tmp_path, ["abc"], AT)
        path = tmp_path / "backups" / journal.NAME
        with path.open("a") as file:
            file.write('{"person": "cut')
        journal.append(tmp_path, ["def"], AT)
        assert journal.read(path) == {"abc": AT, "def": AT}

    def test_the_first_time_counts(self):
        later = AT + dt.timedelta(days=1)
        assert journal.together([{"abc": later}, {"abc": AT, "def": later}]) == {"abc": AT, "def": later}
