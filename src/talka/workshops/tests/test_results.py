"""What group work hands to the rooms above: themes, votes, and who stands behind them."""

import pytest

from talka.events.factories import EventFactory
from talka.events.models import Registration
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Organisation
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging
from talka.workshops.factories import (
    BallotFactory,
    CardFactory,
    ClusterFactory,
    GroupFactory,
    ReportFactory,
    SeatFactory,
    WorkshopFactory,
)
from talka.workshops.models import HandCount
from talka.workshops.queries import cluster_results, combined, group_results

pytestmark = pytest.mark.django_db


def registered(event, organisation, number):
    return Registration.objects.create(
        event=event,
        person=PersonFactory(organisation=organisation),
        organisation=organisation,
        token=f"token-{event.pk}-{number}",
        code=f"K{number}",
        state="registered",
    )


@pytest.fixture
def group():
    return GroupFactory(workshop=WorkshopFactory(event=EventFactory()), number=1)


def test_a_table_s_device_and_stickers_stand_for_as_many_as_gave_them(group):
    theme, other = ClusterFactory.create_batch(2, group=group)
    device, late = SeatFactory(group=group, people=4), SeatFactory(group=group)
    vote = group.workshop.stages.get(key="vote")
    CardFactory(seat=device, cluster=theme)
    BallotFactory(seat=device, cluster=theme, value=6)
    BallotFactory(seat=late, cluster=theme, value=5, late=True, counted=False)
    BallotFactory(seat=late, cluster=theme, value=4, criterion="x")
    for cluster, value, voters in ((theme, 9, 3), (other, 4, 2)):
        HandCount.objects.create(group=group, stage=vote, cluster=cluster, value=value, voters=voters)
    first, second = cluster_results(group.workshop.event)
    assert (first.votes, first.by_hand, first.voters, first.backers.people) == (15, 9, 7, 7)
    assert first.cards == 1
    assert (second.votes, second.by_hand, second.voters) == (4, 4, 2)
    assert combined([first.backers, second.backers]).people == 7, "the two are among the three"
    (row,) = group_results(group.workshop.event)
    assert (row.seats, row.voters) == (5, 7)


def test_people_organisations_and_municipalities_behind_a_theme(group):
    region = AreaFactory(kind=Area.Kind.REGION)
    towns = AreaFactory.create_batch(2)
    parish = AreaFactory(kind=Area.Kind.PARISH)
    for town in towns:
        Belonging.objects.create(child=town, parent=region)
    Belonging.objects.create(child=parish, parent=towns[0])
    event = group.workshop.event
    council = OrganisationFactory(area=towns[0])
    society = OrganisationFactory(area=parish, kind=Organisation.Kind.NGO)
    other = OrganisationFactory(area=towns[1])
    seats = [
        SeatFactory(group=group, registration=registered(event, organisation, number))
        for number, organisation in enumerate([council, society, other])
    ]
    anonymous = SeatFactory(group=group)
    data, skills = ClusterFactory.create_batch(2, group=group)
    CardFactory(seat=seats[0], cluster=data)
    CardFactory(seat=seats[0], cluster=data)
    CardFactory(seat=seats[1], cluster=data)
    CardFactory(seat=None, group=group, cluster=data, from_paper=True)
    CardFactory(seat=seats[2], cluster=data, withdrawn_at="2030-02-11T10:00Z")
    CardFactory(seat=anonymous, cluster=skills)
    BallotFactory(seat=seats[2], cluster=data, value=3)
    BallotFactory(seat=anonymous, cluster=data, value=1)

    first, second = cluster_results(event)

    assert (first.id, first.cards, first.unsigned, first.votes, first.voters) == (data.pk, 4, 1, 4, 2)
    assert first.backers.people == 4
    assert first.backers.municipalities == {town.pk for town in towns}
    assert first.backers.regions == {region.pk}
    assert (second.cards, second.votes, second.backers.organisations) == (1, 0, frozenset())
    assert combined([first.backers, second.backers]).people == 4


def test_removed_themes_and_other_events_do_not_count(group):
    gone = ClusterFactory(group=group, removed_at="2030-02-11T10:00Z")
    CardFactory(seat=SeatFactory(group=group), cluster=gone)
    ClusterFactory()
    assert cluster_results(group.workshop.event) == ()


def test_what_a_group_reported(group):
    ReportFactory(group=group, text="Mums vajag kopīgu datu krātuvi.")
    few, many = ClusterFactory.create_batch(2, group=group)
    seat = SeatFactory(group=group)
    BallotFactory(seat=seat, cluster=few, value=1)
    BallotFactory(seat=seat, cluster=many, value=4)
    CardFactory(seat=seat)
    (row,) = group_results(group.workshop.event)
    assert row.report == "Mums vajag kopīgu datu krātuvi."
    assert [cluster.id for cluster in row.clusters] == [many.pk, few.pk]
    assert (row.seats, row.voters, row.cards, row.unclustered) == (1, 1, 1, 1)


@pytest.mark.parametrize("themes", [1, 3])
def test_as_many_queries_for_three_themes_as_for_one(group, themes, django_assert_num_queries):
    area = AreaFactory()
    for number in range(themes):
        organisation = OrganisationFactory(area=area)
        seat = SeatFactory(group=group, registration=registered(group.workshop.event, organisation, number))
        CardFactory(seat=seat, cluster=ClusterFactory(group=group))
    with django_assert_num_queries(9):
        assert len(cluster_results(group.workshop.event)) == themes
