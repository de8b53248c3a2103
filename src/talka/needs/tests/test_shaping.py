"""Themes become needs and proposals; no card, theme or answer is lost on the way."""

from decimal import Decimal

import pytest
from i18nfield.strings import LazyI18nString

from talka.needs import actions
from talka.needs.factories import MeasureFactory, NeedFactory, voiced_event
from talka.needs.models import Findings, Measure, Need
from talka.needs.queries import finding_of, findings_of, open_themes
from talka.programmes.factories import TeamMemberFactory
from talka.programmes.models import TeamMember
from talka.ui.refusals import Refusal
from talka.workshops.factories import BallotFactory, CardFactory, ClusterFactory, GroupFactory, WorkshopFactory
from talka.workshops.formats.reading import shipped_format
from talka.workshops.models import HandCount

pytestmark = pytest.mark.django_db


@pytest.fixture
def voiced(db):
    return voiced_event()


@pytest.fixture
def organiser(voiced):
    return TeamMemberFactory(project=voiced.event.project).person


def test_every_theme_is_taken_over_once(voiced, organiser):
    voiced.theme("Dati par pagastiem", 6)
    voiced.theme("Mācību diena", 5, kind="do")
    ClusterFactory(group=voiced.group, name="Tukšs temats")
    assert actions.take_over_themes(voiced.event, by=organiser) == (1, 1)
    assert actions.take_over_themes(voiced.event, by=organiser) == (0, 0)
    assert Need.objects.get().words == "Dati par pagastiem"
    assert Measure.objects.get().words == "Mācību diena"
    assert open_themes(voiced.event) == []


def test_notes_become_nothing_and_columns_of_any_name_do(voiced, organiser):
    """The columns of the game: what is lacking here becomes needs, what changes in the world does not."""
    spec = shipped_format("game")
    workshop = WorkshopFactory(event=voiced.event, stages=spec, at="closed")
    group = GroupFactory(workshop=workshop)
    lanes = [("global-social", "global-challenges", "note"), ("local-social", "local-challenges", "lack"),
             ("idea", "ideas", "do")]  # fmt: skip
    themes = {}
    for lane, stage, kind in lanes:
        assert spec.stage(stage).lane(lane).kind == kind
        themes[kind] = ClusterFactory(group=group, lane=lane, kind=kind, name=lane)
        CardFactory(
            group=group, stage=workshop.stages.get(key=stage), lane=lane, kind=kind, cluster=themes[kind], text=lane
        )
    assert {theme.name for theme in open_themes(voiced.event)} == {"local-social", "idea"}
    for raised in (actions.raise_need, actions.propose_measure):
        with pytest.raises(Refusal):
            raised(voiced.event, [themes["note"].pk], by=organiser)
    assert actions.take_over_themes(voiced.event, by=organiser) == (1, 1)
    assert (Need.objects.get().words, Measure.objects.get().words) == ("local-social", "idea")


def test_stickers_count_and_are_marked_late_votes_do_not(voiced, organiser, client):
    theme = voiced.theme("Dati", 5, dots=2)
    vote = voiced.workshop.stages.get(key="vote")
    HandCount.objects.create(group=voiced.group, stage=vote, cluster=theme, value=31, voters=7)
    BallotFactory(seat=theme.cards.first().seat, cluster=voiced.theme("Cits", 5), value=99, late=True, counted=False)
    need = actions.raise_need(voiced.event, [theme.pk], by=organiser)
    finding = finding_of(need, organiser)
    assert (finding.figures["votes"], finding.figures["people"], finding.by_hand) == (41, 12, True)
    client.force_login(organiser.account)
    assert "41<span" in client.get(f"/e/{voiced.event.slug}/needs/").content.decode()
    (other,) = open_themes(voiced.event)
    assert other.votes == 5


def test_figures_count_nobody_twice_over_two_themes(voiced, organiser):
    first = voiced.theme("Dati", 5, dots=2, municipalities=3)
    second = voiced.theme("Rādītāji", 1, dots=0)
    seat = first.cards.first().seat
    CardFactory(seat=seat, text="Vēl", cluster=second)
    need = actions.raise_need(voiced.event, [first.pk, second.pk], words="  Dati   un rādītāji ", by=organiser)
    assert need.words == "Dati un rādītāji"
    assert finding_of(need, organiser).figures == {
        "cards": 7,
        "votes": 10,
        "people": 6,
        "municipalities": 4,
        "regions": 0,
    }


