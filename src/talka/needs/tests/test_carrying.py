"""An accepted measure is held as an event, those who voiced its needs are invited first and hear what came of it."""

import datetime as dt
from decimal import Decimal

import pytest

from talka.events.actions.registration import Applicant, register
from talka.events.factories import EventFactory
from talka.events.models import Cost, Event, Registration
from talka.letters.models import Letter
from talka.needs import actions
from talka.needs.actions.measures import MeasureData
from talka.needs.factories import NeedFactory, voiced_event
from talka.needs.models import FollowUp, Measure, NeedResponse
from talka.needs.queries.became import became_of, own_words, responses_to, spoke_at
from talka.people.factories import PersonFactory
from talka.programmes.factories import BudgetLineFactory, ProjectFactory, TeamMemberFactory
from talka.ui.refusals import Refusal
from talka.workshops.actions import clustering
from talka.workshops.factories import GroupFactory, SeatFactory
from talka.workshops.models import Workshop

pytestmark = pytest.mark.django_db
DAY = dt.date(2031, 5, 15)


@pytest.fixture
def voiced(db):
    return voiced_event()


@pytest.fixture
def organiser(voiced):
    return TeamMemberFactory(programme=voiced.event.project.programme, project=None).person


def _accepted(voiced, organiser, theme, **more):
    """A need of the theme, and a measure that answers it in a follow-up programme that is decided on."""
    need = actions.raise_need(voiced.event, [theme.pk], by=organiser)
    data = MeasureData(
        **{
            "words": "Mācību diena par datiem",
            "kind": "training",
            "planned_eur": Decimal(800),
            "dates": (DAY,),
            "effects": {need.pk: Decimal(1)},
            **more,
        }
    )
    programme = voiced.event.project.programme
    measure = actions.record_measure(programme, data, by=organiser)
    plan = actions.draw_up(programme, actions.FollowUpData(title="Plāns", weighting="equal"), by=organiser)
    actions.compute(plan, by=organiser)
    actions.decide_on(plan, reason="", by=organiser)
    measure.refresh_from_db()
    return need, measure, FollowUp.objects.get(pk=plan.pk)


def test_an_accepted_measure_becomes_a_draft_with_all_that_is_known(voiced, organiser):
    line, expert = BudgetLineFactory(project=voiced.event.project), PersonFactory()
    _need, measure, _plan = _accepted(
        voiced, organiser, voiced.theme("Dati", 6), capacity=24, hours=Decimal(6), days=2, expert=expert,
        budget_line=line, description="Par statistiku",
    )  # fmt: skip
    event = actions.hold_as_event(measure, voiced.event.project, by=organiser)
    measure.refresh_from_db()
    assert (measure.held_as, event.state, event.kind) == (event, "draft", "training")
    assert (event.first_day, event.last_day, event.capacity) == (DAY, DAY + dt.timedelta(days=1), 24)
    assert (event.certificate_hours, event.follows, str(event.summary)) == (6, voiced.event, "Par statistiku")
    cost = Cost.objects.get(event=event)
    assert (cost.planned_eur, cost.budget_line) == (Decimal(800), line)
    assert event.items.filter(speakers__person=expert).count() == 1
    with pytest.raises(Refusal):
        actions.hold_as_event(measure, voiced.event.project, by=organiser)
    assert Event.objects.filter(answers_measures=measure).count() == 1


@pytest.mark.parametrize("kind", ["mentoring", "joint_project", "guidance"])
def test_what_is_no_event_waits_as_an_accepted_measure(client, voiced, organiser, kind):
    _need, measure, _plan = _accepted(voiced, organiser, voiced.theme("Dati", 6), kind=kind)
    with pytest.raises(Refusal):
        actions.hold_as_event(measure, voiced.event.project, by=organiser)
    assert measure.state == "accepted" and Event.objects.count() == 1
    client.force_login(organiser.account)
    page = client.get(f"/measures/{measure.pk}/").content.decode()
    assert f"/measures/{measure.pk}/event/" not in page


