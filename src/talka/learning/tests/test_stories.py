"""The library of practice stories: who tells, who reads, what is found, whose consent is asked."""

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags
from PIL import Image

from talka.documents.storage import private_storage
from talka.indicators.factories import IndicatorFactory, ObservationFactory
from talka.learning.actions import stories
from talka.learning.actions.stories import StoryData
from talka.learning.factories.networks import (
    NetworkFactory,
    NetworkMemberFactory,
    NetworkPersonFactory,
    PracticeStoryFactory,
)
from talka.learning.models import PracticeStory, StoryPhoto
from talka.learning.queries.stories import of_area, stories_of
from talka.people.actions import erase_person
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Organisation
from talka.people.personal_data import export
from talka.programmes.factories import ProgrammeFactory, TeamMemberFactory
from talka.programmes.models import TeamMember
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DATA = StoryData("Maršruti", "Maršrutus plāno šoferi.", ["social"], names_agreed=True)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()


@pytest.fixture
def town():
    return OrganisationFactory(area=AreaFactory())


@pytest.fixture
def worker(town):
    """Works for the municipality, as an organiser entered it."""
    return PersonFactory(with_account=True, organisation=town)


@pytest.fixture
def organiser():
    """Of some programme."""
    person = PersonFactory(with_account=True)
    TeamMemberFactory(person=person, programme=ProgrammeFactory(), project=None, role=TeamMember.Role.ORGANISER)
    return person


def picture():
    out = io.BytesIO()
    Image.new("RGB", (640, 400), "green").save(out, "JPEG")
    return SimpleUploadedFile("mājas.jpg", out.getvalue(), "image/jpeg")


def form(organisation, **more):
    return {
        "organisation": organisation.pk, "title_0": "Maršruti", "title_1": "Routes", "themes": ["social"],
        "done_0": "Plāno šoferi.", "done_1": "", "money_eur": "1200.50", "names_agreed": "on",
    } | more  # fmt: skip


def test_a_municipality_tells_what_it_did_and_publishes_it(english, town, worker):
    english.force_login(worker.account)
    answer = english.post(reverse("learning:new_story"), form(town))
    row = PracticeStory.objects.get()
    assert answer.url == reverse("learning:story", args=[row.pk])
    assert (row.published_at, row.area, row.money_eur) == (None, town.area, Decimal("1200.50"))
    english.logout()
    assert english.get(answer.url).status_code == 404
    english.force_login(worker.account)
    english.post(reverse("learning:publish_story", args=[row.pk]))
    english.logout()
    text = english.get(answer.url).content.decode()
    assert "Plāno šoferi." in text
    assert "Routes" in english.get(reverse("learning:stories")).content.decode()


def test_who_works_nowhere_tells_nothing_and_nobody_tells_of_others(english, town, worker, organiser):
    stranger, other = PersonFactory(with_account=True, organisation=None), OrganisationFactory()
    firm = OrganisationFactory(kind=Organisation.Kind.COMPANY)
    for person in (stranger, PersonFactory(with_account=True, organisation=firm)):
        english.force_login(person.account)
        assert english.get(reverse("learning:new_story")).status_code == 404
        assert reverse("learning:new_story") not in english.get(reverse("learning:stories")).content.decode()
    english.force_login(worker.account)
    assert english.post(reverse("learning:new_story"), form(other)).status_code == 422
    for person in (stranger, worker):
        with pytest.raises(Refusal) as refused:
            stories.begin_story(DATA, other, by=person)
        assert refused.value.status == 403
    assert stories.begin_story(DATA, other, by=organiser).organisation == other  # the register is theirs to keep


def test_a_draft_is_of_its_municipality_and_of_who_runs_its_network(english, town, worker, organiser):
    network = NetworkFactory()
    row = PracticeStoryFactory(draft=True, organisation=town, network=network, title="SLEPENS")
    runner, coordinator = PersonFactory(with_account=True), NetworkPersonFactory(member=None, network=network).person
    TeamMemberFactory(person=runner, programme=network.programme, project=None, role=TeamMember.Role.ORGANISER)
    member = NetworkPersonFactory(member__network=network, member__organisation=town).person
    neighbour = NetworkPersonFactory(member__network=network).person
    stranger = PersonFactory(with_account=True)
    for person, seen in (
        (None, False), (stranger, False), (organiser, False), (neighbour, False),
        (worker, True), (member, True), (coordinator, True), (runner, True),
    ):  # fmt: skip
        english.logout()
        if person is not None:
            english.force_login(person.account)
        expected = 200 if seen else 404
        for address in ("story", "edit_story", "story_photos"):
            assert english.get(reverse(f"learning:{address}", args=[row.pk])).status_code == expected, (person, address)
        assert ("SLEPENS" in english.get(reverse("learning:stories")).content.decode()) is seen
    PracticeStory.objects.update(published_at="2026-03-03T00:00:00Z")
    for person in (stranger, organiser, neighbour):
        english.force_login(person.account)
        assert english.get(reverse("learning:story", args=[row.pk])).status_code == 200
        for deed in ("edit_story", "publish_story", "unpublish_story", "retire_story", "restore_story", "story_photos"):
            assert english.post(reverse(f"learning:{deed}", args=[row.pk])).status_code == 404
        with pytest.raises(Refusal):
            stories.retire(row, by=person)


