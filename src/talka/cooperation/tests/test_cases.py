"""A case from its beginning to its end: who begins it, who knows of it, what partners decide."""

import pytest
from django.urls import reverse
from django.utils import translation

from talka.cooperation import access
from talka.cooperation.actions import cases, partners
from talka.cooperation.actions.cases import CaseData
from talka.cooperation.factories import CooperationCaseFactory, MunicipalityFactory, PartnerFactory, two
from talka.cooperation.models import CooperationCase, Partner
from talka.cooperation.queries.lists import cases_of
from talka.cooperation.signals import partner_withdrew
from talka.links.models import Link
from talka.needs.factories import NeedFactory
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.history import deed
from talka.programmes.factories import ProgrammeFactory
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
OPEN = Partner.Openness


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def test_a_voiced_need_becomes_a_case_of_the_planners_municipality(client):
    planner = PersonFactory(with_account=True, organisation=MunicipalityFactory())
    need = NeedFactory(words="Trūkst jurista", event=None, programme=ProgrammeFactory())
    client.force_login(planner.account)
    page = client.get(reverse("needs:need", args=[need.pk]))
    address = f"{reverse('cooperation:new_case')}?need={need.pk}"
    assert address in page.content.decode()
    sent = {"service": "shared-expert", "title_0": "Kopīgs jurists", "title_1": "", "about_0": "", "about_1": ""}
    answer = client.post(address, sent)
    case = CooperationCase.objects.get()
    assert answer.url == reverse("cooperation:case", args=[case.slug])
    assert [(row.organisation, row.role, row.state) for row in case.partners.all()] == [
        (planner.organisation, Partner.Role.INITIATOR, Partner.State.TAKING_PART)
    ]
    assert Link.objects.filter(from_kind="need", from_id=str(need.pk), to_id=str(case.pk)).exists()
    assert "Trūkst jurista" in client.get(answer.url).content.decode()
    assert "Kopīgs jurists" in client.get(reverse("needs:need", args=[need.pk])).content.decode()


def test_a_need_nobody_may_know_of_starts_no_case(planner):
    hidden = NeedFactory(programme__public=False, words="slepeni")
    with pytest.raises(Refusal, match="not known"):
        cases.begin_case(CaseData("Kopā", "waste"), planner.organisation, by=planner, causes=(("need", hidden.pk),))
    assert CooperationCase.objects.count() == 1  # the fixture's own


def test_nobody_begins_a_case_for_another_municipality(planner):
    with pytest.raises(Refusal) as refused:
        cases.begin_case(CaseData("Kopā", "waste"), MunicipalityFactory(), by=planner)
    assert refused.value.status == 403


def test_who_only_says_themselves_where_they_work_begins_nothing():
    person = PersonFactory(with_account=True, organisation=None)
    with deed(person):
        person.organisation = MunicipalityFactory()
        person.save()
    assert not access.may_begin(person)


def test_a_draft_is_its_partners_own(client, case, planner, neighbour, organiser):
    stranger = PersonFactory(with_account=True, organisation=MunicipalityFactory())
    address = reverse("cooperation:case", args=[case.slug])
    for person, status in ((planner, 200), (neighbour, 200), (organiser, 200), (stranger, 404)):
        client.force_login(person.account)
        assert client.get(address).status_code == status, person
        listed = client.get(reverse("cooperation:cases")).content.decode()
        assert (case.slug in listed) == (status == 200)
    cases.publish(case, by=planner)
    client.logout()
    assert client.get(address).status_code == 200


def test_an_invited_partner_reads_and_answers_but_changes_nothing(client, case):
    asked = PartnerFactory(case=case, state=Partner.State.INVITED, answered_on=None)
    person = PersonFactory(with_account=True, organisation=asked.organisation)
    client.force_login(person.account)
    assert client.get(reverse("cooperation:case", args=[case.slug])).status_code == 200
    assert client.get(reverse("cooperation:edit_case", args=[case.slug])).status_code == 404
    answer = client.post(reverse("cooperation:answer", args=[case.slug, asked.pk]), {"answer": "yes", "reason": ""})
    assert answer.status_code == 302
    asked.refresh_from_db()
    assert asked.takes_part
    assert client.get(reverse("cooperation:edit_case", args=[case.slug])).status_code == 200


def test_a_partner_that_declines_does_not_read_the_draft_any_more(client, case):
    asked = PartnerFactory(case=case, state=Partner.State.INVITED, answered_on=None)
    person = PersonFactory(with_account=True, organisation=asked.organisation)
    client.force_login(person.account)
    address = reverse("cooperation:answer", args=[case.slug, asked.pk])
    answer = client.post(address, {"answer": "no", "reason": "Nav laika"})
    assert answer.url == reverse("cooperation:cases")
    assert client.get(reverse("cooperation:case", args=[case.slug])).status_code == 404


