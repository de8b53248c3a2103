"""Made-up peer reviews for tests."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from talka.people.factories import OrganisationFactory, PersonFactory
from talka.programmes.factories import ProgrammeFactory

from ..models import (
    Peer,
    PeerFinding,
    PeerRecommendation,
    PeerReport,
    PeerReview,
    PositionStatement,
    ReviewMeeting,
    TeamNote,
)


class PeerReviewFactory(DjangoModelFactory[PeerReview]):
    """Under way, with the days of its visit; nothing of it is public."""

    class Meta:
        model = PeerReview

    programme = factory.SubFactory(ProgrammeFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence(lambda n: f"Kā mūs redz citi {n}")
    wanted = "Gribam zināt, vai lēmumi seko attīstības programmai."
    themes = factory.LazyFunction(lambda: ["leadership", "finance"])
    own_theme = "Sadarbība ar uzņēmējiem"
    visit_from = dt.date(2026, 3, 9)
    visit_until = dt.date(2026, 3, 12)

    class Params:
        published = factory.Trait(report_public_at=factory.LazyFunction(timezone.now))


class PeerFactory(DjangoModelFactory[Peer]):
    """On the team, from another organisation."""

    class Meta:
        model = Peer

    review = factory.SubFactory(PeerReviewFactory)
    person = factory.SubFactory(PersonFactory, with_account=True, organisation=factory.SubFactory(OrganisationFactory))
    role = Peer.Role.OFFICER
    state = Peer.State.JOINED


class PositionStatementFactory(DjangoModelFactory[PositionStatement]):
    class Meta:
        model = PositionStatement

    review = factory.SubFactory(PeerReviewFactory)
    number = 1
    text = "Plānojam labi, bet izpildi vērtējam reti."


class ReviewMeetingFactory(DjangoModelFactory[ReviewMeeting]):
    class Meta:
        model = ReviewMeeting

    review = factory.SubFactory(PeerReviewFactory)
    day = dt.date(2026, 3, 10)
    starts = dt.time(9)
    ends = dt.time(10, 30)
    whom = "Nodaļu vadītāji"
    topic = "Budžets un rīcības plāns"
    peers = 2


class TeamNoteFactory(DjangoModelFactory[TeamNote]):
    class Meta:
        model = TeamNote

    peer = factory.SubFactory(PeerFactory)
    review = factory.SelfAttribute("peer.review")
    theme = "leadership"
    text = "Vadība zina, ko grib; nodaļas to neredz."


class PeerReportFactory(DjangoModelFactory[PeerReport]):
    """The final one."""

    class Meta:
        model = PeerReport

    review = factory.SubFactory(PeerReviewFactory)
    number = 1
    stage = PeerReport.Stage.FINAL
    text = "Stipra vadība, kurai trūkst rādītāju."


class PeerFindingFactory(DjangoModelFactory[PeerFinding]):
    class Meta:
        model = PeerFinding

    report = factory.SubFactory(PeerReportFactory)
    order = 1
    theme = "leadership"
    strengths = "Vienprātība domē\nZināms, ko grib"
    consider = "Nodaļas par prioritātēm uzzina pēdējās"


class PeerRecommendationFactory(DjangoModelFactory[PeerRecommendation]):
    class Meta:
        model = PeerRecommendation

    report = factory.SubFactory(PeerReportFactory)
    order = factory.Sequence(lambda n: n % 1000 + 1)
    theme = "leadership"
    words = "Reizi ceturksnī kopā izskatīt rīcības plānu."
