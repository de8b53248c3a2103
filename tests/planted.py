"""A world with words that stand nowhere else, to see who gets to read them: one place open to all, one that is not.

Each place is a project with an event and everything that can hang on one. A planted word says where and what it is, so
that a test that finds it where it must not be can name it.
"""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from talka.decisions.models import DecisionRun
from talka.documents.storage import private_storage
from talka.events.factories import (
    CostFactory,
    two,
)
from talka.events.models import Event
from talka.evidence.factories import (
    EvidenceFileFactory,
    OwnItemFactory,
    PackageFactory,
    PublicationFactory,
    StatementFactory,
)
from talka.indicators.actions.comparisons import keep
from talka.indicators.comparing.choice import Choice
from talka.indicators.factories import ObservationFactory
from talka.indicators.models import Chart, FigureImport
from talka.letters.factories import LetterFactory
from talka.people.factories import ConsentFactory, PersonFactory
from talka.people.models import Person
from talka.plans.factories import (
    GoalFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanProjectFactory,
    PlanValueFactory,
)
from talka.plans.models import PlanImport
from talka.programmes.factories import (
    ActivityFactory,
    BudgetLineFactory,
    ProgrammeFactory,
    ProjectFactory,
    ProjectPartnerFactory,
    TeamMemberFactory,
)
from talka.programmes.models import TeamMember
from talka.protection.models import Facts, Request
from talka.resources.factories import PaperFactory, ResourceFactory
from talka.resources.factories import PhotoFactory as ResourcePhotoFactory
from talka.resources.models import Import as ResourceImport
from talka.results.factories import IndicatorFactory, IndicatorValueFactory
from talka.results.factories import ReportFactory as ResultReportFactory

from . import planted_initiatives
from .planted_cooperation import plant_agreement, plant_case, plant_joint_project
from .planted_events import plant_event, plant_group_work, plant_people
from .planted_initiatives import plant_initiatives
from .planted_learning import plant_training
from .planted_learning_angels import plant_angels
from .planted_learning_applications import plant_applications
from .planted_learning_assessments import plant_assessments
from .planted_learning_certificates import plant_certificate
from .planted_learning_homework import plant_between
from .planted_learning_networks import plant_networks
from .planted_learning_plans import plant_plans
from .planted_learning_reviews import plant_reviews
from .planted_place import Place, picture

ROLES = ("anonymous", "outsider", "viewer", "auditor", "facilitator", "stranger", "organiser", "administrator")
"""Stranger: an organiser, but of another programme's project."""


@dataclass
class World:
    """`own`: where the roles of the tests hold. `hidden`: a project of the same programme that only its team knows."""

    own: Place
    hidden: Place
    people: dict[str, Person]

    def kept_from_all(self) -> set[str]:
        """Planted words that somebody without an account reads nowhere."""
        own = {
            word
            for name, word in self.own.words.items()
            if "anonymous" not in planted_initiatives.KNOWN_TO.get(name, ())
        }
        return own | set(self.hidden.words.values())

    def client(self, role: str) -> Client:
        client = Client(raise_request_exception=False)
        if role in self.people:
            client.force_login(self.people[role].account)
        return client


def build() -> World:
    """Two programmes with two projects each, and a person of every role."""
    first, second = ProgrammeFactory(slug="pirma"), ProgrammeFactory(slug="otra")
    own = ProjectFactory(programme=first, slug="savs")
    hidden = ProjectFactory(
        programme=first, slug="slepts", public=False, title=two("zqhiddenproject", "zqhiddenproject")
    )
    other = ProjectFactory(programme=second, slug="svess")
    ProjectFactory(programme=second, slug="vel-viens", public=False)
    people = {"outsider": PersonFactory(with_account=True), "administrator": PersonFactory(administrator=True)}
    for role in ("viewer", "auditor", "facilitator", "organiser"):
        people[role] = TeamMemberFactory(project=own, role=role).person
    people["stranger"] = TeamMemberFactory(project=other, role=TeamMember.Role.ORGANISER).person
    ConsentFactory(person=people["outsider"])
    places = [_fill(Place("own", own), people["organiser"]), _fill(Place("hidden", hidden), people["administrator"])]
    places[1].word("project")
    return World(places[0], places[1], people)


def _fill(place: Place, organiser: Person) -> Place:
    word, has, project = place.word, place.has, place.project
    open_to_all = place.mark == "own"
    has["activity"] = ActivityFactory(project=project, number="1")  # the one sent by the deeds is "9"
    line = BudgetLineFactory(project=project, title=two(word("budgetline"), word("budgetline")))
    has["line"] = line
    has["partner"] = ProjectPartnerFactory(project=project)
    has["member"] = TeamMemberFactory(project=project, role=TeamMember.Role.VIEWER, person__with_account=False)
    event = plant_event(place, open_to_all)
    plant_people(place, event, organiser)
    plant_group_work(place, event, organiser)
    has["cost"] = CostFactory(event=event, what=word("cost"), planned_eur=777, budget_line=line)
    _results(place)
    _evidence(place, event)
    _figures(place, organiser)
    _resources(place, organiser)
    has["request"] = Request.objects.create(
        kind="access", channel="mail", came_on=dt.date(2026, 1, 2), due_on=dt.date(2026, 2, 2), person=has["person"]
    )
    Facts.objects.create(project=project, law=two(word("lawofproject"), word("lawofproject")), place=word("place"))
    _plans(place, organiser)
    plant_case(place)
    plant_agreement(place, organiser)
    plant_joint_project(place, organiser)
    plant_initiatives(place)
    plant_training(place)
    plant_certificate(place)
    plant_between(place)
    plant_applications(place)
    plant_assessments(place)
    plant_angels(place)
    plant_networks(place)
    plant_plans(place)
    plant_reviews(place)
    has["letter"] = LetterFactory(
        about_kind="event", about_id=str(event.pk), subject=word("letter"), to_name=word("lettername")
    )
    return place


