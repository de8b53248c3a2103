"""Somebody with a rare name goes through everything, is erased, and stands nowhere any more: no row, version, job,
letter, file, session or search column holds their name, address or telephone number in any form."""

import datetime as dt
import logging
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import gettext_lazy

from talka.events.factories import AgendaItemFactory, EventFactory
from talka.events.models import Attendance
from talka.people.actions import erase_person, finish_erasures
from talka.people.personal_data import export
from talka.programmes.factories import ProjectFactory, TeamMemberFactory
from talka.resources.models import Resource
from talka.results.actions.retention import forget_past_projects
from talka.ui.declared import acted, declarations, texts
from talka.workshops.models import Message

from . import planted_initiatives
from .everything_kept import search, text_of
from .whole_life import FAMILY, GIVEN, MAIL, STEMS, TODAY, UNTIL, Life, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def life(files: Path) -> Any:
    with time_machine.travel(dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC), tick=True):
        project = ProjectFactory(retention_until=None)
        event = EventFactory(project=project, first_day=TODAY, registration_open=True, starts_at=None, ends_at=None)
        organiser = TeamMemberFactory(project=project).person
        yield Life(event, organiser)


def places(files: Path) -> set[str]:
    return {found.place for found in search(STEMS, files)}


def test_the_search_finds_every_form(life: Life, files: Path) -> None:
    """Else the tests below could not fail."""
    found = places(files)
    for place in (
        "people_person.folded", "people_person.sort_key", "people_personversion.family_name", "people_consent.wording",
        "people_consentversion.wording", "people_import.rows", "people_import.file_name",
        "people_account.email", "account_emailaddress.email", "letters_letter.text", "letters_letter.folded",
        "letters_attachment.content", "events_registration.remark", "events_registrationversion.position",
        "events_certificate.holder", "events_speaker.introduced_as", "events_agendarelease.items",
        "events_presentation.file_name", "workshops_seat.name", "workshops_cardversion.text",
        "resources_resource.contact_name", "resources_resourceversion.contact_phone", "resources_import.rows",
        "needs_needresponse.words", "results_indicatorvalue.file_name", "procrastinate_jobs.args",
    ):  # fmt: skip
        assert place in found, place
    assert sum(place.startswith("file ") for place in found) == 3, (
        "two papers and a table; the photograph was drawn anew"
    )
    assert "zvigurgis pie" in text_of(picture()).casefold(), "what the camera wrote would be found"