def test_names_are_shown_only_with_consent(english, town, worker):
    row = stories.begin_story(replace(DATA, names_agreed=False), town, by=worker)
    with pytest.raises(Refusal, match="has agreed"):
        stories.publish(row, by=worker)
    english.force_login(worker.account)
    address = reverse("learning:publish_story", args=[row.pk])
    assert address not in english.get(reverse("learning:story", args=[row.pk])).content.decode()
    row = stories.change_story(row, DATA, version=1, by=worker)
    stories.publish(row, by=worker)
    with pytest.raises(Refusal, match="has agreed"):
        stories.change_story(row, replace(DATA, names_agreed=False), version=2, by=worker)
    with pytest.raises(Refusal, match="Somebody else"):
        stories.change_story(row, DATA, version=1, by=worker)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"title": " "}, "title is missing"),
        ({"done": ""}, "what was done"),
        ({"themes": []}, "at least one theme"),
        ({"themes": ["nothing"]}, "at least one theme"),
        ({"why": "a" * 20_000}, "longer than"),
        ({"after_value": Decimal(1)}, "go together"),
        ({"after_value": Decimal(1), "after_year": 2025}, "Choose the indicator"),
        ({"year": 1800}, "between 1990"),
    ],
)
def test_a_story_that_cannot_be_is_refused(town, worker, more, said):
    with pytest.raises(Refusal, match=said):
        stories.begin_story(replace(DATA, **more), town, by=worker)
    assert not PracticeStory.objects.exists()


def test_words_are_found_without_diacritics_in_every_language():
    found = PracticeStoryFactory(title="Šķiņķa ceļš", done="Aprūpe mājās", organisation__name="Ābeļu novads")
    limes = {"organisation__name": "Liepu novads", "organisation__area__name": "Liepu novads"}
    PracticeStoryFactory(title="Cits", done="Kas cits", **limes)
    for words in ("skinka", "APRUPE", "aprūpe šķiņķa", "abelu"):
        assert list(stories_of(None, words=words)) == [found], words
    assert stories_of(None, words="social work").count() == 2  # the theme of both
    assert not stories_of(None, words="aprūpe liepu").exists()


def test_a_story_is_found_by_theme_and_by_the_region_around():
    region, town = AreaFactory(kind=Area.Kind.REGION), AreaFactory()
    Belonging.objects.create(child=town, parent=region)
    row = PracticeStoryFactory(organisation__area=town, themes=["health", "social"])
    PracticeStoryFactory(themes=["social"])
    assert list(stories_of(None, theme="health")) == [row]
    assert list(stories_of(None, area=region)) == [row]
    assert list(stories_of(None, area=town, theme="culture")) == []


def test_the_library_is_searched_in_the_browser_page_by_page(english):
    for number in range(25):
        PracticeStoryFactory(title=f"Stāsts numur {number}")
    text = english.get(reverse("learning:stories"), {"q": "stasts"}).content.decode()
    assert text.count("Stāsts numur") == 20
    assert (
        english.get(reverse("learning:stories"), {"q": "stasts", "page": "2"}).content.decode().count("Stāsts numur")
        == 5
    )
    assert "No practice story fits" in english.get(reverse("learning:stories"), {"q": "zilonis"}).content.decode()


def test_a_figure_stands_with_its_years_and_who_told_it(english):
    indicator = IndicatorFactory()
    row = PracticeStoryFactory(
        indicator=indicator, before_value=Decimal(30), before_year=2024, after_value=Decimal(12), after_year=2026,
        contact_role="Sociālā dienesta vadītāja", organisation__website="https://abeles.example.test",
    )  # fmt: skip
    text = " ".join(strip_tags(english.get(reverse("learning:story", args=[row.pk])).content.decode()).split())
    for words in ("30 (2024) → 12 (2026)", "as the municipality tells it", "Sociālā dienesta", "abeles.example.test"):
        assert words in text


def test_a_network_nobody_may_know_of_is_not_told(english, town, worker):
    network = NetworkFactory(draft=True, title="SLEPENS")
    row = PracticeStoryFactory(network=network)
    assert "SLEPENS" not in english.get(reverse("learning:story", args=[row.pk])).content.decode()
    with pytest.raises(Refusal, match="not known"):
        stories.begin_story(DATA, town, by=worker, network=network)
    member = NetworkMemberFactory(network=network, organisation=town)
    NetworkPersonFactory(member=member, person=worker)
    assert stories.begin_story(DATA, town, by=worker, network=network).network == network


def test_the_page_of_an_area_shows_what_is_published_of_it(english, town):
    PracticeStoryFactory(organisation=town, title="Maršruti mājup")
    PracticeStoryFactory(organisation=town, draft=True, title="SLEPENS")
    assert [str(row) for row in of_area(town.area)] == ["Maršruti mājup"]
    text = english.get(f"/areas/{town.area.key}/").content.decode()
    assert "Maršruti mājup" in text
    assert "SLEPENS" not in text


