"""The selection: points, sums with ties and gaps, conflicts of interest, decisions, the reserve list."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from talka.learning.actions import decisions
from talka.learning.actions import selection as actions
from talka.learning.actions.selection import Given, MeetingData
from talka.learning.factories import StaffFactory
from talka.learning.factories.applications import ApplicationFactory, ApplicationMemberFactory
from talka.learning.models import (
    Cohort,
    Score,
    Scorer,
    SelectionMeeting,
)
from talka.learning.queries.selection import selection_page
from talka.people.actions.erasure import erase_person
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.personal_data import export
from talka.ui.folding import fold
from talka.ui.refusals import Refusal

from .applying_world import DAY, close, criterion, fresh, open_cohort, posted, scorer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SELECTED, RESERVE, DECLINED = "selected", "reserve", "declined"


@pytest.fixture
def asked(training):
    """Readiness counts twice, partners once."""
    return [criterion(training, "Gatavība", weight=2), criterion(training, "Partneri", most_points=10)]


@pytest.fixture
def cohort(training, asked):
    row = open_cohort(training, number=1)
    close(row)
    return row


def address(cohort, name="selection", *more):
    return reverse(f"learning:{name}", args=[cohort.training.slug, cohort.number, *more])


def give(row, by, asked, *points):
    given = {one.pk: Given(n) for one, n in zip(asked, points, strict=False)}
    actions.give_points(row, given, by=by.person if isinstance(by, Scorer) else by)


def sums(cohort, person):
    return {str(one.application): one for one in selection_page(cohort, person).sums}


def test_sums_have_mean_and_spread_and_say_what_is_missing(cohort, asked, organiser):
    one, two, three = (posted(cohort, n + 1, name=f"K{n + 1}") for n in range(3))
    first, second = scorer(cohort), scorer(cohort)
    give(one, first, asked, 5, 3)  # 13
    give(one, second, asked, 2, 6)  # 10
    give(two, first, asked, 5, 10)  # 20
    give(two, second, asked, 4)  # not whole
    found = sums(cohort, organiser)
    k1 = found["K1"]
    assert (k1.mean, k1.lowest, k1.highest, k1.given, k1.of, k1.place) == (11.5, 10, 13, 2, 2, 2)
    assert (found["K2"].mean, found["K2"].missing, found["K2"].place) == (20, 1, 1)
    assert (found["K3"].mean, found["K3"].place, found["K3"].missing) == (None, None, 2)
    assert list(found) == ["K2", "K1", "K3"]
    assert not any(each.tied for each in found.values())
    assert three.number == 3 and selection_page(cohort, organiser).most == 20


def test_equal_means_share_a_place_and_say_so(client, cohort, asked, organiser):
    rows = [posted(cohort, n + 1, name=f"K{n + 1}") for n in range(3)]
    judges = [scorer(cohort) for _ in range(3)]
    for judge, points in zip(judges, (1, 1, 2), strict=True):  # a third that no float holds
        give(rows[0], judge, asked, points, 0)
        give(rows[1], judge, asked, 0, points * 2)
        give(rows[2], judge, asked, 0, 0)
    found = sums(cohort, organiser)
    assert [(each.place, each.tied) for each in found.values()] == [(1, True), (1, True), (3, False)]
    client.force_login(organiser.account)
    assert client.get(address(cohort)).content.decode().count(">tie<") == 2


def test_a_member_of_the_same_organisation_is_excluded_and_it_is_said(client, cohort, asked, organiser):
    office = OrganisationFactory(name="Ogres novada pašvaldība")
    row = posted(cohort, 1, organisation=office, name=office.name)
    named = posted(cohort, 2, name="Ezera kopiena")
    colleague, other = scorer(cohort, organisation=office, family_name="Kolēģe"), scorer(cohort)
    ApplicationMemberFactory(application=named, email=other.person.email)
    for judge, each in ((colleague, row), (other, named)):
        with translation.override("en"), pytest.raises(Refusal, match="conflict of interest") as refused:
            give(each, judge, asked, 5, 5)
        assert refused.value.status == 403
    give(named, colleague, asked, 1, 1)
    found = sums(cohort, organiser)
    assert (found[row.name].of, found[row.name].excluded) == (1, [colleague.person.name])
    client.force_login(organiser.account)
    assert "Kolēģe: conflict" in client.get(address(cohort)).content.decode()
    client.force_login(colleague.person.account)
    page = client.get(address(cohort, "application", row.pk))
    assert "conflict of interest" in page.content.decode() and "points_" not in page.content.decode()
    assert client.post(address(cohort, "application", row.pk), {}).status_code == 403
    assert not Score.objects.filter(application=row).exists()


def test_whoever_has_a_stake_sees_no_points_and_decides_nothing(client, cohort, asked):
    office = OrganisationFactory()
    runs = StaffFactory(training=cohort.training, role="coordinator", person__organisation=office).person
    row = posted(cohort, 1, organisation=office, name=office.name)
    judge = scorer(cohort)
    actions.give_points(row, {asked[0].pk: Given(4, "SLEPENA PIEZĪME"), asked[1].pk: Given(7)}, by=judge.person)
    client.force_login(runs.account)
    for where in (address(cohort), address(cohort, "application", row.pk), address(cohort, "applications")):
        text = client.get(where).content.decode()
        assert "SLEPENA PIEZĪME" not in text and "15.00" not in text
    table = client.get(f"{address(cohort, 'applications')[:-1]}.csv").content.decode()
    assert "15" not in table.split(office.name)[1].split("\n")[0].split(";")[-5:]
    assert client.get(address(cohort, "decide_application", row.pk)).status_code == 403
    with translation.override("en"), pytest.raises(Refusal, match="conflict"):
        decisions.decide(row, SELECTED, "", by=runs)


def test_points_that_cannot_be_are_refused(cohort, asked):
    row, judge = posted(cohort, 1), scorer(cohort)
    for wrong in (Given(6), Given(-1), Given(None, "only a note"), Given(1, "a" * 2001)):
        with pytest.raises(Refusal):
            actions.give_points(row, {asked[0].pk: wrong}, by=judge.person)
    with translation.override("en"), pytest.raises(Refusal, match="not asked"):
        actions.give_points(row, {0: Given(1)}, by=judge.person)
    give(row, judge, asked, 5, 5)
    actions.give_points(row, {asked[0].pk: Given(None)}, by=judge.person)
    assert Score.objects.count() == 1


def test_points_and_decisions_wait_for_the_deadline(cohort, asked, organiser):
    row, judge = posted(cohort, 1), scorer(cohort)
    Cohort.objects.filter(pk=cohort.pk).update(apply_until=timezone.now() + DAY)
    row = fresh(row)
    with translation.override("en"), pytest.raises(Refusal, match="still open"):
        give(row, judge, asked, 1, 1)
    with translation.override("en"), pytest.raises(Refusal, match="still open"):
        decisions.decide(row, SELECTED, "", by=organiser)


def test_only_named_staff_gives_points_and_only_they_and_those_who_run_it_read(
    client, cohort, asked, organiser, trainer, coach, learner, stranger
):
    row = posted(cohort, 1, motivation="SLEPENI")
    member = scorer(cohort)
    own_words = Given(3, "SLEPENA PIEZĪME")
    actions.give_points(row, {asked[0].pk: own_words, asked[1].pk: Given(1)}, by=member.person)
    second = scorer(cohort)
    pages = [address(cohort, "applications"), address(cohort), address(cohort, "application", row.pk)]
    tables = [f"{pages[0][:-1]}.{ending}" for ending in ("xlsx", "csv")]
    deeds = [
        address(cohort, "decide_application", row.pk),
        address(cohort, "move_in_reserve", row.pk),
        address(cohort, "announce_selection"),
        address(cohort, "move_up"),
        address(cohort, "scorers"),
        address(cohort, "remove_scorer", member.pk),
        address(cohort, "new_selection_meeting"),
    ]
    for person in (None, stranger, learner, trainer, coach, row.person, second.person, organiser):
        client.logout()
        if person:
            client.force_login(person.account)
        reads, runs = person in (second.person, organiser), person == organiser
        for each in pages:
            answer = client.get(each)
            assert answer.status_code == (200 if reads else 404), (each, person)
            if each == pages[2] and reads:
                assert ("SLEPENA PIEZĪME" in answer.content.decode()) is runs, "who gives points sees their own"
        assert [client.get(each).status_code for each in tables] == [200 if runs else 404] * 2
        if not runs:
            assert [client.post(each).status_code for each in deeds] == [404] * len(deeds)
        if not reads:
            with pytest.raises(Refusal):
                give(row, person, asked, 1, 1)
    client.force_login(row.person.account)
    mine = client.get(reverse("learning:own_application", args=[row.pk])).content.decode()
    assert "SLEPENI" in mine and "SLEPENA PIEZĪME" not in mine
    assert "SLEPENA PIEZĪME" not in str(export(row.person)) and "SLEPENA PIEZĪME" in str(export(member.person))


def test_sums_are_shown_to_a_member_after_their_own_points(client, cohort, asked):
    row, first, second = posted(cohort, 1), scorer(cohort), scorer(cohort)
    give(row, first, asked, 4, 7)
    client.force_login(second.person.account)
    page = client.get(address(cohort)).content.decode()
    assert "15.00" not in page and "waits for your" in page
    sent = {
        f"points_{asked[0].pk}": 2,
        f"points_{asked[1].pk}": 1,
        f"note_{asked[0].pk}": "",
        f"note_{asked[1].pk}": "",
    }
    assert client.post(address(cohort, "application", row.pk), sent).url == address(cohort)
    assert "10.00" in client.get(address(cohort)).content.decode()


def test_members_are_coordinators_and_trainers_and_their_points_go_with_them(client, cohort, asked, organiser, coach):
    row, judge, other = posted(cohort, 1), scorer(cohort), scorer(cohort)
    with translation.override("en"), pytest.raises(Refusal, match="Only coordinators and trainers"):
        actions.name_scorer(cohort, coach, by=organiser)
    give(row, judge, asked, 5, 10)
    give(row, other, asked, 0, 0)
    client.force_login(organiser.account)
    client.post(address(cohort, "remove_scorer", judge.pk))
    assert sums(cohort, organiser)[row.name].mean == 0 and Score.objects.count() == 4
    client.post(address(cohort, "scorers"), {"person": judge.person_id})
    assert sums(cohort, organiser)[row.name].mean == 10
    judge.person.trainings_staffed.all().delete()
    with pytest.raises(Refusal):  # no longer of the training: no longer of its selection
        give(row, judge, asked, 1, 1)
    assert sums(cohort, organiser)[row.name].mean == 0


def test_an_erased_scorer_leaves_points_and_no_notes(cohort, asked, organiser):
    row, judge = posted(cohort, 1), scorer(cohort)
    actions.give_points(row, {asked[0].pk: Given(3, "Es domāju"), asked[1].pk: Given(1)}, by=judge.person)
    erase_person(judge.person, by=None)
    assert list(Score.objects.values_list("points", "note")) == [(3, ""), (1, "")]
    assert not Score.objects.first().versions.exclude(note="").exists()


def test_a_meeting_is_written_down(client, cohort, organiser):
    client.force_login(organiser.account)
    sent = {"held_on": "2026-03-02", "present": "Anna Ozola\n\n Jānis Bērziņš ", "minutes": "Runājām", "event": ""}
    assert client.post(address(cohort, "new_selection_meeting"), sent).status_code == 302
    meeting = SelectionMeeting.objects.get()
    assert meeting.present == "Anna Ozola\nJānis Bērziņš"
    where = address(cohort, "selection_meeting", meeting.pk)
    assert client.post(where, sent | {"version": 1, "minutes": "Citādi"}).status_code == 302
    assert client.post(where, sent | {"version": 1, "minutes": "Vecā lapa"}).status_code == 409
    assert "Citādi" in client.get(address(cohort)).content.decode()
    row = posted(cohort, 1)
    decisions.decide(row, SELECTED, "", by=organiser, meeting=meeting)
    assert meeting.decisions.count() == 1
    for wrong in (
        MeetingData(timezone.localdate() + DAY, "Anna"),
        MeetingData(dt.date(2026, 3, 2), " "),
        MeetingData(dt.date(2026, 3, 2), "A", "a" * 50_001),
    ):
        with pytest.raises(Refusal):
            actions.hold_meeting(cohort, wrong, by=organiser)
    other = SelectionMeeting.objects.create(
        cohort=open_cohort(cohort.training, number=2), held_on=dt.date(2026, 3, 2), present="A"
    )
    with translation.override("en"), pytest.raises(Refusal, match="not known"):
        decisions.decide(row, SELECTED, "x", by=organiser, meeting=other)
    assert client.get(address(cohort, "selection_meeting", other.pk)).status_code == 404


def test_the_table_holds_all_and_no_formula(client, cohort, asked, organiser):
    row = posted(cohort, 1, name="=HYPERLINK(1)", motivation="+371")
    ApplicationFactory(cohort=cohort, name="Melnraksts")
    give(row, scorer(cohort), asked, 4, 7)
    client.force_login(organiser.account)
    where = address(cohort, "applications")[:-1]
    text = client.get(f"{where}.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text and "'+371" in text and "Melnraksts" not in text
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{where}.xlsx").content)).active
    head, cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
    told = dict(zip(head, cells, strict=True))
    assert told["Mean of points"] == 15 and told["Gatavība"] == "Mums ir plāns" and told["No."] == 1


def test_the_table_tells_no_reason_to_who_has_a_stake(client, cohort, asked, organiser):
    """As the page of the application does not, and before it is told to anybody."""
    organisation = OrganisationFactory(name="Ozolu biedrība")
    row = posted(cohort, 1, name=organisation.name, folded=fold(organisation.name), organisation=organisation)
    decisions.decide(row, DECLINED, "Trešais no beigām pēc punktiem", by=organiser)
    own = StaffFactory(
        training=cohort.training,
        role="coordinator",
        person=PersonFactory(with_account=True, organisation=organisation),
    ).person
    where = f"{address(cohort, 'applications')[:-1]}.csv"
    for person, told in ((own, False), (organiser, True)):
        client.force_login(person.account)
        text = client.get(where).content.decode("utf-8-sig")
        assert organisation.name in text and ("Trešais no beigām" in text) is told
