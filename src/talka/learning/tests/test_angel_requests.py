"""Requests for knowledge angels: who asks, who knows of them, proposals and answers to them, and what goes wrong."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from talka.learning.actions import angel_requests, proposals
from talka.learning.actions.angel_requests import RequestData
from talka.learning.factories.angels import AngelFactory, AngelRequestFactory, MentorVisitFactory, ProposalFactory
from talka.learning.models import AngelRequest, MentorVisit, Proposal
from talka.learning.trail_of_angels import show_requests
from talka.letters.models import Letter
from talka.links.models import Link
from talka.needs.factories import MeasureFactory, NeedFactory
from talka.needs.models import Competence, Measure
from talka.people.actions.erasure import erase_person
from talka.people.factories import OrganisationFactory
from talka.programmes.factories import ProgrammeFactory
from talka.territories.factories import AreaFactory
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


DATA = RequestData("Budžeta sasaiste", "Kā sasaistīt budžetu un programmu", (), ["Budžets"], ["lv"])


@pytest.fixture
def asked(training, asker):
    """Their open request in the organiser's programme."""
    return AngelRequestFactory(programme=training.programme, organisation=asker.organisation, asked_by=asker)


def test_a_need_becomes_a_request_and_the_trail_knows(client, training, asker):
    own = Competence.objects.create(programme=training.programme, key="savs", title="Budžeta prasme", order=1)
    need = NeedFactory(words="Budžets neseko plānam", event=None, programme=training.programme, competence=own)
    client.force_login(asker.account)
    address = f"{reverse('learning:new_angel_request')}?need={need.pk}"
    page = client.get(address).content.decode()
    assert "Budžets neseko plānam" in page
    assert "Budžeta prasme" in page  # the programme's own competence, as a free word
    sent = {
        "programme": training.programme.pk, "organisation": asker.organisation.pk, "title": "Sasaiste",
        "wanted": "Kā?", "words": "Budžets", "languages": ["lv"], "urgency": 4,
    }  # fmt: skip
    answer = client.post(address, sent)
    made = AngelRequest.objects.get()
    assert answer.url == reverse("learning:angel_request", args=[made.pk])
    assert Link.objects.filter(from_kind="need", from_id=str(need.pk), to_kind="angel_request").exists()
    assert "Budžets neseko plānam" in client.get(answer.url).content.decode()
    assert "Sasaiste" in client.get(reverse("needs:need", args=[need.pk])).content.decode()


def test_an_accepted_mentoring_measure_waits_for_a_request(client, training, organiser):
    kept = {"programme": training.programme, "state": Measure.State.ACCEPTED, "event": None}
    one = MeasureFactory(kind="mentoring", words="Mentora vizītes", **kept)
    MeasureFactory(kind="training", words="Mācību diena", **kept)
    client.force_login(organiser.account)
    page = client.get(reverse("learning:angel_requests")).content.decode()
    assert "Mentora vizītes" in page
    assert "Mācību diena" not in page
    causes = (("measure", one.pk),)
    angel_requests.ask(DATA, training.programme, OrganisationFactory(), by=organiser, causes=causes)
    assert "Mentora vizītes" not in client.get(reverse("learning:angel_requests")).content.decode()


def test_nobody_asks_for_others_or_of_what_they_may_not_know(training, asker, stranger, organiser):
    with pytest.raises(Refusal) as refused:
        angel_requests.ask(DATA, training.programme, OrganisationFactory(), by=asker)
    assert refused.value.status == 403
    with pytest.raises(Refusal):
        angel_requests.ask(DATA, ProgrammeFactory(public=False), asker.organisation, by=asker)
    hidden = NeedFactory(programme__public=False, words="slepeni")
    causes = (("need", hidden.pk),)
    with translation.override("en"), pytest.raises(Refusal, match="not known"):
        angel_requests.ask(DATA, training.programme, asker.organisation, by=asker, causes=causes)
    assert not AngelRequest.objects.exists()
    assert angel_requests.ask(DATA, training.programme, OrganisationFactory(), by=organiser).state == "open"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": " "}, "title is missing"),
        ({"wanted": ""}, "wanted is missing"),
        ({"words": ()}, "No topic"),
        ({"languages": ()}, "No language"),
        ({"urgency": 6}, "not known"),
        ({"by_when": dt.date(2020, 1, 1)}, "has passed"),
    ],
)
def test_what_cannot_be_asked_is_refused(training, asker, changed, said):
    data = RequestData(**({name: getattr(DATA, name) for name in DATA.__dataclass_fields__} | changed))
    with translation.override("en"), pytest.raises(Refusal, match=said):
        angel_requests.ask(data, training.programme, asker.organisation, by=asker)


