"""Impressions from being written to being published and taken back: who reads what, and with whose name."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from talka.learning.access import impressions as access
from talka.learning.actions import impressions as actions
from talka.learning.actions.impressions import Agreed, ImpressionData
from talka.learning.factories import LearnerFactory, StaffFactory, TeamFactory
from talka.learning.factories.angels import AngelRequestFactory
from talka.learning.factories.impressions import ImpressionFactory, ImpressionPhotoFactory
from talka.learning.models import Impression, Learner
from talka.learning.queries import impressions as queries
from talka.people.actions import withdraw_consent
from talka.people.factories import PersonFactory
from talka.people.models import Consent
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

SAID = {
    "title": "Gads ar komandu",
    "text": "Vispirms nezinājām, ar ko sākt.",
    "changed": "Nu zinām.",
    "day": "2026-05-05",
}
DATA = ImpressionData("Gads", "Vispirms nezinājām.", dt.date(2026, 5, 5))


@pytest.fixture
def writer(team):
    """Of the first team, with a name that stands nowhere else."""
    person = PersonFactory(with_account=True, family_name="Ksaverijs", organisation=team.organisation)
    return LearnerFactory(team=team, person=person).person


@pytest.fixture
def place(writer):
    return Learner.objects.get(person=writer)


def address(name, *args):
    return reverse(f"learning:{name}", args=args)


def standing(person):
    return {one.kind: one.wording for one in Consent.objects.filter(person=person, withdrawn_at=None)}


def test_somebody_tells_it_and_it_is_published_with_their_name(english, training, writer, place, organiser):
    english.force_login(writer.account)
    assert "Myself" in english.get(address("new_impression")).content.decode()
    sent = SAID | {"voice": f"learner-{place.pk}", "named": "on"}
    assert english.post(address("new_impression"), sent).status_code == 302
    row = Impression.objects.get()
    assert (row.state, row.voice, row.training, row.person) == ("draft", "learner", training, writer)
    told = standing(writer)
    assert set(told) == {"quoting"}
    assert "my name and organisation stand with this story" in told["quoting"]
    assert english.post(address("offer_impression", row.pk)).status_code == 302
    english.force_login(organiser.account)
    assert SAID["title"] in english.get(address("impressions")).content.decode()
    assert english.post(address("publish_impression", row.pk), {"version": 1}).status_code == 302
    english.logout()
    for where in (
        address("impressions"),
        address("impressions") + f"?training={training.slug}",
        address("impression", row.pk),
        address("training", training.slug),
    ):
        page = english.get(where).content.decode()
        assert SAID["title"] in page and "Ksaverijs" in page and SAID["changed"] in page, where
    assert SAID["title"] not in english.get(address("impressions") + "?q=neviens").content.decode()


def test_the_name_goes_the_moment_the_consent_is_taken_back(english, writer, team, training):
    row = ImpressionFactory(team=team, person=writer, published=True, consents=["quoting"])
    pages = (address("impressions"), address("impression", row.pk), address("training", training.slug))
    for where in pages:
        assert "Ksaverijs" in english.get(where).content.decode()
    consent = Consent.objects.get(person=writer)
    english.force_login(writer.account)
    withdraw_consent(consent, by=writer)
    english.logout()
    for where in pages[:2]:
        page = english.get(where).content.decode()
        assert row.title in page and "Somebody who took part" in page
        assert "Ksaverijs" not in page and str(team.organisation) not in page
    assert "Ksaverijs" not in english.get(pages[2]).content.decode()


def test_a_consent_to_another_story_or_of_another_person_does_not_count(writer, team):
    named = ImpressionFactory(team=team, person=writer, published=True, consents=["quoting"])
    other = ImpressionFactory(team=team, person=writer, published=True)
    foreign = ImpressionFactory(published=True)
    Consent.objects.create(
        person=writer, kind="quoting", wording="x", language="lv", subject_kind=access.CONSENT,
        subject_id=str(foreign.pk), given_at=timezone.now(),
    )  # fmt: skip
    assert [one.named for one in queries.told([named, other, foreign])] == [True, False, False]


def test_a_team_s_story_stands_with_the_team_and_no_person(english, writer, place, team):
    english.force_login(writer.account)
    sent = SAID | {"voice": f"team-{place.pk}", "named": "on", "pictured": "on"}
    assert english.post(address("new_impression"), sent).status_code == 302
    row = Impression.objects.get()
    assert row.voice == "team"
    assert set(standing(writer)) == {"photos"}
    actions.offer(row, by=writer)
    actions.publish(row, by=None)
    english.logout()
    page = english.get(address("impression", row.pk)).content.decode()
    assert str(team) in page and "Ksaverijs" not in page


def test_a_knowledge_angel_tells_it_beside_no_training_programme(english, stranger):
    angel = AngelRequestFactory(mentored=True).angel
    programme = angel.mentored.get().programme
    english.force_login(angel.person.account)
    sent = SAID | {"voice": f"angel-{programme.pk}"}
    assert english.post(address("new_impression"), sent).status_code == 302
    row = Impression.objects.get()
    assert (row.voice, row.programme, row.training, row.team) == ("angel", programme, None, None)
    actions.publish(row, by=None)
    english.logout()
    page = english.get(address("impression", row.pk)).content.decode()
    assert "Knowledge angel" in page and angel.person.name not in page
    with pytest.raises(Refusal) as refused:
        actions.write_of_angel(stranger, programme, DATA, agreed=Agreed(), by=stranger)
    assert refused.value.status == 403


def test_whoever_took_no_part_tells_nothing(client, stranger, trainer, writer, place):
    for person in (None, stranger, trainer):
        client.logout()
        if person is not None:
            client.force_login(person.account)
        assert client.get(address("new_impression")).status_code == 404
        assert client.post(address("new_impression"), SAID | {"voice": f"learner-{place.pk}"}).status_code == 404
    other = LearnerFactory().person
    client.force_login(other.account)
    assert client.post(address("new_impression"), SAID | {"voice": f"learner-{place.pk}"}).status_code == 422
    with pytest.raises(Refusal):
        actions.write_of_team(place, DATA, for_team=False, agreed=Agreed(), by=other)
    assert not Impression.objects.exists()


@pytest.mark.parametrize("state", ["draft", "offered", "published"])
def test_who_reads_and_decides(client, training, team, writer, organiser, trainer, coach, stranger, state):
    published = {"published_at": timezone.now()} if state == "published" else {}
    row = ImpressionFactory(team=team, person=writer, state=state, title="ZQSTĀSTS", **published)
    roles = {
        "nobody": None,
        "stranger": stranger,
        "mate": LearnerFactory(team=team).person,
        "trainer": trainer,
        "coach": coach,
        "elsewhere": StaffFactory(role="coordinator").person,
        "coordinator": StaffFactory(training=training, role="coordinator").person,
        "organiser": organiser,
        "administrator": PersonFactory(administrator=True),
        "writer": writer,
    }
    reads = {
        "draft": {"writer"},
        "offered": {"writer", "coordinator", "organiser", "administrator"},
        "published": set(roles),
    }[state]
    decides = {"coordinator", "organiser", "administrator"} if state != "draft" else set()
    for role, person in roles.items():
        client.logout()
        if person is not None:
            client.force_login(person.account)
        assert client.get(address("impression", row.pk)).status_code == (200 if role in reads else 404), role
        assert ("ZQSTĀSTS" in client.get(address("impressions")).content.decode()) == (role in reads), role
        assert client.get(address("give_back_impression", row.pk)).status_code == (200 if role in decides else 404), (
            role
        )
        for name in ("edit_impression", "impression_photos"):
            assert client.get(address(name, row.pk)).status_code == (200 if role == "writer" else 404), (role, name)
        if role != "writer":
            for name in ("offer_impression", "take_back_impression", "remove_impression", "impression_photos"):
                assert client.post(address(name, row.pk)).status_code == 404, (role, name)
        if role not in decides:
            assert client.post(address("publish_impression", row.pk), {"version": 1}).status_code == 404, role
    row.refresh_from_db()
    assert row.state == state


def test_of_a_draft_of_a_training_programme_nothing_is_public(client, training, team):
    row = ImpressionFactory(team=team, published=True, title="ZQSTĀSTS")
    assert client.get(address("impression", row.pk)).status_code == 200
    training.published_at = None
    training.save()
    assert client.get(address("impression", row.pk)).status_code == 404
    assert "ZQSTĀSTS" not in client.get(address("impressions")).content.decode()
    assert client.get(address("impressions") + f"?training={training.slug}").status_code == 404


def test_other_words_of_what_was_published_wait_again(english, writer, team):
    row = ImpressionFactory(team=team, person=writer, published=True)
    english.force_login(writer.account)
    same = {"title": row.title, "text": row.text, "changed": row.changed, "day": row.day.isoformat()}
    assert english.post(address("edit_impression", row.pk), same | {"version": 1, "named": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "published"
    assert set(standing(writer)) == {"quoting"}
    assert english.post(address("edit_impression", row.pk), same | {"version": 1}).status_code == 409
    assert set(standing(writer)) == {"quoting"}, "a stale form takes nothing back"
    answer = english.post(address("edit_impression", row.pk), same | {"version": 2, "text": "Cits"}, follow=True)
    assert "waits until it is published again" in answer.content.decode()
    row.refresh_from_db()
    assert (row.state, row.published_at, standing(writer)) == ("offered", None, {})
    english.logout()
    assert english.get(address("impression", row.pk)).status_code == 404


def test_the_writer_takes_it_back_at_any_time(client, writer, team):
    row = ImpressionFactory(team=team, person=writer, published=True)
    client.force_login(writer.account)
    assert client.post(address("take_back_impression", row.pk)).status_code == 302
    assert client.post(address("take_back_impression", row.pk)).status_code == 302
    assert client.get(address("impression", row.pk)).status_code == 200
    client.logout()
    assert client.get(address("impression", row.pk)).status_code == 404
    row.refresh_from_db()
    assert (row.state, row.published_at) == ("draft", None)


def test_the_writer_deletes_it_and_the_consents_end(client, writer, team):
    row = ImpressionFactory(team=team, person=writer, published=True, consents=["quoting", "photos"])
    client.force_login(writer.account)
    assert client.post(address("remove_impression", row.pk)).status_code == 302
    assert not Impression.objects.exists()
    assert standing(writer) == {}
    assert client.post(address("remove_impression", row.pk)).status_code == 404


def test_a_coordinator_gives_it_back_with_a_word(english, writer, team, organiser):
    row = ImpressionFactory(team=team, person=writer, state="offered")
    english.force_login(organiser.account)
    assert english.post(address("give_back_impression", row.pk), {"answer": " "}).status_code == 422
    answer = english.post(address("give_back_impression", row.pk), {"answer": "Bez kaimiņa vārda, lūdzu."})
    assert answer.status_code == 302
    english.force_login(writer.account)
    assert "Bez kaimiņa vārda" in english.get(address("impression", row.pk)).content.decode()
    actions.offer(row, by=writer)
    row.refresh_from_db()
    assert (row.state, row.answer) == ("offered", "")


def test_nobody_publishes_what_they_have_not_read(writer, team, organiser):
    row = ImpressionFactory(team=team, person=writer, state="offered")
    actions.change_impression(row, DATA, agreed=Agreed(), version=1, by=writer)
    with pytest.raises(Refusal, match="changed the story"):
        actions.publish(row, version=1, by=organiser)
    actions.take_back(row, by=writer)
    with pytest.raises(Refusal, match="taken this story back"):
        actions.publish(row, version=2, by=organiser)
    row.refresh_from_db()
    assert row.state == "draft"


@pytest.mark.parametrize(
    "data",
    [
        ImpressionData(" ", "A", dt.date(2026, 5, 5)),
        ImpressionData("A", " ", dt.date(2026, 5, 5)),
        ImpressionData("A", "x" * 20_001, dt.date(2026, 5, 5)),
        ImpressionData("A", "A", dt.date(2999, 1, 1)),
    ],
)
def test_what_cannot_be_is_refused(writer, place, data):
    with pytest.raises(Refusal):
        actions.write_of_team(place, data, for_team=False, agreed=Agreed("x", "x"), by=writer)
    assert not Impression.objects.exists() and standing(writer) == {}


def test_actions_ask_who_acts(writer, team, organiser, trainer, stranger):
    row = ImpressionFactory(team=team, person=writer, state="offered")
    for deed in (
        lambda: actions.change_impression(row, DATA, agreed=Agreed(), version=1, by=organiser),
        lambda: actions.offer(row, by=organiser),
        lambda: actions.take_back(row, by=organiser),
        lambda: actions.remove(row, by=organiser),
        lambda: actions.publish(row, by=trainer),
        lambda: actions.publish(row, by=writer),
        lambda: actions.give_back(row, "x", by=stranger),
    ):
        with pytest.raises(Refusal) as refused:
            deed()
        assert refused.value.status == 403


@pytest.mark.parametrize("name", ["impressions", "training"])
def test_pages_ask_a_fixed_number_of_queries(client, training, team, writer, organiser, name):
    client.force_login(organiser.account)
    args = [training.slug] if name == "training" else []
    client.get(address(name, *args))  # what the first request after signing in asks besides
    asked = []
    for many in (1, 2):
        for _number in range(many):
            row = ImpressionFactory(team=team, published=True, consents=["quoting", "photos"])
            ImpressionPhotoFactory(impression=row)
            ImpressionFactory(team=team, state="offered")
        with CaptureQueriesContext(connection) as queries_:
            assert client.get(address(name, *args)).status_code == 200
        asked.append(len(queries_))
    assert asked[0] == asked[1] <= 40


def test_beside_a_training_programme_stand_the_newest_three(training, team):
    for number in range(5):
        ImpressionFactory(
            team=team, published=True, title=f"N{number}", published_at=timezone.now() + dt.timedelta(hours=number)
        )
    ImpressionFactory(team=team, state="offered")
    ImpressionFactory(team=TeamFactory(), published=True)
    assert [one.row.title for one in queries.beside(training)] == ["N4", "N3", "N2"]


def test_long_lists_are_paged(client, team):
    for _number in range(40):
        ImpressionFactory(team=team, published=True, text="Vārds " * 500)
    page = client.get(address("impressions")).content
    assert page.count(b'<article class="card"') == 20
    assert len(page) < 60_000
