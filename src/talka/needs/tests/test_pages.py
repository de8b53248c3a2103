"""Who sees which page, with words and figures that could leak."""

from decimal import Decimal

import pytest

from talka.needs import actions
from talka.needs.factories import NeedFactory, voiced_event
from talka.needs.models import Answering
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProjectFactory, TeamMemberFactory
from talka.programmes.models import TeamMember
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
SECRET = "Slepens vārds"


@pytest.fixture
def voiced(db):
    return voiced_event()


def _person(voiced, role):
    if role == "nobody":
        return None
    if role == "outsider":
        return PersonFactory(with_account=True)
    if role == "organiser elsewhere":
        return TeamMemberFactory().person
    if role == "administrator":
        person = PersonFactory(with_account=True)
        person.account.is_staff = True
        person.account.save()
        return person
    return TeamMemberFactory(project=voiced.event.project, role=role).person


TEAM = [TeamMember.Role.ORGANISER, TeamMember.Role.FACILITATOR, TeamMember.Role.AUDITOR, TeamMember.Role.VIEWER]
OTHERS = ["nobody", "outsider", "organiser elsewhere"]


@pytest.mark.parametrize("role", [*OTHERS, *TEAM, "administrator"])
def test_findings_are_the_teams_until_published(client, voiced, role):
    organiser = TeamMemberFactory(project=voiced.event.project).person
    need = actions.raise_need(voiced.event, [voiced.theme(SECRET, 5).pk], by=organiser)
    measure = actions.propose_measure(voiced.event, [voiced.theme(SECRET, 5, kind="do").pk], by=organiser)
    person = _person(voiced, role)
    if person:
        client.force_login(person.account)
    slug = voiced.event.slug
    pages = [f"/needs/{need.pk}/", f"/measures/{measure.pk}/", f"/e/{slug}/findings/", f"/trail/need/{need.pk}/"]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == (404 if role in OTHERS else 200), page
        assert (SECRET in answer.content.decode()) == (role not in OTHERS), page
    actions.publish_findings(voiced.event, public=True, by=organiser)
    for page in pages:
        assert SECRET in client.get(page).content.decode(), page


@pytest.mark.parametrize("role", [*OTHERS, *TEAM, "administrator"])
def test_only_organisers_open_and_post_to_the_shaping_page(client, voiced, role):
    organiser = TeamMemberFactory(project=voiced.event.project).person
    theme = voiced.theme(SECRET, 5)
    need = actions.raise_need(voiced.event, [theme.pk], by=organiser)
    actions.publish_findings(voiced.event, public=True, by=organiser)
    person = _person(voiced, role)
    if person:
        client.force_login(person.account)
    allowed = role in (TeamMember.Role.ORGANISER, "administrator")
    base = f"/e/{voiced.event.slug}/needs/"
    assert client.get(base).status_code == (200 if allowed else 404)
    for address in ("take-over/", "text/", "publish/"):
        assert client.post(base + address, {"version": 1}).status_code in ((302, 422) if allowed else (404,))
    answer = client.post(f"/needs/{need.pk}/words/", {"words": "Pārrakstīts"})
    need.refresh_from_db()
    assert (need.words == "Pārrakstīts") == allowed
    if not allowed:
        assert answer.status_code in (403, 404)


def test_cards_for_the_group_only_are_not_quoted_outside(client):
    voiced = voiced_event(audience="group")
    organiser = TeamMemberFactory(project=voiced.event.project).person
    need = actions.raise_need(voiced.event, [voiced.theme("Temats", 5).pk], by=organiser)
    actions.publish_findings(voiced.event, public=True, by=organiser)
    assert "balss 0" not in client.get(f"/needs/{need.pk}/").content.decode()
    for role, told in (("viewer", False), ("auditor", False), ("facilitator", True), ("organiser", True)):
        client.force_login(TeamMemberFactory(project=voiced.event.project, role=role).person.account)
        for page in (f"/needs/{need.pk}/", f"/trail/need/{need.pk}/"):
            assert ("balss 0" in client.get(page).content.decode()) == told, (role, page)


@pytest.mark.parametrize("number", [1, 3])
def test_findings_take_a_fixed_number_of_queries(client, voiced, number, django_assert_max_num_queries):
    organiser = TeamMemberFactory(project=voiced.event.project).person
    for place in range(number):
        actions.raise_need(voiced.event, [voiced.theme(f"Temats {place}", 5).pk], by=organiser)
    client.force_login(organiser.account)
    with django_assert_max_num_queries(45) as page:
        client.get(f"/e/{voiced.event.slug}/findings/")
    with django_assert_max_num_queries(45) as shape:
        client.get(f"/e/{voiced.event.slug}/needs/")
    assert (len(page), len(shape)) == QUERIES


QUERIES = (32, 35)  # findings page, shaping page


def test_names_of_participants_stand_on_no_page(client, voiced):
    organiser = TeamMemberFactory(project=voiced.event.project).person
    need = actions.raise_need(voiced.event, [voiced.theme("Temats", 5).pk], by=organiser)
    names = [seat.registration.person.name for seat in voiced.group.seats.select_related("registration__person")]
    client.force_login(organiser.account)
    for page in (f"/needs/{need.pk}/", f"/trail/need/{need.pk}/", f"/e/{voiced.event.slug}/findings/"):
        text = client.get(page).content.decode()
        assert not [name for name in names if name in text]


def test_a_merged_need_leads_to_the_one_that_stands(client, voiced):
    organiser = TeamMemberFactory(project=voiced.event.project).person
    first = actions.raise_need(voiced.event, [voiced.theme("A", 5).pk], by=organiser)
    second = actions.raise_need(voiced.event, [voiced.theme("B", 5).pk], by=organiser)
    client.force_login(organiser.account)
    answer = client.post(f"/needs/{first.pk}/merge/", {"into": second.pk})
    assert answer.headers["Location"] == f"/needs/{second.pk}/"
    assert client.get(f"/needs/{first.pk}/").headers["Location"] == f"/needs/{second.pk}/"
    assert client.post(f"/needs/{second.pk}/merge/", {"into": "zzz"}).status_code == 422


def test_a_foreign_need_that_is_not_published_is_neither_named_nor_offered_nor_unlinked(client, voiced):
    organiser = TeamMemberFactory(project=voiced.event.project).person
    measure = actions.propose_measure(voiced.event, [voiced.theme("Diena", 5, kind="do").pk], by=organiser)
    actions.publish_findings(voiced.event, public=True, by=organiser)
    programme = voiced.event.project.programme
    foreign = voiced_event(project=ProjectFactory(programme=programme))
    hidden = NeedFactory(event=foreign.event, words=SECRET)
    Answering.objects.create(measure=measure, need=hidden)
    client.force_login(organiser.account)
    for page in (f"/measures/{measure.pk}/", f"/e/{voiced.event.slug}/findings/", f"/trail/measure/{measure.pk}/"):
        assert SECRET not in client.get(page).content.decode(), page
    assert SECRET not in client.get(f"/measures/{measure.pk}/edit/").content.decode()
    given = {"version": 1, "words": measure.words, "kind": "training", "days": 1, f"need-{hidden.pk}": 50}
    assert client.post(f"/measures/{measure.pk}/edit/", given).status_code == 302
    assert measure.answerings.get(need=hidden).effect == 1
    with pytest.raises(Refusal):
        actions.answer(measure, {hidden.pk: Decimal(1)}, by=organiser)
    actions.publish_findings(foreign.event, public=True, by=TeamMemberFactory(project=foreign.event.project).person)
    assert SECRET in client.get(f"/measures/{measure.pk}/").content.decode()
