"""Notes on why some do better, and targets: who writes them, what was reached, what is refused."""

from decimal import Decimal

import pytest
from django.urls import reverse

from talka.indicators.factories import IndicatorFactory, ObservationFactory
from talka.indicators.models import Observation
from talka.indicators.way import State
from talka.learning.actions import network_course as course
from talka.learning.actions import networks
from talka.learning.actions.network_course import ReachedData, TargetData
from talka.learning.factories.networks import (
    NetworkNoteFactory,
    NetworkPersonFactory,
    NetworkTargetFactory,
)
from talka.learning.models import NetworkNote, NetworkTarget
from talka.learning.queries.network_figures import rows_of
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def neighbour(member):
    """Of another member of the same network."""
    return NetworkPersonFactory(member__network=member.network).person


@pytest.fixture
def indicator(member):
    """More is better; 40 in 2020 and 50 in 2022, a forecast for 2023."""
    row = IndicatorFactory()
    for year, value, status in ((2020, 40.0, "A"), (2022, 50.0, "A"), (2023, 90.0, Observation.Status.FORECAST)):
        ObservationFactory(indicator=row, area=member.area, year=year, value=value, status=status)
    return row


def data(to=60, year=2027, **more):
    return TargetData(Decimal(to), year, **more)


def only(target):
    return rows_of(
        list(NetworkTarget.objects.filter(pk=target.pk).select_related("indicator", "member__organisation"))
    )[0]


def test_a_member_writes_why_it_does_better_and_only_its_own_people_change_it(
    english, member, insider, neighbour, runner
):
    english.force_login(insider.account)
    slug = member.network.slug
    answer = english.post(
        reverse("learning:new_network_note", args=[slug, member.pk]), {"text": "Plānojam paši.", "indicator": ""}
    )
    assert "Plānojam paši." in english.get(answer.url).content.decode()
    note = NetworkNote.objects.get()
    assert note.by == insider
    english.force_login(neighbour.account)
    for address, args in (
        ("edit_network_note", [slug, note.pk]),
        ("new_network_note", [slug, member.pk]),
        ("new_network_target", [slug, member.pk]),
        ("network_row", [slug, "note", note.pk, "away"]),
    ):
        assert english.post(reverse(f"learning:{address}", args=args), {"text": "Cits"}).status_code == 404
    for person in (neighbour, PersonFactory()):
        with pytest.raises(Refusal):
            course.change_note(note, "Cits", version=1, by=person)
    course.change_note(note, "Plānojam visi.", version=1, by=runner)
    with pytest.raises(Refusal, match="Somebody else"):
        course.change_note(note, "Cits", version=1, by=insider)
    with pytest.raises(Refusal, match="text is missing"):
        course.write_note(member, " ", by=insider)
    note.refresh_from_db()
    assert note.text == "Plānojam visi."


def test_what_was_taken_away_comes_back(english, member, insider):
    note = NetworkNoteFactory(member=member, text="Plānojam paši.")
    target = NetworkTargetFactory(member=member)
    english.force_login(insider.account)
    page = reverse("learning:network_member", args=[member.network.slug, member.pk])
    for kind, row in (("note", note), ("target", target)):
        args = [member.network.slug, kind, row.pk]
        assert english.post(reverse("learning:network_row", args=[*args, "away"])).status_code == 302
        row.refresh_from_db()
        assert row.retired_at is not None
        assert reverse("learning:network_row", args=[*args, "back"]) in english.get(page).content.decode()
        assert english.post(reverse("learning:network_row", args=[*args, "nonsense"])).status_code == 404
        assert english.post(reverse("learning:network_row", args=[*args, "back"])).status_code == 302
        row.refresh_from_db()
        assert row.retired_at is None
    assert english.post(reverse("learning:network_row", args=[*args[:1], "nonsense", 1, "away"])).status_code == 404


def test_a_target_begins_at_the_newest_figure_that_is_no_forecast(member, insider, indicator):
    row = course.set_target(member, data(indicator=indicator), by=insider)
    assert (row.from_year, row.from_value) == (2022, Decimal(50))
    row = course.set_target(member, data(indicator=indicator, from_value=Decimal(45), from_year=2021), by=insider)
    assert (row.from_year, row.from_value) == (2021, Decimal(45))
    row = course.set_target(member, data(year=2022, indicator=indicator), by=insider)  # nothing before it is known
    assert row.from_year is None


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "has an indicator, or says"),
        ({"measured": "Dienas", "from_value": Decimal(1)}, "go together"),
        ({"measured": "Dienas", "from_value": Decimal(1), "from_year": 2027}, "not after the first"),
        ({"measured": "Dienas", "from_value": Decimal(1), "from_year": 1900}, "between 1990"),
        ({"measured": "Dienas", "how": "a" * 6000}, "longer than"),
    ],
)
def test_a_target_that_cannot_be_is_refused(member, insider, more, said):
    with pytest.raises(Refusal, match=said):
        course.set_target(member, data(**more), by=insider)
    assert not NetworkTarget.objects.exists()