def test_who_is_only_proposed_is_known_to_angel_and_organisers(client, asked, asker, organiser, stranger, angel):
    asked.state = "proposed"
    asked.title = "SLEPENAIS"
    asked.save()
    angel.person.family_name = "Eņģelis"
    angel.person.save()
    row = ProposalFactory(request=asked, angel=angel)
    other = AngelFactory().person
    address = reverse("learning:angel_request", args=[asked.pk])
    seen = [(None, 404, False), (stranger, 404, False), (other, 404, False)]
    seen += [(asker, 200, False), (organiser, 200, True), (angel.person, 200, True)]
    for person, status, name in seen:
        client.logout()
        if person:
            client.force_login(person.account)
        page = client.get(address)
        assert page.status_code == status
        assert ("Eņģelis" in page.content.decode().split("<main")[-1]) is name
        listed = client.get(reverse("learning:angel_requests"))
        assert ("SLEPENAIS" in listed.content.decode()) is (status == 200)
    proposals.say_yes(row, by=angel.person)
    client.force_login(asker.account)
    assert "Eņģelis" in client.get(address).content.decode()


def test_from_asked_to_agreed_by_the_pages(client, asked, asker, organiser, angel):
    client.force_login(organiser.account)
    sent = {"angel": angel.pk, "reason": "Ir darījusi tieši to"}
    assert client.post(reverse("learning:pick_angel", args=[asked.pk]), sent).status_code == 302
    row = Proposal.objects.get()
    assert Letter.objects.filter(person_ref=f"person:{angel.person.key}").count() == 1
    client.force_login(asker.account)
    assert client.post(reverse("learning:proposal_agree", args=[row.pk])).status_code == 404
    assert client.post(reverse("learning:proposal_yes", args=[row.pk])).status_code == 404
    client.force_login(angel.person.account)
    assert "Ir darījusi tieši to" in client.get(reverse("learning:angel_request", args=[asked.pk])).content.decode()
    for _twice in range(2):
        assert client.post(reverse("learning:proposal_yes", args=[row.pk])).status_code == 302
    client.force_login(asker.account)
    assert client.post(reverse("learning:proposal_agree", args=[row.pk])).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.angel) == ("agreed", angel)
    assert Letter.objects.filter(person_ref=f"person:{asker.key}").count() == 1


@pytest.mark.parametrize("who", ["angel", "asker"])
def test_declined_with_a_reason_and_never_proposed_again(client, asked, asker, organiser, angel, who):
    row = proposals.pick(asked, angel, "Zina", by=organiser)
    if who == "asker":
        proposals.say_yes(row, by=angel.person)
    person = angel.person if who == "angel" else asker
    client.force_login(person.account)
    address = reverse("learning:proposal_decline", args=[row.pk])
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Nav laika"}).status_code == 302
    asked.refresh_from_db()
    row.refresh_from_db()
    assert (asked.state, row.reason) == ("open", "Nav laika")
    assert row.state == ("declined" if who == "angel" else "not_wanted")
    with translation.override("en"), pytest.raises(Refusal, match="proposed for each other before"):
        proposals.pick(asked, angel, "Tomēr", by=organiser)
    other = AngelFactory()
    assert proposals.pick(asked, other, "Cits", by=organiser).angel == other
    client.force_login(organiser.account)
    assert "Nav laika" in client.get(reverse("learning:angel_request", args=[asked.pk])).content.decode()
    client.force_login(asker.account)
    assert "Nav laika" not in client.get(reverse("learning:angel_request", args=[asked.pk])).content.decode()


def _language(asked, angel, organiser):
    angel.languages = ["en"]
    angel.save()


def _full(asked, angel, organiser):
    AngelRequestFactory(mentored=True, angel=angel)


def _asked_elsewhere(asked, angel, organiser):
    ProposalFactory(angel=angel)


def _own(asked, angel, organiser):
    angel.person.organisation = asked.organisation
    angel.person.save()


def _merged_own(asked, angel, organiser):
    angel.person.organisation = OrganisationFactory(merged_into=asked.organisation)
    angel.person.save()


def _paused(asked, angel, organiser):
    angel.paused_until = timezone.localdate()
    angel.save()


def _no_consent(asked, angel, organiser):
    angel.person.consents.update(withdrawn_at=timezone.now())


def _elsewhere(asked, angel, organiser):
    asked.area = AreaFactory(kind="municipality")
    asked.save()
    angel.areas.add(AreaFactory(kind="municipality"))


def _made_up(asked, angel, organiser):
    angel.person.illustrative = True
    angel.person.save()


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (_language, "share no language"),
        (_full, "Every place of"),
        (_asked_elsewhere, "Every place of"),
        (_own, "works for the organisation that asks"),
        (_merged_own, "works for the organisation that asks"),
        (_paused, "takes no requests at present"),
        (_no_consent, "did not agree to be proposed"),
        (_elsewhere, "does not go to this place"),
        (_made_up, "Made-up people"),
    ],
)
def test_who_cannot_be_proposed_is_said_why(asked, angel, organiser, bad, said):
    bad(asked, angel, organiser)
    with translation.override("en"), pytest.raises(Refusal, match=said):
        proposals.pick(asked, angel, "Zina", by=organiser)
    assert not Proposal.objects.filter(request=asked).exists()


def test_one_at_a_time_is_proposed(asked, organiser, angel):
    proposals.pick(asked, angel, "Zina", by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="proposed for this request already"):
        proposals.pick(asked, AngelFactory(), "Arī", by=organiser)