def test_what_is_only_proposed_or_of_another_programme_is_not_held(voiced, organiser):
    measure = actions.record_measure(voiced.event.project.programme, MeasureData("Diena", dates=(DAY,)), by=organiser)
    with pytest.raises(Refusal):
        actions.hold_as_event(measure, voiced.event.project, by=organiser)
    _need, accepted, _plan = _accepted(voiced, organiser, voiced.theme("Dati", 6))
    with pytest.raises(Refusal):
        actions.hold_as_event(accepted, ProjectFactory(), by=organiser)
    with pytest.raises(Refusal):
        actions.hold_as_event(accepted, voiced.event.project, by=PersonFactory())
    assert Event.objects.filter(answers_measures__isnull=False).count() == 0


def _held(voiced, organiser, theme, **more):
    need, measure, plan = _accepted(voiced, organiser, theme, **more)
    return need, measure, actions.hold_as_event(measure, voiced.event.project, by=organiser), plan


def test_those_who_voiced_it_are_invited_and_nobody_else(voiced, organiser):
    theme = voiced.theme("Dati", 6)
    others = voiced.theme("Cits", 7)
    _need, _measure, event, _plan = _held(voiced, organiser, theme)
    assert actions.invite_those_who_spoke(event, by=organiser) == 6
    assert actions.invite_those_who_spoke(event, by=organiser) == 0
    invited = set(event.invitations.values_list("person", flat=True))
    spoke = {seat.registration.person_id for seat in voiced.group.seats.filter(cards__cluster=theme)}
    assert invited == spoke and not invited & {
        seat.registration.person_id for seat in voiced.group.seats.filter(cards__cluster=others)
    }
    event.refresh_from_db()
    assert event.invited_first


def test_where_few_spoke_their_whole_group_is_invited_so_that_the_list_tells_nothing(voiced, organiser):
    theme = voiced.theme("Divi", 2)
    voiced.theme("Pārējie", 7)
    elsewhere = SeatFactory(
        group=GroupFactory(workshop=voiced.workshop, number=2),
        registration=Registration.objects.create(
            event=voiced.event, person=PersonFactory(), state="registered", token="cits", code="CITS"
        ),
    )
    _need, _measure, event, _plan = _held(voiced, organiser, theme)
    assert actions.invite_those_who_spoke(event, by=organiser) == 9
    assert not event.invitations.filter(person=elsewhere.registration.person).exists()


def test_without_known_voices_nobody_is_invited(voiced, organiser):
    programme = voiced.event.project.programme
    need = NeedFactory(event=None, programme=programme)
    _n, measure, event, _plan = _held(voiced, organiser, voiced.theme("Dati", 6))
    actions.answer(measure, {need.pk: Decimal(1)}, by=organiser)
    with pytest.raises(Refusal):
        actions.invite_those_who_spoke(event, by=organiser)
    assert not event.invitations.exists()


def test_who_is_invited_may_register_before_all_others_and_only_for_themselves(voiced, organiser, client):
    _need, _measure, event, _plan = _held(voiced, organiser, voiced.theme("Dati", 6))
    actions.invite_those_who_spoke(event, by=organiser)
    event.refresh_from_db()
    event.state = Event.State.PUBLISHED
    event.save()
    invitation = event.invitations.select_related("person", "event").first()
    person = invitation.person
    assert client.get(f"/e/{event.slug}/register/").status_code == 409
    assert client.get(f"/e/{event.slug}/register/?i={invitation.token}").status_code == 200
    assert "?i=" in client.get(f"/i/{invitation.token}/").content.decode()

    def applies(email):
        applicant = Applicant(given_name=person.given_name, family_name=person.family_name, email=email)
        return register(event, applicant, by=None, invitation=invitation)

    with pytest.raises(Refusal):
        applies("cits@example.org")
    assert applies(person.email).registration.person == person
    event.invited_first = False
    event.save()
    assert client.get(f"/e/{event.slug}/register/?i={event.invitations.last().token}").status_code == 409


def test_everybody_who_spoke_gets_one_letter_ever(voiced, organiser):
    theme = voiced.theme("Dati", 6)
    _accepted(voiced, organiser, theme)
    with pytest.raises(Refusal):
        actions.tell_those_who_spoke(voiced.event, by=organiser)
    actions.publish_findings(voiced.event, public=True, by=organiser)
    assert actions.tell_those_who_spoke(voiced.event, by=organiser) == 6
    assert actions.tell_those_who_spoke(voiced.event, by=organiser) == 0
    letters = Letter.objects.filter(kind="became")
    tokens = {registration.token for registration in spoke_at(voiced.event)}
    assert len(letters) == 6 and all(any(f"/r/{token}/words/" in one.text for token in tokens) for one in letters)


