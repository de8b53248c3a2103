"""To apply: by account and by link, until the deadline; nobody else reads a word."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from talka.learning.actions import applications as actions
from talka.learning.actions.applications import ApplicationData, Asking, Named
from talka.learning.factories.applications import ApplicationFactory, ApplicationMemberFactory
from talka.learning.models import Application, ApplicationAnswer, ApplicationMember, Cohort, Criterion
from talka.learning.queries.applications import door_of
from talka.letters.models import Letter
from talka.people.actions.erasure import erase_person
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.people.personal_data import export
from talka.ui.refusals import Refusal

from .applying_world import (
    DAY,
    close,
    criterion,
    filled,
    fresh,
    last_letter,
    link_in,
    open_cohort,
    posted,
    speaks_for,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def cohort(training):
    criterion(training)
    return open_cohort(training, number=1)


def address(cohort, name="apply", *more):
    return reverse(f"learning:{name}", args=[cohort.training.slug, cohort.number, *more])


def test_somebody_who_may_speak_for_an_organisation_applies(client, cohort):
    person = speaks_for()
    client.force_login(person.account)
    begun = client.post(address(cohort), {"whom": "office", "name": ""})
    row = Application.objects.get()
    assert begun.url == reverse("learning:own_application", args=[row.pk])
    assert (row.organisation, row.name, row.number) == (person.organisation, person.organisation.name, None)
    client.post(begun.url, filled(row, send=False, motivation=""))
    assert "It has not been sent yet" in client.get(begun.url).content.decode()
    row.refresh_from_db()
    assert row.sent_at is None and row.members.count() == 1
    client.post(begun.url, filled(row))
    row.refresh_from_db()
    assert row.number == 1 and row.standing
    assert [one.words for one in row.answers.all()] == ["Par: Gatavība"]
    letter = last_letter(person.email)
    assert "no. 1" in letter.subject and "link/" not in letter.text, "who has an account needs no secret link"
    assert "The number of your application is 1" in client.get(begun.url).content.decode()


def test_a_community_without_account_applies_by_the_link_from_a_letter(client, cohort):
    organisations = Organisation.objects.count()
    who = {"given_name": "Anna", "family_name": "Ozola", "email": "anna@ozoli.test", "name": "Madlienas kopiena"}
    client.post(address(cohort), who)
    row = Application.objects.get()
    assert row.person.email == "anna@ozoli.test" and row.organisation is None
    link = link_in(last_letter("anna@ozoli.test"))
    client.post(link, filled(row))
    row.refresh_from_db()
    assert row.standing and Organisation.objects.count() == organisations, "entered when it is selected, not before"
    link = link_in(last_letter("anna@ozoli.test"))
    client.post(link, filled(row, motivation="Citādi"))
    row.refresh_from_db()
    assert (row.motivation, row.number) == ("Citādi", 1)
    client.post(link + "withdraw/")
    row.refresh_from_db()
    assert row.withdrawn_at and row.motivation == "" and not ApplicationMember.objects.exists()
    assert not ApplicationAnswer.objects.exists()
    assert not row.versions.exclude(motivation="").exists(), "versions are emptied too"
    assert "withdrawn" in last_letter().subject
    assert "was withdrawn" in client.get(link).content.decode()
    assert client.post(link, filled(row)).status_code == 410


def test_whoever_begins_again_is_led_to_their_own(client, cohort):
    who = {"given_name": "Anna", "family_name": "Ozola", "email": "anna@ozoli.test", "name": "Madlienas kopiena"}
    client.post(address(cohort), who)
    client.post(address(cohort), who | {"name": "madlienas KOPIENA"})
    assert Application.objects.count() == 1
    assert "begun an application already" in last_letter().subject
    person = speaks_for()
    client.force_login(person.account)
    asked = {"whom": "office", "name": ""}
    assert client.post(address(cohort), asked).url == client.post(address(cohort), asked).url


def test_the_second_of_an_organisation_is_told_without_a_word_of_the_first(client, cohort):
    first, second = speaks_for(), None
    second = speaks_for(first.organisation)
    posted(cohort, 1, person=first, organisation=first.organisation, name=first.organisation.name, motivation="SLEPENI")
    client.force_login(second.account)
    page = client.post(address(cohort), {"whom": "office", "name": ""})
    text = page.content.decode()
    assert page.status_code == 409 and "has been sent to this cohort already" in text
    assert "SLEPENI" not in text and first.family_name not in text
    assert Application.objects.count() == 1


def test_of_two_drafts_the_one_that_is_sent_first_counts_and_the_other_is_kept(client, cohort):
    first = speaks_for()
    second = speaks_for(first.organisation)
    rows = [actions.begin(cohort, Asking(own_office=True), by=person).application for person in (first, second)]
    assert rows[0].pk != rows[1].pk, "a draft blocks nobody"
    for person, row in zip((first, second), rows, strict=True):
        client.force_login(person.account)
        page = client.post(reverse("learning:own_application", args=[row.pk]), filled(row, motivation="Mūsu vārdi"))
    assert page.status_code == 409 and "sent to this cohort already" in page.content.decode()
    assert fresh(rows[0]).standing
    assert fresh(rows[1]).sent_at is None and fresh(rows[1]).motivation == "Mūsu vārdi"


def test_two_communities_of_one_name_apply_once(cohort):
    posted(cohort, 1, name="Ezera kopiena")
    with translation.override("en"), pytest.raises(Refusal, match="already"):
        actions.begin(cohort, Asking(name="EZERA  kopiena"), by=PersonFactory(with_account=True))


def test_an_organisation_whose_name_stands_already_is_told_so_and_its_draft_is_kept(cohort):
    """A stranger was faster under its name; one name stands once."""
    person = speaks_for()
    row = actions.begin(cohort, Asking(own_office=True), by=person).application
    posted(cohort, 1, name=row.name, folded=row.folded)
    answers = {one.pk: "Mūsu" for one in Criterion.objects.all()}
    data = ApplicationData("", None, "Madliena", "Gribam", True, [Named("Ilze", "Kalniņa", "i@k.test")], answers)
    saved = actions.save(fresh(row), data, send=True, version=1, by=person)
    assert not saved.sent and "sent to this cohort already" in saved.why_not.what
    assert fresh(row).motivation == "Gribam"
    with pytest.raises(Refusal, match="sent to this cohort already"):
        actions.begin(cohort, Asking(own_office=True), by=speaks_for(OrganisationFactory(name=row.name)))


def test_a_deadline_that_passes_while_writing_loses_nothing(client, cohort):
    person = PersonFactory(with_account=True)
    client.force_login(person.account)
    draft = actions.begin(cohort, Asking(name="Ezera kopiena"), by=person).application
    sent = posted(cohort, 7, person=person)
    close(cohort)
    page = client.post(reverse("learning:own_application", args=[draft.pk]), filled(draft, motivation="Ilgi rakstīts"))
    text = page.content.decode()
    assert page.status_code == 409 and "kept as a draft" in text and "Ilgi rakstīts" in text
    assert fresh(draft).motivation == "Ilgi rakstīts" and fresh(draft).sent_at is None
    page = client.post(reverse("learning:own_application", args=[sent.pk]), filled(sent, motivation="Par vēlu"))
    text = page.content.decode()
    assert page.status_code == 409 and "stands as it was" in text and "Par vēlu" in text
    assert fresh(sent).motivation == "Gribam mācīties"
    Cohort.objects.filter(pk=cohort.pk).update(apply_until=timezone.now() + DAY)
    client.post(reverse("learning:own_application", args=[draft.pk]), filled(draft))
    assert fresh(draft).standing and fresh(draft).number == 8, "a deadline that is put off opens it again"


def test_the_window_is_told_in_the_time_of_the_place(cohort):
    Cohort.objects.filter(pk=cohort.pk).update(
        apply_from=dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC), apply_until=dt.datetime(2026, 7, 1, 20, 59, tzinfo=dt.UTC)
    )
    cohort.refresh_from_db()
    before = door_of(cohort, dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
    assert not before.open and "1 March 2026 at 10:00 (Riga time)" in str(before.what)
    during = door_of(cohort, dt.datetime(2026, 7, 1, 20, 58, 59, tzinfo=dt.UTC))
    assert during.open and during.until == "1 July 2026 at 23:59 (Riga time)"
    after = door_of(cohort, dt.datetime(2026, 7, 1, 20, 59, tzinfo=dt.UTC))
    assert not after.open and "closed on 1 July 2026 at 23:59" in str(after.what)
    with translation.override("en"), pytest.raises(Refusal, match=r"not open yet|closed"):
        actions.begin(cohort, Asking(name="A"), by=PersonFactory())


def test_a_closed_or_absent_window_takes_nothing(client, training, cohort):
    close(cohort)
    page = client.get(address(cohort)).content.decode()
    assert "Applications closed on" in page and 'name="email"' not in page
    who = {"given_name": "A", "family_name": "B", "email": "a@b.test", "name": "C"}
    assert client.post(address(cohort), who).status_code == 409
    assert not Application.objects.exists() and not Person.objects.filter(email="a@b.test").exists()
    Cohort.objects.filter(pk=cohort.pk).update(apply_from=None, apply_until=None)
    assert client.get(address(cohort)).status_code == 404


@pytest.mark.parametrize(
    ("more", "field", "lacks"),
    [
        ({"motivation": " "}, "motivation", "Missing yet."),
        ({"agreed": ""}, "agreed", "Missing yet."),
        ({"email_1": ""}, "email_1", "Missing yet: an e-mail for each person of the team."),
        ({"place": ""}, "place", "Missing yet."),
        ({"family_1": "", "given_1": "", "email_1": ""}, "given_1", "Missing yet: somebody for the team."),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_the_rest_kept(client, cohort, more, field, lacks):
    person = PersonFactory(with_account=True)
    client.force_login(person.account)
    row = actions.begin(cohort, Asking(name="Ezera kopiena"), by=person).application
    answer = next(iter(f"answer_{one.pk}" for one in Criterion.objects.all()))
    page = client.post(
        reverse("learning:own_application", args=[row.pk]), filled(row, **more, **{answer: "Mūsu plāns"})
    )
    assert page.status_code == 422
    text = page.content.decode()
    summary = text.split("error-summary")[1].split("</div>")[0]
    assert "What you wrote is kept as a draft" in summary
    assert summary.count("href=") == 1 and f'href="#id_{field}"' in summary, "led there, and nowhere else"
    assert text.count(lacks) == 2, "in the summary and at the field"
    assert fresh(row).sent_at is None and fresh(row).answers.get().words == "Mūsu plāns"
    assert "Mūsu plāns" in text and f'name="version" value="{fresh(row).version}"' in text


def test_an_answer_that_is_missing_is_said_at_its_criterion(client, cohort):
    person = PersonFactory(with_account=True)
    client.force_login(person.account)
    row = actions.begin(cohort, Asking(name="Ezera kopiena"), by=person).application
    answer = f"answer_{Criterion.objects.get().pk}"
    path = reverse("learning:own_application", args=[row.pk])
    page = client.post(path, filled(row, **{answer: ""}))
    assert page.status_code == 422 and f'href="#id_{answer}"' in page.content.decode()
    assert client.post(path, filled(row)).status_code == 302, "what stands in the form after that can be sent"


def test_a_team_larger_than_allowed_is_kept_and_not_sent(client, cohort):
    person = PersonFactory(with_account=True)
    client.force_login(person.account)
    row = actions.begin(cohort, Asking(name="Ezera kopiena"), by=person).application
    more = {}
    for n in (2, 3):
        more |= {f"given_{n}": "Jānis", f"family_{n}": f"Bērziņš{n}", f"email_{n}": f"j{n}@example.test"}
    page = client.post(reverse("learning:own_application", args=[row.pk]), filled(row, **more))
    assert page.status_code == 422 and "at most 2 people" in page.content.decode()
    assert fresh(row).members.count() == 3 and fresh(row).sent_at is None


def test_a_stale_form_and_a_text_too_long_are_told_so(cohort):
    person = PersonFactory(with_account=True)
    row = actions.begin(cohort, Asking(name="Ezera kopiena"), by=person).application
    actions.save(row, ApplicationData(motivation="Pirmais"), send=False, version=1, by=person)
    with translation.override("en"), pytest.raises(Refusal, match="Somebody else"):
        actions.save(row, ApplicationData(motivation="Otrais"), send=False, version=1, by=person)
    with translation.override("en"), pytest.raises(Refusal, match="too long"):
        actions.save(row, ApplicationData(motivation="a" * 5001), send=False, version=2, by=person)
    assert fresh(row).motivation == "Pirmais"


def test_nobody_says_by_themselves_for_whom_they_speak(client, cohort):
    nobody = PersonFactory(with_account=True, organisation=None)
    boaster = PersonFactory(with_account=True, organisation=None)
    with deed(boaster):
        boaster.organisation = OrganisationFactory()
        boaster.save()
    for person in (nobody, boaster):
        with translation.override("en"), pytest.raises(Refusal, match="may speak") as refused:
            actions.begin(cohort, Asking(own_office=True), by=person)
        assert refused.value.status == 403
        client.force_login(person.account)
        assert 'name="whom"' not in client.get(address(cohort)).content.decode()


def test_a_stranger_s_form_changes_nothing_that_is_known(client, cohort):
    known = PersonFactory(given_name="Anna", family_name="Ozola", email="anna@ozoli.test", phone="123456")
    client.post(
        address(cohort), {"given_name": "Anna", "family_name": "Ozola", "email": "anna@ozoli.test", "name": "Kopiena"}
    )
    assert Application.objects.get().person == known
    client.post(
        address(cohort), {"given_name": "Jānis", "family_name": "Ozols", "email": "anna@ozoli.test", "name": "Cita"}
    )
    known.refresh_from_db()
    assert (known.given_name, known.phone) == ("Anna", "123456")
    assert Application.objects.exclude(person=known).get().person.given_name == "Jānis"


def test_letters_are_not_sent_without_end(client, cohort, monkeypatch):
    monkeypatch.setattr("talka.learning.views.applying.too_many", lambda *_: True)
    who = {"given_name": "A", "family_name": "B", "email": "a@b.test", "name": "C"}
    assert client.post(address(cohort), who).status_code == 429
    assert not Letter.objects.exists()


def test_each_sees_their_own_alone(client, cohort, organiser, trainer, learner, stranger):
    row = ApplicationFactory(cohort=cohort, motivation="SLEPENI")
    ApplicationMemberFactory(application=row, family_name="Noslēpuma")
    own = reverse("learning:own_application", args=[row.pk])
    inside = [address(cohort, "applications"), address(cohort, "application", row.pk), address(cohort, "selection")]
    inside += [f"{address(cohort, 'applications')[:-1]}.{ending}" for ending in ("xlsx", "csv")]
    for person in (None, stranger, learner, trainer, organiser, row.person):
        client.logout()
        if person:
            client.force_login(person.account)
        mine = person == row.person
        assert client.get(own).status_code == (200 if mine else 404)
        assert client.post(own, {"motivation": "x"}).status_code == (422 if mine else 404)
        for each in inside:
            page = client.get(each)
            assert page.status_code == (
                200 if person == organiser and "/applications/" + str(row.pk) not in each else 404
            )
            assert b"SLEPENI" not in page.content and "Noslēpuma".encode() not in page.content
        assert client.post(reverse("learning:withdraw_own_application", args=[row.pk])).status_code == (
            302 if mine else 404
        )


def test_a_link_opens_its_own_application_only(client, cohort):
    who = {"given_name": "Anna", "family_name": "Ozola", "email": "anna@ozoli.test", "name": "Madlienas kopiena"}
    client.post(address(cohort), who)
    link = link_in(last_letter())
    other = ApplicationFactory(cohort=cohort, motivation="SLEPENI")
    row = Application.objects.exclude(pk=other.pk).get()
    swapped = link.replace(f"/{row.pk}/", f"/{other.pk}/")
    assert client.get(link).status_code == 200
    for wrong in (swapped, link[:-4] + "abc/", reverse("learning:application_by_link", args=[row.pk, "x"])):
        assert client.get(wrong).status_code == 404
        assert client.post(wrong, {"motivation": "x"}).status_code == 404
        assert client.post(wrong + "withdraw/").status_code == 404
    erase_person(row.person, by=None)
    assert client.get(link).status_code == 404


def test_a_coordinator_sees_who_has_not_sent_and_no_word_of_it(client, cohort, organiser):
    draft = ApplicationFactory(cohort=cohort, name="Melnraksta kopiena", motivation="SLEPENI")
    row = posted(cohort, 3, name="Ezera kopiena", motivation="Lasāmi vārdi")
    client.force_login(organiser.account)
    page = client.get(address(cohort, "applications")).content.decode()
    assert "Melnraksta kopiena" in page and draft.person.email in page and "SLEPENI" not in page
    assert client.get(address(cohort, "application", draft.pk)).status_code == 404
    assert "Lasāmi vārdi" in client.get(address(cohort, "application", row.pk)).content.decode()


def test_an_erased_applicant_leaves_no_word(cohort):
    row = posted(cohort, 1, motivation="Es, Ilze, gribu")
    data = ApplicationData(
        row.name,
        None,
        "Madliena",
        "Es, Ilze, gribu mācīties",
        True,
        [Named("Ilze", "Kalniņa", "i@k.test")],
        {one.pk: "Manis rakstīts" for one in Criterion.objects.all()},
    )
    actions.save(fresh(row), data, send=True, version=1, by=row.person)
    erase_person(row.person, by=None)
    row = fresh(row)
    assert row.withdrawn_at and row.motivation == "" and not row.members.exists() and not row.answers.exists()
    assert not row.versions.exclude(motivation="").exists()


def test_somebody_named_for_a_team_can_go_and_is_told_of_it(cohort):
    named = PersonFactory(given_name="Zane", family_name="Liepa", email="zane@liepas.test")
    row = posted(cohort, 1)
    ApplicationMemberFactory(application=row, given_name="Zane", family_name="Liepa", email="zane@liepas.test")
    told = str(export(named))
    assert row.name in told and "Gribam mācīties" not in told
    assert "Gribam mācīties" in str(export(row.person))
    erase_person(named, by=None)
    assert not ApplicationMember.objects.filter(family_name="Liepa").exists()
    assert fresh(row).standing and row.members.count() == 1