def test_a_target_with_both_an_indicator_and_words_is_refused(member, insider, indicator):
    with pytest.raises(Refusal, match="has an indicator, or says"):
        course.set_target(member, data(indicator=indicator, measured="Dienas"), by=insider)


def test_what_was_reached_comes_from_figures_where_there_are_any(member, insider, indicator):
    row = course.set_target(member, data(indicator=indicator, from_value=Decimal(40), from_year=2020), by=insider)
    shown = only(row)
    assert (shown.standing.year, shown.standing.value, shown.entered) == (2022, 50.0, False)
    assert shown.standing.state == State.ON_THE_WAY  # the line asks for 46 in 2022
    course.say_reached(row, ReachedData(Decimal(99), 2022, "Labi"), version=1, by=insider)
    assert only(row).standing.value == 50.0, "what is published counts, not what is written down"
    course.say_reached(row, ReachedData(Decimal(61), 2024, "Labi"), version=2, by=insider)
    assert (only(row).standing.state, only(row).entered) == (State.REACHED, True)
    ObservationFactory(indicator=indicator, area=member.area, year=2024, value=44.0)
    assert (only(row).standing.state, only(row).entered) == (State.BEHIND, False)


def test_a_forecast_is_not_what_was_reached(member, insider, indicator):
    row = course.set_target(member, data(to=80, year=2023, indicator=indicator), by=insider)
    assert only(row).standing.state == State.NO_FIGURE  # nothing after 2022 but the forecast


def test_less_is_reached_where_the_target_lies_below(member, insider):
    row = course.set_target(
        member, data(to=10, measured="Gaidīšana, dienas", from_value=Decimal(30), from_year=2025), by=insider
    )
    course.say_reached(row, ReachedData(Decimal(9), 2027), version=1, by=insider)
    assert only(row).standing.state == State.REACHED
    course.say_reached(row, ReachedData(Decimal(11), 2027), version=2, by=insider)
    assert only(row).standing.state == State.BEHIND


def test_without_a_first_value_nothing_is_said_of_how_it_goes(member, insider):
    row = course.set_target(member, data(to=10, measured="Gaidīšana, dienas"), by=insider)
    course.say_reached(row, ReachedData(Decimal(9), 2026), version=1, by=insider)
    assert not only(row).told, "whether more or less is better is not known"


def test_a_value_reached_has_a_year(member, insider):
    row = NetworkTargetFactory(member=member)
    with pytest.raises(Refusal, match="go together"):
        course.say_reached(row, ReachedData(Decimal(9)), version=1, by=insider)
    with pytest.raises(Refusal, match="Somebody else"):
        course.say_reached(row, ReachedData(words="Labi"), version=7, by=insider)
    row.refresh_from_db()
    assert (row.reached_value, row.reached_words) == (None, "")


def test_targets_are_set_and_evaluated_in_the_browser(english, member, insider, runner, indicator):
    networks.choose_indicators(member.network, [indicator], by=runner)
    english.force_login(insider.account)
    slug = member.network.slug
    sent = {"indicator": indicator.pk, "to_value": "60", "to_year": "2027", "how": "Kā kaimiņi"}
    answer = english.post(reverse("learning:new_network_target", args=[slug, member.pk]), sent)
    assert answer.status_code == 302
    row = NetworkTarget.objects.get()
    sent = {"words": "Vairāk nekā gaidījām", "value": "61", "year": "2026", "version": "1"}
    assert english.post(reverse("learning:network_reached", args=[slug, row.pk]), sent).status_code == 302
    page = reverse("learning:network", args=[slug])
    text = english.get(f"{page}?step=evaluate").content.decode()
    assert "1 of 1 target is" in " ".join(text.split())
    assert "told by the member" in text
    assert "Vairāk nekā gaidījām" in text
    assert "60" in english.get(f"{page}?step=targets").content.decode()
    english.logout()
    assert "Vairāk nekā gaidījām" not in english.get(f"{page}?step=evaluate").content.decode()
    english.force_login(runner.account)
    address = reverse("learning:network_evaluation", args=[slug])
    english.post(address, {"evaluation_0": "Gads deva daudz.", "evaluation_1": "", "version": "1"})
    english.logout()
    assert "Gads deva daudz." in english.get(f"{page}?step=evaluate").content.decode()
