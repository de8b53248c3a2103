"""The database's sums over themes of several events are the figures that each event's own results have."""

import datetime as dt

import pytest

from talka.events.factories import EventFactory
from talka.events.models import Registration
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging
from talka.workshops.factories import (
    BallotFactory,
    CardFactory,
    ClusterFactory,
    GroupFactory,
    SeatFactory,
    WorkshopFactory,
)
from talka.workshops.formats.spec import Kind
from talka.workshops.models import Cluster, HandCount
from talka.workshops.queries import cluster_results, theme_sums

pytestmark = pytest.mark.django_db

LATER = dt.datetime(2030, 2, 11, 10, tzinfo=dt.UTC)


def seat_of(group, person, organisation):
    registration = Registration.objects.create(
        event=group.workshop.event,
        person=person,
        organisation=organisation,
        token=f"token-{group.pk}-{person.pk}",
        code=f"{group.pk}-{person.pk}",
        state="registered",
    )
    return SeatFactory(group=group, registration=registration)


@pytest.fixture
def groups():
    """Two groups of two events on one day."""
    day = dt.date(2026, 2, 11)
    events = [EventFactory(first_day=day, last_day=day) for _number in range(2)]
    return [GroupFactory(workshop=WorkshopFactory(event=event), number=1) for event in events]


@pytest.fixture
def themes(groups):
    """Every way in which somebody can stand behind a theme, and every way in which they do not."""
    region, parish = AreaFactory(kind=Area.Kind.REGION), AreaFactory(kind=Area.Kind.PARISH)
    town = AreaFactory()
    Belonging.objects.create(child=town, parent=region)
    Belonging.objects.create(child=parish, parent=town)
    society, nowhere = OrganisationFactory(area=parish), OrganisationFactory(area=None)
    people = [PersonFactory() for _number in range(4)]
    made = []
    for group in groups:
        vote = group.workshop.stages.get(key="vote")
        report = group.workshop.stages.filter(kind=Kind.REPORT).first() or vote
        theme, other, gone, bare = ClusterFactory.create_batch(4, group=group)
        Cluster.objects.filter(pk=gone.pk).update(removed_at=LATER, merged_into=theme)
        homes = [society, nowhere, None, society]
        seats = [seat_of(group, *pair) for pair in zip(people, homes, strict=True)]
        unnamed, device = SeatFactory(group=group), SeatFactory(group=group, people=4)
        for seat in (seats[0], seats[0], unnamed, device):
            CardFactory(seat=seat, cluster=theme)
        CardFactory(seat=None, group=group, cluster=theme, from_paper=True)
        CardFactory(seat=seats[3], cluster=theme, withdrawn_at=LATER)
        CardFactory(seat=seats[3], cluster=theme, stage=report)
        CardFactory(seat=seats[3], cluster=gone)
        CardFactory(seat=seats[2], cluster=other)
        BallotFactory(seat=seats[1], cluster=theme, value=2)
        BallotFactory(seat=seats[1], cluster=other, value=1)
        BallotFactory(seat=device, cluster=other, value=5)
        BallotFactory(seat=unnamed, cluster=other, value=3, late=True, counted=False)
        BallotFactory(seat=unnamed, cluster=other, value=4, criterion="x")
        HandCount.objects.create(group=group, stage=vote, cluster=other, value=9, voters=3)
        HandCount.objects.create(group=group, stage=vote, cluster=other, value=8, voters=7, criterion="x")
        made += [theme, other, gone, bare]
    return made


def test_they_are_what_each_event_says_of_its_own(groups, themes):
    events = [group.workshop.event for group in groups]
    sums = theme_sums([event.pk for event in events], [theme.pk for theme in themes], events[0].first_day)
    said = {row.id: row for event in events for row in cluster_results(event)}
    assert sums.keys() == said.keys() and len(said) == 6
    for pk, row in said.items():
        one = sums[pk]
        assert (one.cards, one.votes, one.by_hand) == (row.cards, row.votes, row.by_hand)
        assert one.backers == row.backers
    theme, other, gone, bare = (sums.get(row.pk) for row in themes[:4])
    assert (theme.cards, theme.votes, theme.backers.people) == (5, 2, 4)
    assert (other.votes, other.by_hand, other.backers.people) == (15, 9, 9)
    assert gone is None
    assert (bare.cards, bare.votes, bare.backers.people) == (0, 0, 0)
    assert theme.backers.municipalities and theme.backers.regions and len(theme.backers.organisations) == 2


def test_of_rehearsals_other_events_and_other_themes_nothing_is_summed(groups, themes):
    first, second = groups
    on = first.workshop.event.first_day
    second.workshop.rehearsal = True
    second.workshop.save(update_fields=["rehearsal"])
    every = [theme.pk for theme in themes]
    assert theme_sums([second.workshop.event_id], every, on) == {}
    assert theme_sums([first.workshop.event_id], [themes[0].pk], on).keys() == {themes[0].pk}
    assert theme_sums([], every, on) == theme_sums([first.workshop.event_id], [], on) == {}


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_three_themes_as_for_one(groups, themes, number, django_assert_num_queries):
    events = [group.workshop.event_id for group in groups]
    wanted = [themes[0].pk, themes[1].pk, themes[4].pk][:number]
    with django_assert_num_queries(8):
        assert len(theme_sums(events, wanted, dt.date(2026, 2, 11))) == number
