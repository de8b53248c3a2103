"""What people send to networks and stories: stale, twice, half, with commas, with HTML; and what stays findable."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from talka.learning.actions import network_course as course
from talka.learning.actions import networks
from talka.learning.actions.networks import NetworkData
from talka.learning.factories.networks import (
    NetworkFactory,
    NetworkMemberFactory,
    NetworkNoteFactory,
    NetworkTargetFactory,
    NetworkTaskFactory,
    PracticeStoryFactory,
)
from talka.learning.forms.networks import plain, value_field
from talka.learning.models import NetworkMember, NetworkNote, NetworkTarget, NetworkTask, PracticeStory
from talka.learning.queries.networks import networks_of
from talka.people.actions import merge_organisations
from talka.people.factories import OrganisationFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SCRIPT = "<script>alert(1)</script><b>"


@pytest.fixture
def network():
    return NetworkFactory(slug="tikls")


def at(name, *args):
    return reverse(f"learning:{name}", args=["tikls", *args])


def test_networks_are_found_without_diacritics_in_every_language_and_by_their_members(member, runner):
    network = member.network
    told = NetworkData({"lv": "Aprūpe mājās", "en": "Care at home"}, "social", about={"lv": "Šķēršļi", "en": ""})
    networks.change_network(network, told, version=1, by=runner)
    member.organisation.folded = "cesu novads"
    member.organisation.save()
    NetworkFactory(title="Cits", theme="housing")
    for words in ("aprupe MĀJĀS", "care home", "skersli", "cēsu", "social work", "aprūpe cesu"):
        assert list(networks_of(None, words=words)) == [network], words
    for words in ("lv", "aprūpe housing", "\\u0101"):
        assert not networks_of(None, words=words).filter(pk=network.pk).exists(), words
    NetworkMember.objects.update(left_on=dt.date(2026, 5, 1), left_reason="Nav laika")
    assert not networks_of(None, words="cēsu").exists()


def test_nothing_is_written_over_what_somebody_else_saved_meanwhile(english, member, insider, runner):
    task = NetworkTaskFactory(member=member)
    english.force_login(insider.account)
    sent = {"done": "on", "outcome": "Manis", "version": "1"}
    assert english.post(at("network_task", task.pk), sent).status_code == 302
    answer = english.post(at("network_task", task.pk), sent | {"outcome": "Otra"})
    assert answer.status_code == 409
    assert "Otra" in answer.content.decode()  # what was written is not lost
    task.refresh_from_db()
    assert task.outcome == "Manis"
    english.force_login(runner.account)
    said = {"aims_0": "Pirmais", "aims_1": "", "area": "", "version": "1"}
    assert english.post(at("edit_network_member", member.pk), said).status_code == 302
    assert english.post(at("edit_network_member", member.pk), said | {"aims_0": "Otrais"}).status_code == 409
    member.refresh_from_db()
    assert str(member.aims) == "Pirmais"


def test_a_button_pressed_twice_writes_once(english, member, insider, runner):
    english.force_login(insider.account)
    target = {"measured_0": "Dienas", "measured_1": "", "to_value": "10", "to_year": "2027"}
    story = {
        "organisation": member.organisation_id, "network": member.network_id, "title_0": "Ceļi", "title_1": "",
        "done_0": "Plāno paši", "done_1": "", "themes": ["social"],
    }  # fmt: skip
    for _press in range(2):
        english.post(at("new_network_note", member.pk), {"text": "Plāno paši"})
        english.post(at("new_network_target", member.pk), target)
        answer = english.post(reverse("learning:new_story"), story)
        assert answer.url == reverse("learning:story", args=[PracticeStory.objects.get().pk])
    assert (NetworkNote.objects.count(), NetworkTarget.objects.count()) == (1, 1)
    english.post(at("new_network_target", member.pk), target | {"to_value": "11"})
    english.post(at("new_network_note", member.pk), {"text": "Plāno vadītāja"})
    assert (NetworkNote.objects.count(), NetworkTarget.objects.count()) == (2, 2)
    english.force_login(runner.account)
    NetworkMemberFactory(network=member.network)
    for _press in range(2):
        english.post(at("new_network_task"), {"title": "Aptaujāt", "due_on": "2026-12-01"})
    assert NetworkTask.objects.count() == 2
    english.post(at("new_network_task"), {"title": "Aptaujāt", "due_on": "2026-12-02", "member": member.pk})
    assert NetworkTask.objects.count() == 3
    done = NetworkTask.objects.filter(member=member).first()
    course.do_task(done, "", done=True, version=1, by=runner)
    english.post(at("new_network_task"), {"title": "Aptaujāt", "due_on": "2026-12-01", "member": member.pk})
    assert NetworkTask.objects.count() == 4  # asked again, once it was done


@pytest.mark.parametrize(
    "more, field",
    [
        ({"measured_0": ""}, "measured"),
        ({"to_year": "2025", "from_value": "3", "from_year": "2025"}, "to_year"),
        ({"from_value": "3"}, "from_year"),
        ({"from_year": "2025"}, "from_value"),
        ({"to_value": "daudz"}, "to_value"),
        ({"to_value": "9" * 17}, "to_value"),
        ({"to_year": "20277"}, "to_year"),
        ({"how": "x" * 5001}, "how"),
    ],
)
def test_what_is_wrong_with_a_target_stands_beside_its_field(english, member, insider, more, field):
    english.force_login(insider.account)
    sent = {"measured_0": "Dienas", "measured_1": "", "to_value": "10", "to_year": "2027"} | more
    answer = english.post(at("new_network_target", member.pk), sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert not NetworkTarget.objects.exists()


@pytest.mark.parametrize(
    "more, field",
    [
        ({"before_value": "3"}, "before_year"),
        ({"after_year": "2025"}, "after_value"),
        ({"after_value": "3", "after_year": "2025"}, "indicator"),
        ({"title_0": " ", "title_1": ""}, "title"),
        ({"done_0": "x" * 10_001}, "done"),
        ({"themes": []}, "themes"),
        ({"themes": ["nothing"]}, "themes"),
        ({"money_eur": "-1"}, "money_eur"),
        ({"contact_email": "nav"}, "contact_email"),
        ({"contact_role_0": "x" * 201}, "contact_role"),
        ({"year": "1"}, "year"),
    ],
)
def test_what_is_wrong_with_a_story_stands_beside_its_field(english, member, insider, more, field):
    english.force_login(insider.account)
    sent = {
        "organisation": member.organisation_id, "title_0": "Ceļi", "title_1": "", "themes": ["social"],
        "done_0": "Plāno paši", "done_1": "",
    } | more  # fmt: skip
    answer = english.post(reverse("learning:new_story"), sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert not PracticeStory.objects.exists()


def test_days_the_wrong_way_round_are_told_beside_the_last_one(english, member, runner):
    english.force_login(runner.account)
    sent = {
        "title_0": "Tīkls", "title_1": "", "theme": "social", "state": "running", "starts": "2026-05-02",
        "ends": "2026-05-01", "version": "1",
    }  # fmt: skip
    answer = english.post(at("edit_network"), sent)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"ends"})


@pytest.mark.parametrize("language", ["lv", "en"])
def test_numbers_are_read_as_people_write_them(language):
    with translation.override(language):
        for text, number in (("12,5", "12.5"), ("12.5", "12.5"), ("1 200,75", "1200.75"), ("−3,5", "-3.5")):
            assert value_field("").clean(text) == Decimal(number), text
    for kept, shown in (("100", "100"), ("100.0000", "100"), ("30.5000", "30.5"), ("0.0000", "0")):
        assert str(plain(Decimal(kept))) == shown


def test_what_looks_like_html_is_shown_as_it_was_written(english, member, insider, runner):
    network = member.network
    network.title = network.about = network.evaluation = member.aims = SCRIPT
    network.save()
    member.left_reason, member.version = "", 1
    member.save()
    NetworkNoteFactory(member=member, text=SCRIPT)
    NetworkTaskFactory(member=member, title=SCRIPT, what=SCRIPT, outcome=SCRIPT)
    NetworkTargetFactory(member=member, measured=SCRIPT, how=SCRIPT, reached_words=SCRIPT)
    words = {"title": SCRIPT, "done": SCRIPT, "why": SCRIPT, "came_of": SCRIPT, "contact_role": SCRIPT}
    story = PracticeStoryFactory(organisation=member.organisation, network=network, **words)
    english.force_login(insider.account)
    addresses = [at("network_member", member.pk), reverse("learning:story", args=[story.pk])]
    addresses += [reverse("learning:stories"), reverse("learning:networks"), "/me/"]
    addresses += [at("network") + f"?step={step}" for step in ("compare", "why", "stories", "targets", "evaluate")]
    for address in addresses:
        text = english.get(address).content.decode()
        assert SCRIPT not in text, address
        assert "&lt;script&gt;alert(1)" in text, address


def test_a_merged_municipality_keeps_its_place_and_its_stories(english, member, insider):
    keeper = PersonFactory(administrator=True)
    kept = OrganisationFactory(name="Apvienotā novada pašvaldība")
    story = PracticeStoryFactory(draft=True, organisation=member.organisation)
    merge_organisations(kept, member.organisation, by=keeper)
    worker = PersonFactory(with_account=True, organisation=kept)
    for person in (insider, worker):
        english.force_login(person.account)
        assert "Apvienotā novada" in english.get(reverse("learning:story", args=[story.pk])).content.decode()
    english.force_login(insider.account)
    assert "Apvienotā novada" in english.get(at("network_member", member.pk)).content.decode()
    sent = {
        "organisation": kept.pk, "title_0": "Ceļi", "title_1": "", "themes": ["social"], "done_0": "Paši", "done_1": "",
    }  # fmt: skip
    assert english.post(reverse("learning:new_story"), sent).status_code == 302


def test_who_has_left_a_municipality_changes_its_stories_no_longer(english, member, insider, runner):
    """Even those they told themselves: the story is the municipality's."""
    sent = {
        "organisation": member.organisation_id, "title_0": "Ceļi", "title_1": "", "themes": ["social"],
        "done_0": "Paši", "done_1": "", "names_agreed": "on",
    }  # fmt: skip
    english.force_login(insider.account)
    draft = english.post(reverse("learning:new_story"), sent).url
    deeds = [f"{draft}{deed}/" for deed in ("edit", "publish", "unpublish", "retire", "restore", "photos")]
    assert english.get(draft).status_code == 200
    insider.organisation = OrganisationFactory()
    insider.save()
    member.people.update(left_on=dt.date(2026, 6, 1))
    assert english.get(draft).status_code == 404
    assert [english.post(deed).status_code for deed in deeds] == [404] * len(deeds)
    assert english.get(at("network_member", member.pk)).status_code == 404
    english.force_login(runner.account)  # an organiser keeps what they entered for others
    entered = english.post(reverse("learning:new_story"), sent | {"title_0": "Cits"}).url
    assert english.post(f"{entered}edit/", sent | {"version": "1"}).status_code == 302


