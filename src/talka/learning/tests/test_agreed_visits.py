"""Visits that the two sides agree on: before they are held, when they change, are called off, entered, or fall away."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from talka.learning.actions import agreed_visits, angel_requests, mentoring, proposals
from talka.learning.actions.agreed_visits import AgreedData
from talka.learning.factories.angels import AngelFactory, MentorVisitFactory, ProposalFactory
from talka.learning.models import AngelRequest, MentorVisit
from talka.learning.papers_of_angels import thanks_report
from talka.learning.queries.angels import done_by
from talka.learning.trail_of_angels import show_visits
from talka.letters.models import Letter
from talka.links.registry import steps_forward
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TOMORROW = timezone.localdate() + dt.timedelta(days=1)
DATA = AgreedData(TOMORROW, "Ābeļu dome", "Apskatīt budžeta tabulas", dt.time(10, 30))
SENT = {"day": TOMORROW.isoformat(), "begins": "10:30", "place": "Ābeļu dome", "aims": "Apskatīt budžeta tabulas"}


@pytest.fixture
def asker(asker):
    asker.position = "Plānotāja"
    asker.save(update_fields=["position"])
    return asker


@pytest.fixture
def work(work):
    """Its aims are agreed too."""
    work.aims = "Viena tabula"
    work.save(update_fields=["aims"])
    return work


def told() -> dict[str, str]:
    return {letter.person_ref: letter.text for letter in Letter.objects.all()}


def page_of(client: Client, work: AngelRequest) -> str:
    return client.get(reverse("learning:angel_request", args=[work.pk])).content.decode()


@pytest.mark.parametrize("who", ["asker", "angel", "organiser"])
def test_either_side_writes_it_down_and_the_other_is_told(client, work, asker, angel, organiser, who):
    people = {"asker": asker, "angel": angel.person, "organiser": organiser}
    client.force_login(people[who].account)
    assert client.post(reverse("learning:agree_visit", args=[work.pk]), SENT).status_code == 302
    visit = MentorVisit.objects.get()
    assert (visit.is_agreed, visit.day, visit.begins, visit.angel) == (True, TOMORROW, dt.time(10, 30), angel)
    others = {f"person:{one.key}" for one in (asker, angel.person) if one != people[who]}
    assert set(told()) == others
    for text in told().values():
        for words in ("Ābeļu dome", "Apskatīt budžeta tabulas", "10:30"):
            assert words in text
    for one in people.values():
        client.force_login(one.account)
        page = page_of(client, work)
        assert "Apskatīt budžeta tabulas" in page
        assert "A visit is agreed:" in page
    work.refresh_from_db()
    assert work.state == "agreed", "it is under way once somebody has been there"


def test_another_day_is_told_again_and_a_stale_form_is_told_so(client, work, asker, angel):
    visit = agreed_visits.agree(work, DATA, by=asker)
    Letter.objects.all().delete()
    client.force_login(angel.person.account)
    address = reverse("learning:change_agreed_visit", args=[work.pk, visit.pk])
    assert "Apskatīt budžeta tabulas" in client.get(address).content.decode()
    sent = SENT | {"place": "Bērzu dome", "begins": "", "version": 1}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 409
    visit.refresh_from_db()
    assert (visit.place, visit.begins, visit.version) == ("Bērzu dome", None, 2)
    assert list(told()) == [f"person:{asker.key}"]


def test_it_is_called_off_by_either_side_and_the_other_is_told(client, work, asker, angel):
    for person, other in ((asker, angel.person), (angel.person, asker)):
        visit = agreed_visits.agree(work, DATA, by=person)
        Letter.objects.all().delete()
        client.force_login(person.account)
        for _twice in range(2):
            client.post(reverse("learning:retire_mentor_visit", args=[work.pk, visit.pk]))
        visit.refresh_from_db()
        assert visit.retired_at is not None
        assert list(told()) == [f"person:{other.key}"]
        assert "atcelta" in told()[f"person:{other.key}"]


def test_what_was_done_is_entered_where_it_was_agreed(client, work, asker, angel):
    visit = agreed_visits.agree(work, DATA, by=asker)
    MentorVisit.objects.filter(pk=visit.pk).update(day=timezone.localdate())
    client.force_login(asker.account)
    assert client.get(reverse("learning:edit_mentor_visit", args=[work.pk, visit.pk])).status_code == 404
    client.force_login(angel.person.account)
    assert "Enter what was done" in page_of(client, work)
    sent = {"day": timezone.localdate().isoformat(), "place": "Dome", "done": "Skatījām", "hours": "6.5", "km": 10}
    address = reverse("learning:edit_mentor_visit", args=[work.pk, visit.pk])
    assert client.post(address, sent | {"version": visit.version}).status_code == 302
    visit.refresh_from_db()
    assert (visit.is_agreed, visit.hours, visit.aims) == (False, Decimal("6.5"), "Apskatīt budžeta tabulas")
    work.refresh_from_db()
    assert work.state == "under_way"
    with pytest.raises(Refusal) as refused:
        agreed_visits.change(visit, DATA, version=visit.version, by=asker)
    assert refused.value.status == 409
    assert client.get(reverse("learning:change_agreed_visit", args=[work.pk, visit.pk])).status_code == 404


def test_what_is_only_agreed_counts_nowhere_as_done(work, asker, angel):
    visit = MentorVisitFactory(request=work, agreed=True)
    assert (done_by(angel).visits, done_by(angel).hours) == (0, 0)
    with pytest.raises(Refusal, match="No visit"):
        thanks_report(work)
    assert not show_visits([str(visit.pk)], asker)
    assert steps_forward("angel_request", [str(work.pk)]) == []
    MentorVisitFactory(request=work, hours=2)
    assert done_by(angel).visits == 1
    assert "Apskatīt" not in str(thanks_report(work))


@pytest.mark.parametrize("how", ["withdrawn", "closed", "stepped back", "given to another"])
def test_nothing_is_agreed_any_more_once_it_is_over(client, work, asker, angel, how):
    visit = MentorVisitFactory(request=work, agreed=True)
    held = MentorVisitFactory(request=work, done="APCIEMOJĀM")
    if how == "withdrawn":
        angel_requests.withdraw(work, "Mainījās vadība", by=asker)
    elif how == "closed":
        angel_requests.close(work, "", by=asker)
    else:
        proposals.step_back(work, "Slimoju", by=angel.person)
    if how == "given to another":
        AngelRequest.objects.filter(pk=work.pk).update(angel=AngelFactory(), state="agreed")
    visit.refresh_from_db()
    held.refresh_from_db()
    assert visit.retired_at is not None
    assert held.retired_at is None
    client.force_login(asker.account)
    assert client.get(reverse("learning:change_agreed_visit", args=[work.pk, visit.pk])).status_code == 404
    assert visit.aims not in page_of(client, work)


def test_who_only_agreed_on_a_visit_and_stepped_back_reads_no_more(client, work, angel):
    MentorVisitFactory(request=work, agreed=True)
    proposals.step_back(work, "Slimoju", by=angel.person)
    client.force_login(angel.person.account)
    assert client.get(reverse("learning:angel_request", args=[work.pk])).status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"place": " "}, "place is missing"),
        ({"aims": ""}, "What the visit is for"),
        ({"day": dt.date(2020, 1, 1)}, "has passed"),
    ],
)
def test_what_cannot_be_agreed_is_refused(work, asker, changed, said):
    data = AgreedData(**({name: getattr(DATA, name) for name in DATA.__dataclass_fields__} | changed))
    with translation.override("en"), pytest.raises(Refusal, match=said):
        agreed_visits.agree(work, data, by=asker)
    assert not MentorVisit.objects.exists()
    assert not Letter.objects.exists()


def test_before_an_angel_is_agreed_with_there_is_no_visit_to_agree_on(client, work, asker):
    AngelRequest.objects.filter(pk=work.pk).update(angel=None, state="open")
    work.refresh_from_db()
    client.force_login(asker.account)
    assert client.post(reverse("learning:agree_visit", args=[work.pk]), SENT).status_code == 404
    with translation.override("en"), pytest.raises(Refusal, match="No angel is at work"):
        agreed_visits.agree(work, DATA, by=asker)


def test_only_the_two_sides_and_organisers_agree_and_read(client, work, asker, angel, organiser, stranger, learner):
    visit = MentorVisitFactory(request=work, agreed=True, aims="SLEPENAIS MĒRĶIS")
    proposed = AngelFactory()
    ProposalFactory(request=work, angel=proposed, state="ended")
    addresses = [
        reverse("learning:agree_visit", args=[work.pk]),
        reverse("learning:change_agreed_visit", args=[work.pk, visit.pk]),
    ]
    for person in (None, stranger, learner, proposed.person, PersonFactory(with_account=True)):
        client.logout()
        if person:
            client.force_login(person.account)
        for address in addresses:
            assert client.get(address).status_code == 404
            assert client.post(address, SENT | {"version": 1}).status_code == 404
        assert client.post(reverse("learning:retire_mentor_visit", args=[work.pk, visit.pk])).status_code == 404
        for deed in (
            lambda person=person: agreed_visits.agree(work, DATA, by=person),
            lambda person=person: agreed_visits.change(visit, DATA, version=1, by=person),
            lambda person=person: mentoring.retire_visit(visit, by=person),
        ):
            with pytest.raises(Refusal) as refused:
                deed()
            assert refused.value.status == 403
    for person in (asker, angel.person, organiser):
        client.force_login(person.account)
        assert "SLEPENAIS MĒRĶIS" in client.get(addresses[1]).content.decode()


def test_a_visit_is_agreed_or_held_and_nothing_between(work):
    for wrong in ({"hours": None}, {"done": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MentorVisitFactory(request=work, **wrong)


def test_the_two_sides_see_how_to_write_to_each_other_and_nobody_else_does(client, work, asker, angel, organiser):
    for person, other in ((asker, angel.person), (angel.person, asker)):
        client.force_login(person.account)
        assert f"mailto:{other.email}" in page_of(client, work)
    client.force_login(organiser.account)
    assert "mailto:" not in page_of(client, work).split("<main")[-1]
    for state, angel_then in (("proposed", None), ("closed", angel), ("withdrawn", angel)):
        AngelRequest.objects.filter(pk=work.pk).update(state=state, angel=angel_then, reason="Nav")
        for person in (asker, angel.person):
            client.force_login(person.account)
            assert "mailto:" not in page_of(client, work).split("<main")[-1]


def test_the_angels_own_page_tells_the_next_visit_and_thanks_only_for_visits(client, work, angel):
    visit = MentorVisitFactory(request=work, agreed=True)
    client.force_login(angel.person.account)
    address = reverse("learning:my_angel")
    assert f"{visit.day.day} " in client.get(address).content.decode().split("next visit:")[1][:40]
    AngelRequest.objects.filter(pk=work.pk).update(state="closed")
    assert "thanks.pdf" not in client.get(address).content.decode()
    MentorVisitFactory(request=work)
    assert "thanks.pdf" in client.get(address).content.decode()