def _figures(place: Place, owner: Person) -> None:
    """A comparison, an index and a table on its way in that only who made them reads; figures for everybody."""
    word, has = place.word, place.has
    figure = ObservationFactory(area=has["area"])
    has["area indicator"], has["release"] = figure.indicator, figure.release
    choice = Choice((has["area"].key,), (figure.indicator.key,))
    has["chart"] = Chart.objects.create(
        digest=secrets.token_hex(32), name=f"{has['area'].key}/way/{place.mark}", svg="<svg/>"
    )
    has["comparison"] = keep(choice, word("comparison"), by=owner)
    has["index run"] = DecisionRun.objects.create(
        method="composite-index",
        version="1",
        subject_kind="index",
        subject_id="own",
        parameters={"title": word("indexrun")},
        input_digest="0" * 64,
        fault=word("indexrun"),
        state=DecisionRun.State.FAILED,
        created_by=owner,
    )
    has["figure import"] = FigureImport.objects.create(
        state=FigureImport.State.FAILED, file_name=f"{word('figureimport')}.xlsx", fault=word("figureimport"), by=owner
    )


def _plans(place: Place, organiser: Person) -> None:
    """A planning document that is still a draft, with its chain and a table of it under way."""
    word, has = place.word, place.has
    plan = PlanFactory(key=f"{place.mark}-programma", draft=True, title=two(word("plan"), word("plan")))
    has["plan"] = plan
    has["goal"] = GoalFactory(plan=plan, title=two(word("goal"), word("goal")))
    title = two(word("planproject"), word("planproject"))
    has["plan project"] = PlanProjectFactory(plan=plan, goal=has["goal"], title=title)
    title = two(word("planindicator"), word("planindicator"))
    has["plan indicator"] = PlanIndicatorFactory(plan=plan, goal=has["goal"], title=title)
    has["plan value"] = PlanValueFactory(indicator=has["plan indicator"], note=word("planvalue"))
    has["plan import"] = PlanImport.objects.create(
        plan=plan,
        kind="goals",
        by=organiser,
        file_name="m.csv",
        found=["number"],
        faults=[[2, "", word("planfault"), ""]],
        result={"new": 0, "changed": 0, "same": 0},
    )


def _results(place: Place) -> None:
    """An indicator that only the team sees, a value with a file, a draft of a report; and one that all may see."""
    word, has, project = place.word, place.has, place.project
    IndicatorFactory(project=project, public=True, counted="events")
    has["indicator"] = IndicatorFactory(project=project, title=two(word("indicator"), word("indicator")))
    stored = private_storage().save(f"zq/{place.mark}.edoc", ContentFile(word("indicatorproof").encode()))
    has["value"] = IndicatorValueFactory(
        indicator=has["indicator"],
        evidence=word("indicatorvalue"),
        file=stored,
        file_name="proof.edoc",
        media_type="application/vnd.etsi.asic-e+zip",
    )
    has["result report"] = ResultReportFactory(project=project, summary=two(word("resultreport"), word("resultreport")))


def _resources(place: Place, organiser: Person) -> None:
    """What the place's area has: whom to ask is for teams; what was taken back for those who can bring it back."""
    word, has = place.word, place.has
    has["resource"] = ResourceFactory(
        area=has["area"], contact_name=word("contact"), contact_email=f"{word('contactmail')}@example.test"
    )
    has["resource photo"] = ResourcePhotoFactory(resource=has["resource"])
    has["resource paper"] = PaperFactory(resource=has["resource"])
    ResourceFactory(area=has["area"], title=two(word("takenback"), word("takenback")), withdrawn_at=timezone.now())
    has["resource import"] = ResourceImport.objects.create(
        by=organiser, file_name="r.csv", rows=[], faults=[[2, "area", word("importfault"), ""]]
    )


def _evidence(place: Place, event: Event) -> None:
    """A file, a publication and a statement for the funder, a ZIP of the event and one of the project."""
    word, has = place.word, place.has
    has["evidence"] = EvidenceFileFactory(
        event=event,
        caption=word("evidencecaption"),
        content=picture(word("evidencefile")),
        file_name="p.png",
        media_type="image/png",
        kind="image",
    )
    has["publication"] = PublicationFactory(event=event, title=word("publication"))
    StatementFactory(event=event, reason=word("statement"))
    has["package"] = PackageFactory(event=event, content=word("package"))
    has["project package"] = PackageFactory(event=None, project=event.project, content=word("package"))
    whose = event.project.programme
    has["own item"] = OwnItemFactory(programme=whose, key=f"protokols-{place.mark}")