def test_photographs_come_in_described_and_with_a_word_about_people(english, town, worker):
    row = PracticeStoryFactory(organisation=town)
    english.force_login(worker.account)
    address = reverse("learning:story_photos", args=[row.pk])
    assert english.post(address, {"file": picture(), "alt_0": "", "alt_1": "", "people": "nobody"}).status_code == 422
    assert english.post(address, {"file": picture(), "alt_0": "Auto", "alt_1": ""}).status_code == 422
    assert not StoryPhoto.objects.exists()
    sent = {"file": picture(), "alt_0": "Auto", "alt_1": "", "people": "agreed"}
    assert english.post(address, sent).status_code == 302
    photo = StoryPhoto.objects.get()
    english.logout()
    shown = reverse("learning:story_photo", args=[row.pk, photo.token])
    assert english.get(shown, {"w": "320"})["Content-Type"].startswith("image/")
    assert shown in english.get(reverse("learning:story", args=[row.pk])).content.decode()
    PracticeStory.objects.update(published_at=None)
    assert english.get(shown).status_code == 404
    assert english.post(reverse("learning:remove_story_photo", args=[row.pk, photo.token])).status_code == 404
    english.force_login(worker.account)
    kept = photo.file.name
    english.post(reverse("learning:remove_story_photo", args=[row.pk, photo.token]))
    assert not StoryPhoto.objects.exists()
    assert kept


@pytest.mark.django_db(transaction=True)
def test_the_file_of_a_removed_photograph_goes(english, town, worker):
    from talka.learning.actions.story_photos import add_photo, remove_photo

    row = PracticeStoryFactory(organisation=town)
    file = picture()
    photo = add_photo(row, file=file, name=file.name, alt="Auto", people="nobody", by=worker)
    assert private_storage().exists(photo.file.name)
    remove_photo(photo, by=worker)
    assert not private_storage().exists(photo.file.name)


def test_what_is_no_picture_is_refused(english, town, worker):
    row = PracticeStoryFactory(organisation=town)
    english.force_login(worker.account)
    address = reverse("learning:story_photos", args=[row.pk])
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    for name, content in (
        ("x.jpg", b"<html>"), ("x.jpg", b""), ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("x.pdf", b"%PDF-1.7"), ("x.jpg", picture().read()[:200]), ("x.png", bomb.getvalue()),
        ("x.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64)),
    ):  # fmt: skip
        sent = {"file": SimpleUploadedFile(name, content), "alt_0": "Auto", "alt_1": "", "people": "nobody"}
        answer = english.post(address, sent)
        assert 400 <= answer.status_code < 500, name
        assert answer.context["form"].errors.keys() == {"file"}, name
    assert not StoryPhoto.objects.exists()


def test_one_taken_away_comes_back_as_a_draft(english, town, worker):
    row = PracticeStoryFactory(organisation=town, title="Maršruti mājup")
    stories.retire(row, by=worker)
    assert english.get(reverse("learning:story", args=[row.pk])).status_code == 404
    english.force_login(worker.account)
    assert reverse("learning:restore_story", args=[row.pk]) in english.get(reverse("learning:stories")).content.decode()
    with pytest.raises(Refusal, match="taken away"):
        stories.publish(row, by=worker)
    english.post(reverse("learning:restore_story", args=[row.pk]))
    row.refresh_from_db()
    assert (row.retired_at, row.published_at) == (None, None)


@pytest.mark.parametrize("address", ["stories", "story", "new_story"])
def test_pages_ask_a_fixed_number_of_queries(english, town, worker, address):
    network = NetworkFactory()
    row = PracticeStoryFactory(organisation=town, network=network)
    english.force_login(worker.account)
    args = [row.pk] if address == "story" else []
    asked = []
    for number in (1, 3):
        for each in range(number):
            PracticeStoryFactory(indicator=ObservationFactory().indicator)
            StoryPhoto.objects.create(story=row, alt="Auto", people="nobody", file=f"{number}{each}.jpg")
            NetworkPersonFactory(
                member__network=network, member__organisation=OrganisationFactory(), person=PersonFactory()
            )
        with CaptureQueriesContext(connection) as queries:
            answer = english.get(reverse(f"learning:{address}", args=args))
        assert answer.status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[1] <= 26


def test_a_person_is_told_of_networks_and_stories_and_erased_from_them(town, worker):
    member = NetworkMemberFactory(organisation=town)
    NetworkPersonFactory(member=member, person=worker)
    NetworkPersonFactory(member=None, network=member.network, person=worker)
    stories.begin_story(DATA, town, by=worker, network=member.network)
    told = str(export(worker)["learning"])
    for words in (str(member.network), str(town), "coordinator", "Maršruti"):
        assert words in told
    erase_person(worker, by=worker)
    place = member.network.people.get()  # how many took part stays, who coordinated does not
    assert (place.member, place.left_on is not None) == (member, True)