def test_withdrawn_after_it_was_agreed_the_angel_is_told_and_visits_are_kept(client, asked, asker, angel):
    AngelRequest.objects.filter(pk=asked.pk).update(state="under_way", angel=angel)
    ProposalFactory(request=asked, angel=angel, state="agreed")
    asked.refresh_from_db()
    MentorVisitFactory(request=asked, done="APCIEMOJĀM")
    with translation.override("en"), pytest.raises(Refusal, match="reason is missing"):
        angel_requests.withdraw(asked, " ", by=asker)
    client.force_login(asker.account)
    sent = {"reason": "Mainījās vadība"}
    for _twice in range(2):
        assert client.post(reverse("learning:withdraw_angel_request", args=[asked.pk]), sent).status_code == 302
    letter = Letter.objects.get(person_ref=f"person:{angel.person.key}")
    assert "Mainījās vadība" in letter.text
    assert MentorVisit.objects.count() == 1
    client.force_login(angel.person.account)
    page = client.get(reverse("learning:angel_request", args=[asked.pk])).content.decode()
    assert "APCIEMOJĀM" in page
    assert "Mainījās vadība" in page


def test_an_angel_erased_mid_way_leaves_visits_and_an_open_request(asked, asker, organiser, angel):
    AngelRequest.objects.filter(pk=asked.pk).update(state="under_way", angel=angel)
    ProposalFactory(request=asked, angel=angel, state="agreed")
    asked.refresh_from_db()
    visit = MentorVisitFactory(request=asked, notes="ILZES PIEZĪMES", hours=5)
    waiting = ProposalFactory(angel=angel, request__programme=asked.programme)
    person = angel.person
    erase_person(person, by=person)
    asked.refresh_from_db()
    visit.refresh_from_db()
    waiting.request.refresh_from_db()
    assert (asked.state, asked.angel) == ("open", None)
    assert (visit.notes, visit.hours, visit.angel) == ("", 5, None)
    assert waiting.request.state == "open"
    assert not Proposal.objects.exists()
    assert "ILZES" not in "".join(visit.versions.values_list("notes", flat=True))
    assert Letter.objects.filter(person_ref=f"person:{asker.key}", about_id=str(asked.pk)).count() == 1
    assert Letter.objects.filter(person_ref=f"person:{organiser.key}").count() == 2


def test_an_angel_who_cannot_go_on_is_not_proposed_again(client, asked, asker, organiser, angel):
    AngelRequest.objects.filter(pk=asked.pk).update(state="agreed", angel=angel)
    ProposalFactory(request=asked, angel=angel, state="agreed")
    asked.refresh_from_db()
    client.force_login(asker.account)
    assert client.get(reverse("learning:step_back", args=[asked.pk])).status_code == 404
    client.force_login(angel.person.account)
    assert client.post(reverse("learning:step_back", args=[asked.pk]), {"reason": "Slimoju"}).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.angel) == ("open", None)
    with translation.override("en"), pytest.raises(Refusal, match="proposed for each other before"):
        proposals.pick(asked, angel, "Tomēr", by=organiser)


def test_a_request_changes_until_somebody_agreed_to_it(client, asked, asker, angel):
    client.force_login(asker.account)
    address = reverse("learning:edit_angel_request", args=[asked.pk])
    sent = {"title": "Cits", "wanted": "Cits", "words": "Tūrisms", "languages": ["en"], "urgency": 2, "version": 1}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 409
    asked.refresh_from_db()
    assert (asked.title, asked.topics, asked.urgency) == ("Cits", ["word:turisms"], 2)
    AngelRequest.objects.filter(pk=asked.pk).update(state="agreed", angel=angel)
    with translation.override("en"), pytest.raises(Refusal, match="has agreed"):
        angel_requests.change(asked, DATA, version=asked.version, by=asker)
    with translation.override("en"), pytest.raises(Refusal, match="Nobody has agreed"):
        angel_requests.close(AngelRequestFactory(organisation=asked.organisation), "", by=asker)
    asked.refresh_from_db()
    assert angel_requests.close(asked, "Paldies", by=asker).state == "closed"


def test_the_trail_tells_a_request_to_those_who_know_of_it(asked, asker, organiser, stranger):
    ids = [str(asked.pk)]
    assert set(show_requests(ids, asker)) == set(show_requests(ids, organiser)) == {str(asked.pk)}
    assert not show_requests(ids, stranger)
    assert not show_requests(ids, None)


def test_a_programmes_own_word_for_an_angel_stands_on_its_requests(client, asked, organiser):
    asked.programme.labels = {"angel": {"en": "Planning mentor", "lv": "Plānošanas mentors"}}
    asked.programme.save()
    client.force_login(organiser.account)
    assert "Planning mentor" in client.get(reverse("learning:angel_request", args=[asked.pk])).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_lists_ask_a_fixed_number_of_queries(client, training, organiser, many):
    for _n in range(many):
        AngelRequestFactory(programme=training.programme)
    client.force_login(organiser.account)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("learning:angel_requests")).status_code == 200
    assert len(asked) == 11