def test_pages_of_networks_cope_with_what_nobody_would_ask(english, member, runner):
    addresses = [at("network"), reverse("learning:networks"), reverse("learning:stories")]
    addresses += [at("network_member", member.pk), reverse("learning:new_story"), reverse("learning:new_network")]
    asked = ("step", "show", "q", "theme", "area", "page", "notes", "tasks", "network", "need", "measure")
    english.force_login(runner.account)
    for address in addresses:
        for value in ("²", "-1", "9" * 30, "%00", "%F0%9F%98%80" * 60, "[]", "a b c d e f g h i j k l m n o"):
            query = "&".join(f"{name}={value}" for name in asked)
            assert english.get(f"{address}?{query}").status_code in (200, 400, 404), (address, value)
    for deed in ("row", "x"):
        assert english.post(f"{at('network')}rows/{deed}/1/away/").status_code == 404
    assert english.post(at("network_step"), {"to": "nowhere"}).status_code == 422


def test_a_member_that_wrote_a_lot_stays_light_and_all_of_it_can_be_read(english, member, insider):
    for number in range(30):
        NetworkNoteFactory(member=member, text=f"Piezīme nr. {number}. " + "vārds " * 100)
        NetworkTaskFactory(member=member, title=f"Uzdevums nr. {number}.", what="vārds " * 100)
        NetworkTargetFactory(member=member, how=f"Mērķis nr. {number}. " + "vārds " * 100)
        NetworkNoteFactory(member=member, text="vārds " * 100, retired_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC))
    english.force_login(insider.account)
    seen = ""
    for page in range(1, 6):
        answer = english.get(at("network_member", member.pk) + f"?notes={page}&tasks={page}&targets={page}")
        assert len(answer.content) < 60_000
        seen += answer.content.decode()
    for number in range(30):
        for what in ("Piezīme", "Uzdevums", "Mērķis"):
            assert f"{what} nr. {number}." in seen


def test_a_full_library_stays_light(english, insider, member):
    for _number in range(25):
        PracticeStoryFactory(
            done="vārds " * 1500, themes=["social", "health", "education"], organisation=member.organisation
        )
    for each in ("stories", "networks"):
        assert len(english.get(reverse(f"learning:{each}")).content) < 60_000
