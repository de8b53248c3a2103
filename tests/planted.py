"""A world with words that stand nowhere else, to see who gets to read them: one place open to all, one that is not.

Each place is a project with an event and everything that can hang on one. A planted word says where and what it is, so
that a test that finds it where it must not be can name it.
"""

import datetime as dt
import io
import secrets
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from talka.decisions.models import DecisionRun
from talka.documents.storage import private_storage
from talka.events.actions.release import freeze
from talka.events.factories import (
    AgendaItemFactory,
    AttendanceFactory,
    CertificateFactory,
    ChoiceFactory,
    CostFactory,
    EventFactory,
    FeedbackAnswerFactory,
    InvitationFactory,
    PhotoFactory,
    PresentationFactory,
    QuestionFactory,
    QuotaFactory,
    RegistrationFactory,
    two,
)
from talka.events.models import Answer, Event, SheetImport
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
from talka.needs.models import (
    BlockedDay,
    CatalogueMeasure,
    Competence,
    Findings,
    FollowUp,
    Measure,
    MeasureEvidence,
    Need,
    NeedEvidence,
    NeedResponse,
)
from talka.people import signin
from talka.people.factories import ConsentFactory, OrganisationFactory, PersonFactory
from talka.people.models import Import, Person
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
from talka.programmes.models import Project, TeamMember
from talka.protection.models import Facts, Request
from talka.resources.factories import PaperFactory, ResourceFactory
from talka.resources.factories import PhotoFactory as ResourcePhotoFactory
from talka.resources.models import Import as ResourceImport
from talka.results.factories import IndicatorFactory, IndicatorValueFactory
from talka.results.factories import ReportFactory as ResultReportFactory
from talka.territories.factories import AreaFactory
from talka.workshops.actions.formats import copy_format
from talka.workshops.actions.setup import default_format
from talka.workshops.factories import (
    BallotFactory,
    CardFactory,
    ClusterFactory,
    GroupFactory,
    ReportFactory,
    SeatFactory,
    WorkshopFactory,
)

ROLES = ("anonymous", "outsider", "viewer", "auditor", "facilitator", "stranger", "organiser", "administrator")
"""Stranger: an organiser, but of another programme's project."""


@dataclass
class Place:
    """One project and what hangs on it; `words` are what is planted, by kind."""

    mark: str
    project: Project
    words: dict[str, str] = field(default_factory=dict)
    has: dict[str, Any] = field(default_factory=dict)

    def word(self, kind: str) -> str:
        return self.words.setdefault(kind, f"zq{self.mark}{kind}")


@dataclass
class World:
    """`own`: where the roles of the tests hold. `hidden`: a project of the same programme that only its team knows."""

    own: Place
    hidden: Place
    people: dict[str, Person]

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
    places[1].words["project"] = "zqhiddenproject"
    return World(places[0], places[1], people)


def _fill(place: Place, organiser: Person) -> Place:
    word, has, project = place.word, place.has, place.project
    open_to_all = place.mark == "own"
    has["activity"] = ActivityFactory(project=project, number="1")  # the one sent by the deeds is "9"
    line = BudgetLineFactory(project=project, title=two(word("budgetline"), word("budgetline")))
    has["line"] = line
    has["partner"] = ProjectPartnerFactory(project=project)
    has["member"] = TeamMemberFactory(project=project, role=TeamMember.Role.VIEWER, person__with_account=False)
    event = _event(place, open_to_all)
    _people(place, event, organiser)
    _group_work(place, event, organiser)
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


def _picture(told: str) -> bytes:
    """A picture that says so beside its pixels."""
    told_beside, out = PngInfo(), io.BytesIO()
    told_beside.add_text("Comment", told)
    Image.new("RGB", (8, 8)).save(out, "PNG", pnginfo=told_beside)
    return out.getvalue()