def test_a_partner_leaves_with_a_reason_and_the_others_keep_all(
    django_capture_on_commit_callbacks, case, other, neighbour
):
    heard = []
    partner_withdrew.connect(lambda **news: heard.append(news["partner"]), weak=False, dispatch_uid="test")
    try:
        with pytest.raises(Refusal, match="say why"):
            partners.withdraw(other, reason=" ", by=neighbour)
        with django_capture_on_commit_callbacks(execute=True):
            partners.withdraw(other, reason="Dome lēma citādi", by=neighbour)
    finally:
        partner_withdrew.disconnect(dispatch_uid="test")
    other.refresh_from_db()
    assert (other.state, other.reason, heard) == ("withdrawn", "Dome lēma citādi", [other.pk])
    assert not access.may_read_inside(neighbour, case)


def test_who_has_left_does_not_decline_afterwards(case, other, neighbour):
    """An answer from a page that was open since they were asked: why they left would be gone."""
    partners.withdraw(other, reason="Dome lēma citādi", by=neighbour)
    with translation.override("en"), pytest.raises(Refusal, match="left the case already"):
        partners.answer(other, takes_part=False, by=neighbour)
    other.refresh_from_db()
    assert (other.state, other.reason) == ("withdrawn", "Dome lēma citādi")


def test_whom_the_partners_ask_is_told_to_the_partners_alone(client, case, partner, planner):
    partner.focal_point = PersonFactory(organisation=partner.organisation, family_name="Kontaktiņa")
    partner.save()
    cases.publish(case, by=planner)
    address = reverse("cooperation:case", args=[case.slug])
    assert "Kontaktiņa" not in client.get(address).content.decode()
    client.force_login(planner.account)
    assert "Kontaktiņa" in client.get(address).content.decode()


def test_one_partner_does_not_speak_for_another(case, partner, other, planner, organiser):
    PersonFactory(with_account=True, organisation=other.organisation)
    for person in (planner, organiser):
        with pytest.raises(Refusal) as refused:
            partners.withdraw(other, reason="projām", by=person)
        assert refused.value.status == 403


def test_an_organiser_writes_down_what_a_partner_without_accounts_said(case, organiser):
    paper = PartnerFactory(case=case, state=Partner.State.INVITED, answered_on=None)
    partners.answer(paper, takes_part=True, by=organiser)
    paper.refresh_from_db()
    assert paper.takes_part


@pytest.mark.parametrize(
    ("openness", "sees"),
    [
        (OPEN.OWN, {"neighbour"}),
        (OPEN.PARTNERS, {"neighbour", "planner"}),
        (OPEN.PUBLIC, {"neighbour", "planner", "organiser", "admin", "nobody"}),
    ],
)
def test_a_partner_decides_who_sees_its_figures(case, other, planner, neighbour, organiser, openness, sees):
    partners.open_figures(other, openness, by=neighbour)
    other.refresh_from_db()
    admin = PersonFactory(administrator=True)
    asked = {"neighbour": neighbour, "planner": planner, "organiser": organiser, "admin": admin, "nobody": None}
    assert {name for name, person in asked.items() if access.sees_figures(person, other)} == sees


def test_a_made_up_organisation_does_not_join_a_true_case(case, planner):
    with pytest.raises(Refusal, match="made-up"):
        partners.invite(case, OrganisationFactory(illustrative=True), by=planner)


def test_a_merged_organisation_joins_as_the_one_it_went_into(case, planner):
    kept = MunicipalityFactory()
    gone = MunicipalityFactory(merged_into=kept)
    assert partners.invite(case, gone, by=planner).organisation == kept
    with pytest.raises(Refusal, match="already"):
        partners.invite(case, kept, by=planner)


def test_a_stale_form_is_told_so(case, planner):
    cases.change_case(case, CaseData("Jauns", "waste"), version=case.version, by=planner)
    with pytest.raises(Refusal, match="Somebody else"):
        cases.change_case(case, CaseData("Vecs", "waste"), version=case.version, by=planner)


def test_a_case_ends_with_a_reason_and_comes_back_when_taken_away(case, planner):
    with pytest.raises(Refusal, match="why"):
        cases.set_state(case, "dropped", by=planner)
    assert cases.set_state(case, "dropped", by=planner, reason="Nav ieguvuma").state_reason == "Nav ieguvuma"
    cases.retire(case, by=planner)
    assert access.cases_known_to(planner).count() == 0
    case.refresh_from_db()
    with pytest.raises(Refusal, match="taken away"):
        cases.set_state(case, "exploring", by=planner)
    cases.restore(case, by=planner)
    assert access.cases_known_to(planner).count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_a_fixed_number_of_queries(client, django_assert_num_queries, number):
    for _each in range(number):
        case = CooperationCaseFactory(title=two("Kopā", "Together"))
        PartnerFactory.create_batch(number, case=case)
    client.get(reverse("cooperation:cases"))
    with django_assert_num_queries(3):
        client.get(reverse("cooperation:cases"))
    with django_assert_num_queries(5):
        client.get(reverse("cooperation:case", args=[case.slug]))


def test_a_case_is_found_by_words_of_its_title_and_its_partners_in_any_order(case, partner, planner):
    case.title = "Ķieģeļu ceļš"
    case.save()
    name = partner.organisation.name.split()[0]
    assert list(cases_of(planner, words="cels kiegelu")) == [case]
    assert list(cases_of(planner, words=f"{name} ķieģeļu")) == [case]
    assert not cases_of(planner, words="ķieģeļu nav")
