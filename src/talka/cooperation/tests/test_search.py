"""Who is found as a partner and why; and that nobody learns who of fewer than five voiced a need."""

import pytest
from django.urls import reverse
from django.utils import timezone

from talka.cooperation.factories import CooperationCaseFactory, MunicipalityFactory, PartnerFactory
from talka.cooperation.models import Partner
from talka.cooperation.queries.search.asked import Asked, Reason
from talka.cooperation.queries.search.found import search
from talka.indicators.models import Peer
from talka.links.actions import connect
from talka.needs import actions as needs
from talka.needs.factories import voiced_event
from talka.needs.models import Measure
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Organisation
from talka.programmes.factories import ProjectFactory, TeamMemberFactory
from talka.programmes.models import TeamMember
from talka.resources.factories import ResourceFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging, Border

pytestmark = pytest.mark.django_db
Kind = Organisation.Kind


@pytest.fixture
def home():
    return MunicipalityFactory(name="Ābeļu novada pašvaldība")


@pytest.fixture
def planner(home):
    return PersonFactory(with_account=True, organisation=home)


def asked(home, **more):
    return Asked(home=home.area, **more)


def found(home, person, **more):
    matches = search(asked(home, **more), person, timezone.localdate()).matches
    return {match.organisation: [each.reason for each in match.because] for match in matches}


def border(one, other):
    a, b = sorted([one.area, other.area], key=lambda area: area.pk)
    Border.objects.create(a=a, b=b)


def test_neighbours_peers_regions_and_local_partners_are_found_each_with_its_reason(home, planner):
    near, like, both, far = (MunicipalityFactory() for _each in range(4))
    border(home, near)
    border(home, both)
    for rank, other in enumerate((like, both)):
        Peer.objects.create(area=home.area, peer=other.area, rank=rank, distance=1.0)
    region = AreaFactory(kind=Area.Kind.REGION)
    parish = AreaFactory(kind=Area.Kind.PARISH)
    Belonging.objects.create(child=home.area, parent=region)
    Belonging.objects.create(child=parish, parent=home.area)
    planning_region = OrganisationFactory(kind=Kind.REGION, area=region)
    other_region = OrganisationFactory(kind=Kind.REGION, area=AreaFactory(kind=Area.Kind.REGION))
    society = OrganisationFactory(kind=Kind.NGO, area=parish)
    OrganisationFactory(kind=Kind.NGO, area=far.area)
    by = found(home, planner)
    assert by == {
        both.pk: [Reason.NEIGHBOUR, Reason.PEER],
        near.pk: [Reason.NEIGHBOUR],
        like.pk: [Reason.PEER],
        planning_region.pk: [Reason.REGION],
        society.pk: [Reason.LOCAL],
    }
    assert next(iter(by)) == both.pk, "the most reasons first"
    assert list(found(home, planner, reason="peer")) == [both.pk, like.pk]
    assert set(found(home, planner, kind="region")) == {planning_region.pk, other_region.pk}


def test_by_kind_and_name_also_those_without_a_reason_are_found(home, planner):
    ministry = OrganisationFactory(kind=Kind.MINISTRY, name="Viedās attīstības ministrija")
    abroad = OrganisationFactory(kind=Kind.ABROAD, name="Telemarkas apriņķis")
    assert found(home, planner) == {}
    assert found(home, planner, kind="ministry") == {ministry.pk: []}
    assert found(home, planner, words="telemark") == {abroad.pk: []}


def test_who_has_what_is_lacking_is_found_by_words_and_kind_the_owner_too(home, planner):
    other = MunicipalityFactory()
    owner = OrganisationFactory(kind=Kind.COMPANY)
    ResourceFactory(area=other.area, kind="building", title="Tukša skola", owner=owner)
    ResourceFactory(area=home.area, kind="building", title="Mūsu skola")
    ResourceFactory(area=MunicipalityFactory().area, kind="land", title="Lauks")
    assert found(home, planner, lacks="skola") == {other.pk: [Reason.HAS], owner.pk: [Reason.HAS]}
    assert set(found(home, planner, lacks_kind="building")) == {other.pk, owner.pk}
    assert found(home, planner, lacks="peldbaseins") == {}


def test_a_municipality_voiced_a_need_where_five_of_its_people_did_and_is_not_named_where_four_did(home, planner):
    voiced = voiced_event(project=ProjectFactory())
    organiser = PersonFactory(with_account=True)
    TeamMemberFactory(person=organiser, project=voiced.event.project, role=TeamMember.Role.ORGANISER)
    theme = voiced.theme("Trūkst jurista", 9, municipalities=2)  # five of one, four of the other
    need = needs.raise_need(voiced.event, [theme.pk], by=organiser)
    needs.publish_findings(voiced.event, public=True, by=organiser)
    five = theme.cards.order_by("seat__registration__pk").first().seat.registration.organisation
    four = theme.cards.order_by("seat__registration__pk")[1].seat.registration.organisation
    assert found(home, planner, need=need.pk) == {five.pk: [Reason.NEED]}
    administrator = PersonFactory(administrator=True)
    assert four.pk not in found(home, administrator, need=need.pk), "whoever asks"
    assert found(home, planner) == {}, "the need is nobody's of ours"
    case = CooperationCaseFactory()
    PartnerFactory(case=case, organisation=home)
    connect("need", need.pk, "led_to", "cooperation_case", case.pk)
    assert found(home, planner) == {five.pk: [Reason.NEED]}