def test_many_letters_are_the_workers_and_as_few_as_at_once(voiced, organiser, monkeypatch):
    from talka.needs import jobs
    from talka.needs.actions import responding

    asked = []
    monkeypatch.setattr(responding, "AT_ONCE", 5)
    monkeypatch.setattr(jobs.tell_those_who_spoke, "defer", lambda event: asked.append(event))
    voiced.theme("Dati", 6)
    actions.publish_findings(voiced.event, public=True, by=organiser)
    assert actions.tell_those_who_spoke(voiced.event, by=organiser) == 6
    assert asked == [voiced.event.pk] and not Letter.objects.filter(kind="became").exists()
    for _time in range(2):
        jobs.tell_those_who_spoke(voiced.event.pk)
    assert Letter.objects.filter(kind="became").count() == 6
    assert actions.tell_those_who_spoke(voiced.event, by=organiser) == 0


def _registration(voiced, theme):
    return voiced.group.seats.filter(cards__cluster=theme).first().registration


def test_a_person_sees_what_came_of_their_own_words_and_of_nobody_elses(client, voiced, organiser):
    theme, other = voiced.theme("Dati", 6), voiced.theme("Cits", 5)
    need, measure, plan = _accepted(voiced, organiser, theme)
    hidden = actions.raise_need(voiced.event, [other.pk], words="Cita vajadzība", by=organiser)
    registration = _registration(voiced, theme)
    page = client.get(f"/r/{registration.token}/words/").content.decode()
    own = own_words(registration)
    assert [said.text for said in own.said] == ["Dati: balss 0"]
    assert "Dati: balss 0" in page and need.words in page
    assert "Dati: balss 1" not in page and hidden.words not in page
    assert measure.words not in page
    actions.publish_follow_up(plan, public=True, by=organiser)
    assert measure.words in client.get(f"/r/{registration.token}/words/").content.decode()
    assert client.get("/r/nezinams/words/").status_code == 404


def test_wordings_are_confirmed_or_corrected_by_those_who_spoke_only(client, voiced, organiser):
    theme = voiced.theme("Dati", 6)
    need = actions.raise_need(voiced.event, [theme.pk], by=organiser)
    stranger = _registration(voiced, voiced.theme("Cits", 5))
    seats = list(voiced.group.seats.filter(cards__cluster=theme).select_related("registration"))
    for seat in seats[:4]:
        client.post(f"/r/{seat.registration.token}/words/", {"need": need.pk, "confirm": 1})
    assert responses_to(need).confirmed is None
    client.post(f"/r/{seats[4].registration.token}/words/", {"need": need.pk, "confirm": 1})
    client.post(f"/r/{seats[5].registration.token}/words/", {"need": need.pk, "words": "Dati par manu novadu"})
    told = responses_to(need)
    # Five who confirm and one who does not: told apart, the five would tell of the one.
    assert (told.confirmed, told.corrected) == (None, None)
    assert [one.words for one in told.corrections] == ["Dati par manu novadu"]
    assert client.post(f"/r/{stranger.token}/words/", {"need": need.pk, "confirm": 1}).status_code == 403
    empty = client.post(f"/r/{seats[0].registration.token}/words/", {"need": need.pk, "words": " "})
    assert empty.status_code == 422
    assert NeedResponse.objects.count() == 6
    client.force_login(organiser.account)
    page = client.get(f"/needs/{need.pk}/").content.decode()
    names = [seat.registration.person.name for seat in seats]
    assert "Dati par manu novadu" in page and not [name for name in names if name in page]
    client.post(f"/needs/{need.pk}/wording/", {"response": told.corrections[0].pk, "take": 1})
    need.refresh_from_db()
    assert need.words == "Dati par manu novadu" and not responses_to(need).corrections