def test_fewer_than_five_people_give_no_figure_and_stand_last(voiced, organiser):
    few = actions.raise_need(voiced.event, [voiced.theme("Divi", 2, dots=5).pk], by=organiser)
    many = actions.raise_need(voiced.event, [voiced.theme("Pieci", 5).pk], by=organiser)
    found = findings_of(voiced.event)
    assert [one.thing for one in found.needs] == [many, few]
    assert set(found.needs[1].figures.values()) == {None}


def test_merging_keeps_every_theme_and_every_answer(voiced, organiser):
    first = actions.raise_need(voiced.event, [voiced.theme("Dati", 5).pk], by=organiser)
    second = actions.raise_need(voiced.event, [voiced.theme("Kartes", 5).pk], by=organiser)
    measure = MeasureFactory(event=voiced.event)
    actions.answer(measure, {first.pk: Decimal(1), second.pk: Decimal("0.5")}, by=organiser)
    actions.merge([first], second, by=organiser)
    assert finding_of(second, organiser).figures["cards"] == 10
    assert list(measure.needs.all()) == [second]
    with pytest.raises(Refusal):
        actions.merge([first], second, by=organiser)
    with pytest.raises(Refusal):
        actions.merge([second], second, by=organiser)


def test_measures_merge_the_same_way(voiced, organiser):
    first = actions.propose_measure(voiced.event, [voiced.theme("Diena", 5, kind="do").pk], by=organiser)
    second = actions.propose_measure(voiced.event, [voiced.theme("Kurss", 5, kind="do").pk], by=organiser)
    need = NeedFactory(event=voiced.event)
    actions.answer(first, {need.pk: Decimal(1)}, by=organiser)
    actions.merge([first], second, by=organiser)
    assert finding_of(second, organiser).figures["votes"] == 10
    assert list(second.needs.all()) == [need]


def test_a_theme_merged_by_the_facilitator_afterwards_still_speaks(voiced, organiser):
    first, second = voiced.theme("Dati", 5), voiced.theme("Dati un kartes", 5)
    need = actions.raise_need(voiced.event, [first.pk], by=organiser)
    first.cards.update(cluster=second)
    for ballot in first.ballots.all():
        ballot.cluster = second
        ballot.save()
    first.removed_at, first.merged_into = voiced.event.created_at, second
    first.save()
    assert finding_of(need, organiser).figures["cards"] == 10


def test_what_is_not_there_or_not_of_this_kind_is_refused(voiced, organiser):
    lack, other = voiced.theme("Dati", 5), voiced_event().theme("Cits pasākums", 5)
    for themes in ([], [lack.pk, 999_999], [other.pk]):
        with pytest.raises(Refusal):
            actions.raise_need(voiced.event, themes, by=organiser)
    with pytest.raises(Refusal):
        actions.propose_measure(voiced.event, [lack.pk], by=organiser)
    with pytest.raises(Refusal):
        actions.raise_need(voiced.event, [lack.pk], words="x" * 301, by=organiser)
    assert not Need.objects.exists()


def test_only_organisers_shape(voiced, organiser):
    theme = voiced.theme("Dati", 5)
    need = actions.raise_need(voiced.event, [theme.pk], by=organiser)
    viewer = TeamMemberFactory(project=voiced.event.project, role=TeamMember.Role.VIEWER).person
    stranger = TeamMemberFactory().person
    for person in (None, viewer, stranger):
        for deed in (
            lambda p=person: actions.take_over_themes(voiced.event, by=p),
            lambda p=person: actions.reword(need, "Cits", by=p),
            lambda p=person: actions.publish_findings(voiced.event, public=True, by=p),
        ):
            with pytest.raises(Refusal) as refusal:
                deed()
            assert refusal.value.status == 403
    need.refresh_from_db()
    assert need.words == "Dati"
    assert not Findings.objects.filter(published_at__isnull=False).exists()


def test_two_organisers_writing_at_once_lose_nothing(voiced, organiser):
    text = LazyI18nString({"lv": "Pirmais", "en": "First"})
    actions.write_findings(voiced.event, lead=text, follows=text, version=1, by=organiser)
    with pytest.raises(Refusal):
        actions.write_findings(
            voiced.event, lead=LazyI18nString("Otrais"), follows=LazyI18nString(""), version=1, by=organiser
        )
    assert Findings.objects.get().lead.localize("en") == "First"