def test_erased_the_person_is_found_nowhere(
    life: Life, files: Path, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    with django_capture_on_commit_callbacks(execute=True):
        answer = erase_person(life.person, by=life.administrator, today=TODAY)
    assert answer.kept == [] and answer.until is None
    assert search(STEMS, files) == []
    assert answer.traces == []
    logged = " ".join(record.getMessage() for record in caplog.records if "SELECT" not in record.getMessage())
    assert not [stem for stem in STEMS if stem.casefold() in logged.casefold()]
    assert life.client.get(reverse("people:me")).status_code == 302, "whoever was signed in is so no more"
    assert Resource.objects.count() == 3, "what a place has stays"
    life.group.refresh_from_db()
    assert list(life.group.cards.values_list("text", "seat")) == [("Trūkst ceļu", None)], "the card stays"


def test_what_a_funder_s_rule_locks_stays_until_its_day_and_goes_after_it(
    life: Life, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    project = life.event.project
    project.retention_until = UNTIL
    project.save()
    with django_capture_on_commit_callbacks(execute=True):
        answer = erase_person(life.person, by=life.administrator, today=TODAY)
    assert answer.until == UNTIL and len(answer.kept) == 2, "attendance, and the proof that they uploaded"
    left = places(files)
    assert {place for place in left if not place.startswith("file ")} <= {
        "people_person.given_name", "people_person.family_name", "people_person.folded", "people_person.sort_key",
        "people_person.position", "events_registration.position",
        "results_indicatorvalue.file_name", "results_indicatorvalueversion.file_name",
    }  # fmt: skip
    assert len([place for place in left if place.startswith("file ")]) == 1, "the proof"
    assert not search(["zvigurgi.test", "26997531"], files) or left, "addresses are gone from tables"
    assert not [found for found in search(["zvigurgi.test", "26997531"], files) if not found.place.startswith("file ")]
    assert Attendance.objects.filter(registration__person=life.person).exists()
    with time_machine.travel(dt.datetime(2031, 12, 31, 12, tzinfo=dt.UTC)):
        assert finish_erasures() == 0
    with (
        time_machine.travel(dt.datetime(2032, 1, 1, 12, tzinfo=dt.UTC)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert finish_erasures() == 1
        forget_past_projects()
    assert search(STEMS, files) == []


def test_words_that_others_wrote_are_told_to_the_administrator(life: Life, files: Path) -> None:
    """No machine can tell whose name it is there: they stay, and the answer says where."""
    Message.objects.create(workshop=life.group.workshop, group=life.group, text=f"{GIVEN} {FAMILY}, lūdzu, pie galda!")
    answer = erase_person(life.person, by=life.administrator, today=TODAY)
    assert [(trace.table, trace.column) for trace in answer.traces] == [("workshops_message", "text")]


TOLD = {
    "people.Person": ("people", "person"),
    "people.Account": ("people", "account"),
    "people.Consent": ("people", "consents"),
    "people.PersonalLink": ("people", "personal_links"),
    "letters.Letter": ("people", "letters"),
    "letters.Suppression": ("people", "no_letters"),
    "pghistory.Context": ("people", "earlier_versions"),
    "events.Registration": ("events", gettext_lazy("Registrations")),
    "events.Invitation": ("events", gettext_lazy("Invitations")),
    "events.Certificate": ("events", gettext_lazy("Certificates")),
    "events.Speaker": ("events", gettext_lazy("Talks")),
    "events.Presentation": ("events", gettext_lazy("Presentations that you handed in")),
    "events.AgendaItem_facilitators": ("events", gettext_lazy("Groups and items that you lead")),
    "workshops.Seat": ("workshops", gettext_lazy("places in groups")),
    "workshops.Card": ("workshops", gettext_lazy("cards")),
    "workshops.Ballot": ("workshops", gettext_lazy("votes")),
    "workshops.Call": ("workshops", gettext_lazy("called by groups")),
    "resources.Resource": ("resources", gettext_lazy("Resources you are the contact of")),
    "indicators.FigureImport": ("indicators", gettext_lazy("Tables of figures that you sent")),
    "needs.NeedResponse": ("needs", gettext_lazy("What you said to the wording of needs")),
    "needs.Measure": ("needs", gettext_lazy("Measures you would hold")),
    "programmes.TeamMember": ("programmes", "roles"),
    "results.IndicatorValue": ("results", "values"),
    "protection.Request": ("protection", gettext_lazy("Requests about my data")),
    "protection.Restriction": ("protection", gettext_lazy("My data are left alone")),
}
"""Where the export tells of each declared table in which the person stands."""
WITHIN = {
    "events.Choice", "events.Answer", "events.Attendance",  # with the registration
    "workshops.Sitting", "workshops.Answer", "workshops.Receipt",  # with the seat, by the room's own test
    "letters.Attachment", "workshops.Picture",
    "account.EmailAddress", "mfa.Authenticator", "socialaccount.SocialAccount", "sessions.Session",  # with the account
    "people.Account_groups", "people.Account_user_permissions",  # not used
    "learning.AssessmentAnswer", "learning.AssessmentScore", "learning.SupervisorView", "learning.SupervisorScore",
    # told to the person alone, by the room's own test
    "resources.Import",  # who sent it, by the room's own test
    "cooperation.Approach",  # who wrote it, by the room's own test
    "cooperation.Seat",  # who sits where, by the room's own test
    "people.Merge", "people.Import", "people.FailedCode", "procrastinate.ProcrastinateJob",  # name nobody, or for a day
    "events.SheetImport", "results.Report", "plans.PlanImport", "cooperation.AgreementImport",  # who acted
    "learning.HandInRemark",  # what they said, by the room's own test
    "learning.Staff", "learning.Learner",  # where they learn and what they work for, by the room's own test
    "learning.TrainingCertificate",  # their own, by the room's own test
    "learning.Application", "learning.ApplicationMember", "learning.ApplicationAnswer",  # by the room's own test
    "learning.Scorer", "learning.Score",  # whom they select and with what points, by the room's own test
    "cooperation.ProjectImport",  # who sent it, and whom its rows name, by the room's own test
    "evidence.EvidenceFile", "evidence.Package",  # the same, by the room's own test
    "learning.Angel", "learning.Proposal",  # by the room's own test
    "learning.NetworkPerson",  # where they take part, by the room's own test
    "learning.PlanComment", "learning.Impression",  # what they said and told, by the room's own tests
    "learning.Peer", "learning.TeamNote",  # by the room's own test
    "people.Erasure",  # a key that leads to nobody
    "files", "logs", "backups",
    *planted_initiatives.TOLD_TO_THE_PERSON,
}  # fmt: skip


def test_the_export_tells_of_every_declared_table(life: Life) -> None:
    AgendaItemFactory(event=life.event, key="vada").facilitators.add(life.person)
    told = export(life.person)
    about_people = {
        each.what
        for each in declarations()
        if each.personal.purpose not in {acted("").purpose, texts("").purpose} or each.what in TOLD
    }
    assert about_people <= set(TOLD) | WITHIN, "a declared table that the export does not know"
    for what, (room, heading) in TOLD.items():
        assert told.get(room, {}).get(str(heading)), what


def test_the_export_names_every_table_in_which_the_person_stands(life: Life) -> None:
    told = export(life.person)
    assert set(told) >= {"people", "events", "workshops", "needs", "programmes", "results", "protection"}
    text = str(told)
    for words in (MAIL, "26 997 531", "riekstus", "Trūkst ceļu", "vajag tiltus", "Es, Ksaverijs", "tilti", "saraksts"):
        assert words in text, words