def test_a_correction_is_settled_by_organisers_only(client, voiced, organiser):
    need = actions.raise_need(voiced.event, [voiced.theme("Dati", 6).pk], by=organiser)
    actions.publish_findings(voiced.event, public=True, by=organiser)
    row = NeedResponse.objects.create(
        need=need, person=PersonFactory(), confirms=False, wording=need.words, words="Citādi"
    )
    for account in (None, PersonFactory(with_account=True).account):
        if account:
            client.force_login(account)
        assert client.post(f"/needs/{need.pk}/wording/", {"response": row.pk, "take": 1}).status_code == 403
    need.refresh_from_db()
    assert need.words != "Citādi"


def test_what_became_of_it_stands_on_the_page_the_wall_and_the_next_event(client, voiced, organiser):
    theme = voiced.theme("Dati", 6)
    need, measure, event, plan = _held(voiced, organiser, theme)
    declined = actions.raise_need(voiced.event, [voiced.theme("Cits", 5).pk], by=organiser)
    actions.decide(declined, "declined", reason="Nav mūsu spēkos", by=organiser)
    address = f"/e/{voiced.event.slug}/became/"
    assert client.get(address).status_code == 404
    actions.publish_findings(voiced.event, public=True, by=organiser)
    page = client.get(address).content.decode()
    assert need.words in page and "Nav mūsu spēkos" in page and measure.words not in page
    actions.publish_follow_up(plan, public=True, by=organiser)
    page = client.get(address).content.decode()
    assert measure.words in page and f"/e/{event.slug}/" not in page
    event.refresh_from_db()
    event.state = Event.State.PUBLISHED
    event.save()
    assert f"/e/{event.slug}/" in client.get(address).content.decode()
    whole = became_of(voiced.event, None)
    assert (whole.answered, whole.under_way, len(whole.rows)) == (0, 1, 2)
    following = client.get(f"/e/{event.slug}/").content.decode()
    assert address in following
    wall = client.get(f"/e/{event.slug}/since/")
    assert wall.status_code == 200 and need.words in wall.content.decode()
    assert client.get(f"/e/{voiced.event.slug}/since/").status_code == 404


def test_an_event_that_follows_an_unpublished_one_says_nothing_of_it(client, voiced, organiser):
    actions.raise_need(voiced.event, [voiced.theme("Slepena vajadzība", 6).pk], by=organiser)
    event = EventFactory(follows=voiced.event, project=voiced.event.project, state="published")
    assert "Slepena" not in client.get(f"/e/{event.slug}/").content.decode()
    assert client.get(f"/e/{event.slug}/since/").status_code == 404


def test_the_sheet_with_the_code_is_the_organisers(client, voiced, organiser):
    address = f"/e/{voiced.event.slug}/became/sign.pdf"
    assert client.get(address).status_code == 404
    client.force_login(organiser.account)
    answer = client.get(address)
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("number", [1, 3])
def test_pages_of_what_became_ask_as_little_for_three_as_for_one(
    client, voiced, organiser, number, django_assert_max_num_queries
):
    themes = [voiced.theme(f"Temats {place}", 5) for place in range(number)]
    for theme in themes:
        actions.raise_need(voiced.event, [theme.pk], by=organiser)
    actions.publish_findings(voiced.event, public=True, by=organiser)
    client.get(f"/e/{voiced.event.slug}/became/")
    with django_assert_max_num_queries(40) as page:
        client.get(f"/e/{voiced.event.slug}/became/")
    token = _registration(voiced, themes[0]).token
    with django_assert_max_num_queries(40) as own:
        client.get(f"/r/{token}/words/")
    assert (len(page), len(own)) == QUERIES


QUERIES = (5, 12)  # what became of an event's needs, of one's own words


def test_a_measure_is_told_to_those_whose_theme_went_into_another(voiced, organiser):
    first, second = voiced.theme("Diena", 5, kind="do"), voiced.theme("Kurss", 5, kind="do")
    measure = actions.propose_measure(voiced.event, [first.pk], by=organiser)
    Measure.objects.filter(pk=measure.pk).update(state=Measure.State.DONE)
    actions.publish_findings(voiced.event, public=True, by=organiser)
    registration = _registration(voiced, first)
    assert [said.measures for said in own_words(registration).said] == [(measure,)]
    Workshop.objects.update(closed_at=None)
    clustering.merge(first, second, by=organiser)
    assert [said.measures for said in own_words(registration).said] == [(measure,)]