def test_findings_that_are_not_published_name_nobody(home, planner):
    voiced = voiced_event(project=ProjectFactory())
    organiser = PersonFactory(with_account=True)
    TeamMemberFactory(person=organiser, project=voiced.event.project, role=TeamMember.Role.ORGANISER)
    need = needs.raise_need(voiced.event, [voiced.theme("Trūkst jurista", 6).pk], by=organiser)
    assert found(home, planner, need=need.pk) == {}
    assert len(found(home, organiser, need=need.pk)) == 1


def test_who_proposed_a_measure_for_the_need_and_who_works_on_it_is_found(home, planner):
    voiced = voiced_event(project=ProjectFactory())
    organiser = PersonFactory(with_account=True)
    TeamMemberFactory(person=organiser, project=voiced.event.project, role=TeamMember.Role.ORGANISER)
    need = needs.raise_need(voiced.event, [voiced.theme("Trūkst jurista", 1).pk], by=organiser)
    theme = voiced.theme("Kopīgs jurists", 5, kind="do")
    measure = needs.propose_measure(voiced.event, [theme.pk], by=organiser)
    measure.needs.add(need)
    needs.publish_findings(voiced.event, public=True, by=organiser)
    wrote = theme.cards.order_by("seat__registration__pk").first().seat.registration.organisation
    case = CooperationCaseFactory()
    works = PartnerFactory(case=case).organisation
    PartnerFactory(case=case, state=Partner.State.INVITED, answered_on=None)
    hidden = PartnerFactory(case=CooperationCaseFactory(draft=True))
    for each in (case, hidden.case):
        connect("need", need.pk, "led_to", "cooperation_case", each.pk)
    assert Measure.objects.count() == 1
    by = found(home, planner, need=need.pk)
    assert by == {wrote.pk: [Reason.MEASURE], works.pk: [Reason.WORKS_ON]}, "no draft and nobody who was only asked"


def test_who_cooperates_in_the_service_is_found(home, planner):
    waste = PartnerFactory(case=CooperationCaseFactory(service="waste"))
    PartnerFactory(case=CooperationCaseFactory(service="tourism"))
    PartnerFactory(case=CooperationCaseFactory(service="waste", draft=True))
    left = PartnerFactory(case=waste.case, state=Partner.State.WITHDRAWN, reason="projām")
    assert found(home, planner, service="waste") == {waste.organisation_id: [Reason.SERVICE]}
    assert left.organisation_id not in found(home, planner, service="waste")


def test_made_up_and_true_organisations_are_not_mixed(home, planner):
    made_up = MunicipalityFactory(illustrative=True, area__illustrative=True)
    border(home, made_up)
    assert found(home, planner) == {}


def test_the_page_is_for_those_who_begin_cases(client, home, planner):
    address = reverse("cooperation:partner_search")
    assert client.get(address).status_code == 404
    participant = PersonFactory(with_account=True, organisation=None)
    client.force_login(participant.account)
    assert client.get(address).status_code == 404
    client.force_login(planner.account)
    assert client.get(address).status_code == 200
    assert client.get(address, {"need": "x", "case": "nav", "kind": "?", "area": "nav", "page": "9"}).status_code == 200


def test_from_the_page_one_asks_and_writes(client, home, planner):
    case = CooperationCaseFactory(draft=True)
    PartnerFactory(case=case, organisation=home)
    other, there, asleep = MunicipalityFactory(), MunicipalityFactory(), MunicipalityFactory(website="https://x.test/")
    for each in (other, there, asleep):
        border(home, each)
    PersonFactory(with_account=True, organisation=other, email="slepena@example.test")
    PartnerFactory(case=case, organisation=there)
    client.force_login(planner.account)
    page = client.get(reverse("cooperation:partner_search"), {"case": case.slug}).content.decode()
    assert f"{reverse('cooperation:write_to', args=[other.key])}?case={case.slug}" in page
    assert f'name="organisation" value="{other.pk}"' in page
    assert f'name="organisation" value="{there.pk}"' not in page, "a partner already"
    assert "https://x.test/" in page and reverse("cooperation:write_to", args=[asleep.key]) not in page
    assert "slepena@example.test" not in page
    sent = {"organisation": other.pk, "role": "partner"}
    assert client.post(reverse("cooperation:partners", args=[case.slug]), sent).status_code == 302
    assert case.partners.get(organisation=other).state == "invited"


@pytest.mark.parametrize("number", [1, 3])
def test_the_search_asks_a_fixed_number_of_queries(client, home, planner, number, django_assert_num_queries):
    voiced = voiced_event(project=ProjectFactory())
    organiser = PersonFactory(with_account=True)
    TeamMemberFactory(person=organiser, project=voiced.event.project, role=TeamMember.Role.ORGANISER)
    themes = [voiced.theme(f"Jurists {n}", 5) for n in range(number)]
    need = needs.raise_need(voiced.event, [theme.pk for theme in themes], by=organiser)
    needs.publish_findings(voiced.event, public=True, by=organiser)
    for _each in range(number):
        other = MunicipalityFactory()
        border(home, other)
        ResourceFactory(area=other.area, title="Skola")
        PartnerFactory(case=CooperationCaseFactory(), organisation=other)
    client.force_login(planner.account)
    address = reverse("cooperation:partner_search")
    given = {"need": need.pk, "lacks": "skola", "service": "waste"}
    client.get(address, given)
    with django_assert_num_queries(34):
        client.get(address, given)