def _evidence(place: Place, event: Event) -> None:
    """A file, a publication and a statement for the funder, a ZIP of the event and one of the project."""
    word, has = place.word, place.has
    has["evidence"] = EvidenceFileFactory(
        event=event,
        caption=word("evidencecaption"),
        content=_picture(word("evidencefile")),
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


def _event(place: Place, open_to_all: bool) -> Event:
    word, has = place.word, place.has
    today = timezone.localdate()
    title = f"{place.mark} pasākums" if open_to_all else word("event")
    event = EventFactory(
        project=place.project,
        slug=f"{place.mark}-pasakums",
        title=two(title, title),
        state=Event.State.PUBLISHED if open_to_all else Event.State.DRAFT,
        first_day=today,
        registration_open=True,
        feedback_open=True,
        capacity=100,
        room_code=f"KDS{'AB'[open_to_all]}2345",
        certificate_hours=6,
    )
    has["event"] = event
    has["item"] = AgendaItemFactory(event=event, key="lekcija")
    has["group_item"] = AgendaItemFactory(event=event, key="grupa", kind="group", block="grupas", capacity=20)
    AgendaItemFactory(event=event, key="otra-grupa", kind="group", block="grupas", capacity=20)
    freeze(event)
    AgendaItemFactory(event=event, key="melnraksts", title=two(word("draftitem"), word("draftitem")))
    has["presentation"] = PresentationFactory(
        item=has["item"],
        title=two(word("presentation"), word("presentation")),
        url=f"https://example.org/{word('presentationurl')}",
    )
    has["photo"] = PhotoFactory(event=event, caption=two(word("photo"), word("photo")))
    has["question"] = QuestionFactory(event=event, key="jautajums")
    has["quota"] = QuotaFactory(event=event, each_organisation=True, seats=50)
    return event


def _people(place: Place, event: Event, organiser: Person) -> None:
    word, has = place.word, place.has
    area = AreaFactory()
    home = OrganisationFactory(area=area)
    person = PersonFactory(
        family_name=word("name"), email=f"{word('email')}@example.test", phone=word("phone"), organisation=home
    )
    registration = RegistrationFactory(
        event=event, person=person, token=word("token"), code="ABC234", diet=word("diet"), access_needs=word("access")
    )
    Answer.objects.create(registration=registration, question=has["question"], value=word("answer"))
    ChoiceFactory(registration=registration, item=has["group_item"])
    AttendanceFactory(registration=registration)
    has |= {"area": area, "organisation": home, "person": person, "registration": registration}
    has["certificate"] = CertificateFactory(registration=registration)
    invited = PersonFactory(family_name=word("invited"), email=f"{word('invitedemail')}@example.test")
    has["invitation"] = InvitationFactory(event=event, person=invited, token=word("invitationtoken"))
    FeedbackAnswerFactory(event=event, best=word("feedback"))
    row = {"row": 2, "given_name": "Ina", "family_name": word("importrow"), "email": "ina@example.test"}
    for kind in SheetImport.Kind.values:
        has[f"import {kind}"] = SheetImport.objects.create(
            event=event,
            kind=kind,
            state=SheetImport.State.CHECKED,
            by=organiser,
            file_name="t.csv",
            rows=[row],
            row_count=1,
            faults=[{"row": 3, "column": "email", "text": word("importfault")}],
            faulty_count=1,
        )
    has["people import"] = Import.objects.create(
        kind="persons", by=organiser, file_name="p.csv", rows=[], faults=[[2, "email", word("importfault"), ""]]
    )
    has["signin"] = signin.make_link(organiser).strip("/").split("/")[-1]


def _group_work(place: Place, event: Event, organiser: Person) -> None:
    """Cards that only the group reads, in themes behind a need and a proposal not yet published."""
    word, has = place.word, place.has
    workshop = WorkshopFactory(
        event=event,
        block="grupas",
        slug="grupas",
        audience="group",
        code=f"GRP{'CD'[place.mark == 'own']}34",
        at="vote",
    )
    group = GroupFactory(workshop=workshop, number=1, item=has["group_item"], name="Pirmā")
    seat = SeatFactory(group=group, registration=has["registration"], credential=f"seat-{place.mark}")
    theme = ClusterFactory(group=group, name=word("theme"))
    proposed = ClusterFactory(group=group, name=word("themedo"), kind="do")
    has["card"] = CardFactory(seat=seat, cluster=theme, text=word("card"))
    CardFactory(seat=seat, cluster=proposed, kind="do", text=word("carddo"))
    BallotFactory(seat=seat, cluster=theme)
    ReportFactory(group=group, text=word("report"))
    has |= {"workshop": workshop, "group": group, "theme": theme}
    called = dict.fromkeys(("lv", "en"), word("format"))
    has["format"] = copy_format(place.project, default_format(), title=called, by=organiser)
    programme = place.project.programme
    Findings.objects.create(event=event, lead=two(word("findings"), word("findings")))
    has["competence"] = Competence.objects.filter(programme=None).first()
    has["need"] = Need.objects.create(event=event, programme=programme, words=word("need"))
    NeedEvidence.objects.create(need=has["need"], cluster=theme)
    expert = PersonFactory(family_name=word("expert"))
    has["measure"] = Measure.objects.create(event=event, programme=programme, words=word("measure"), expert=expert)
    MeasureEvidence.objects.create(measure=has["measure"], cluster=proposed)
    NeedResponse.objects.create(
        need=has["need"], person=has["person"], confirms=False, wording=word("need"), words=word("correction")
    )
    has["kept"] = CatalogueMeasure.objects.create(title=two(word("kept"), word("kept")))
    # Both projects lie in one programme, whose alternatives and taken days the teams of both know: hidden ones lie
    # elsewhere.
    whose = programme if place.mark == "own" else ProgrammeFactory(public=False)
    has["follow_up"] = FollowUp.objects.create(programme=whose, title=word("followup"))
    has["taken"] = BlockedDay.objects.create(programme=whose, day=dt.date(2030, 1, 1), why=word("taken"))
