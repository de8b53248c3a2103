"""Somebody who is erased is in no archive that is kept."""

import pytest

from talka.archive import actions
from talka.archive.factories import ArchiveFactory, zip_of
from talka.archive.models import Archive
from talka.documents.storage import private_storage
from talka.events.factories import AttendanceFactory, CertificateFactory, EventFactory, RegistrationFactory
from talka.learning.factories import LearnerFactory, SessionFactory, TeamFactory
from talka.learning.factories.certificates import TrainingCertificateFactory
from talka.people.actions.erasure import erase_person
from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.programmes.factories import ProjectFactory

State = Archive.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    found: Person = PersonFactory(given_name="Ķērsta", family_name="Žagariņa", with_account=True)
    return found


@pytest.fixture
def administrator() -> Person:
    found: Person = PersonFactory(administrator=True)
    return found


def test_archives_of_their_projects_go_and_are_made_anew(  # type: ignore[no-untyped-def]
    person: Person, administrator: Person, django_capture_on_commit_callbacks
) -> None:
    """Also where no word shows them: their certificate lies sealed."""
    registration = RegistrationFactory(event=EventFactory(), person=person)
    AttendanceFactory(registration=registration)
    CertificateFactory(registration=registration)
    own, other = ArchiveFactory(project=registration.event.project), ArchiveFactory()
    names = own.file.name, other.file.name
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person, by=administrator)
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.state, other.state) == (State.REPLACED, State.READY)
    assert [private_storage().exists(name) for name in names] == [False, True]
    anew = Archive.objects.get(project=own.project, state=State.WAITING)
    assert anew.asked_by == own.asked_by


def test_a_certificate_of_a_training_programme_lies_sealed_too(person: Person, administrator: Person) -> None:
    session = SessionFactory()
    own, other = ArchiveFactory(project=session.event.project), ArchiveFactory()
    TrainingCertificateFactory(learner=LearnerFactory(team=TeamFactory(cohort=session.cohort), person=person))
    erase_person(person, by=administrator)
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.state, other.state) == (State.REPLACED, State.READY)


def test_an_archive_that_names_them_goes_whosever_project_it_is(person: Person, administrator: Person) -> None:
    named = ArchiveFactory(file=zip_of(index="nekas", page="Runāja ķērsta ŽAGARIŅA par plāniem"))
    other = ArchiveFactory(file=zip_of(index="Runāja Kersta par plāniem"))
    erase_person(person, by=administrator)
    named.refresh_from_db()
    other.refresh_from_db()
    assert (named.state, other.state) == (State.REPLACED, State.READY)


def test_what_is_being_made_meanwhile_is_thrown_away_and_made_again(
    person: Person, administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = ProjectFactory()
    row = Archive.objects.create(project=project)
    true, stored = actions.write_archive, []

    def made_while_somebody_is_erased(*given, **named):  # type: ignore[no-untyped-def]
        done = true(*given, **named)
        if not stored:
            stored.append(True)
            erase_person(person, by=administrator)
        return done

    monkeypatch.setattr(actions, "write_archive", made_while_somebody_is_erased)
    first = actions.make_archive(row.pk)
    assert first is not None
    assert (first.state, first.file.name) == (State.WAITING, "")
    second = actions.make_archive(row.pk)
    assert second is not None
    assert second.state == State.READY


def test_their_name_as_who_asked_goes_with_them(person: Person, administrator: Person) -> None:
    row = ArchiveFactory(asked_by=person)
    erase_person(person, by=administrator)
    row.refresh_from_db()
    assert row.asked_by is None or "Žagariņa" not in str(row.asked_by)
