"""The guide as people read it: without signing in, in both languages, with the law beside each sentence."""

import pytest
from django.urls import reverse

from talka.cooperation.factories import CooperationCaseFactory, MunicipalityFactory
from talka.cooperation.law import register
from talka.cooperation.queries import law
from talka.people.factories import PersonFactory

pytestmark = pytest.mark.django_db
FORMS = reverse("cooperation:forms")
SERVICES = reverse("cooperation:services")


def service_page(key):
    return reverse("cooperation:service", args=[key])


def text_of(client, address, language="lv"):
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", ["lv", "en"])
def test_everybody_reads_every_form_with_its_law_and_who_checked_it(client, language):
    page = text_of(client, FORMS, language)
    for form in register.forms().values():
        assert f'id="{form.key}"' in page
        for words in (form.name, form.what, form.decides, form.exit, form.employ.why):
            assert words.data[language] in page.replace("&#x27;", "'")
        for one in form.checked.provisions:
            assert one.says.data[language] in page.replace("&#x27;", "'")
    place = {"lv": "80. panta ceturtā daļa", "en": "Section 80, paragraph 4"}[language]
    assert place in page
    assert "https://likumi.lv/ta/id/336956#p80" in page
    assert page.count("2026") > len(register.forms())


def test_what_nobody_found_in_a_law_says_so(client):
    page = text_of(client, FORMS, "en")
    found = [one for form in register.forms().values() for one in form.checked.provisions if not one.verified]
    assert found
    assert page.count("not verified") == len(found)


def test_an_old_check_warns(client, monkeypatch):
    assert "more than a year ago" not in text_of(client, FORMS, "en")
    monkeypatch.setattr(register.Checked, "old", lambda self, today: True)
    assert text_of(client, FORMS, "en").count("more than a year ago") == len(register.forms())


@pytest.mark.parametrize("language", ["lv", "en"])
def test_the_list_of_services_names_all_and_what_holds_for_every_one(client, language):
    page = text_of(client, SERVICES, language)
    for service in register.services().values():
        assert service.name.data[language] in page
        assert service_page(service.key) in page
    for constraint in register.constraints().values():
        assert (f'id="{constraint.key}"' in page) == constraint.general


def test_services_stand_by_kind_each_kind_once():
    kinds = [row.service.kind for row in law.services_guide()]
    assert sorted(kinds, key=kinds.index) == kinds
    assert len(kinds) == len(register.services())


@pytest.mark.parametrize("key", sorted(register.services()))
def test_a_service_says_what_to_count_and_what_the_law_asks(client, key):
    service = register.services()[key]
    page = text_of(client, service_page(key)).replace("&#x27;", "'")
    for words in (service.unit, service.scale, *service.count):
        assert words.data["lv"] in page
    asked = register.constraints_of(service)
    for constraint in register.constraints().values():
        assert (f'id="{constraint.key}"' in page) == (constraint in asked)
    for constraint in asked:
        for question in constraint.questions:
            assert question.text.data["lv"] in page
    for form in service.forms:
        assert f"{FORMS}#{form.key}" in page


def test_a_service_nobody_knows_is_not_found(client):
    assert client.get(service_page("none-such")).status_code == 404


def test_only_who_may_begin_a_case_is_led_to_it(client):
    begin = f"{reverse('cooperation:new_case')}?service=waste"
    assert begin not in text_of(client, service_page("waste"))
    stranger = PersonFactory(with_account=True, organisation=None)
    client.force_login(stranger.account)
    assert begin not in text_of(client, service_page("waste"))
    planner = PersonFactory(with_account=True, organisation=MunicipalityFactory())
    client.force_login(planner.account)
    assert begin in text_of(client, service_page("waste"))
    form = client.get(begin).content.decode()
    assert '<option value="waste" selected' in form


def test_the_guide_tells_nothing_of_cases_and_asks_for_no_rows(client, django_assert_num_queries):
    CooperationCaseFactory(draft=True, title="Slepenā iecere", service="waste")
    for address in (FORMS, SERVICES, service_page("waste")):
        client.get(address)
        with django_assert_num_queries(0):
            assert "Slepenā iecere" not in text_of(client, address)


PRINTED = [
    (FORMS, reverse("cooperation:print_forms")),
    (SERVICES, reverse("cooperation:print_services")),
    (service_page("waste"), reverse("cooperation:print_service", args=["waste"])),
]


@pytest.mark.parametrize(("address", "to_print"), PRINTED)
def test_on_paper_nothing_is_folded_away(client, address, to_print):
    """A closed <details> is not printed."""
    page, paper = text_of(client, address, "en"), text_of(client, to_print, "en")
    assert to_print in page
    assert '<details class="disclosure"' in " ".join(page.split())
    assert "<details" not in paper.split("<main")[1]
    assert page.count("Last checked on") == paper.count("Last checked on") > 0
    assert address in paper


def test_a_service_nobody_knows_is_not_printed(client):
    assert client.get(reverse("cooperation:print_service", args=["none-such"])).status_code == 404


def test_pages_stay_light(client):
    for address in (FORMS, SERVICES, *(service_page(key) for key in register.services())):
        assert len(client.get(address).content) < 60_000, address
