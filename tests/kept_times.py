"""What is kept for a time: how it comes to be, until which day it is there, from which day it is gone."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from talka.cooperation.models import AgreementImport, ProjectImport
from talka.events.factories import (
    AttendanceFactory,
    ChoiceFactory,
    EventFactory,
    InvitationFactory,
    QuestionFactory,
    RegistrationFactory,
)
from talka.events.models import Answer, Attendance, Choice, Event, Invitation, Registration, SheetImport
from talka.evidence.factories import EvidenceFileFactory, PackageFactory
from talka.evidence.models import EvidenceFile, Package
from talka.indicators.models import FigureImport
from talka.letters.factories import LetterFactory
from talka.letters.models import Letter
from talka.needs.models import Measure, Need, NeedResponse
from talka.people.factories import ConsentFactory, PersonFactory
from talka.people.models import Consent, Erasure, FailedCode, Import, PersonalLink
from talka.people.personal_links import make_token
from talka.people.traces import find_traces
from talka.plans.factories import PlanFactory
from talka.plans.models import PlanImport
from talka.programmes.factories import ProgrammeFactory, ProjectFactory, TeamMemberFactory
from talka.programmes.models import TeamMember
from talka.protection.models import Request
from talka.resources.factories import ResourceFactory
from talka.resources.models import Import as ResourceImport
from talka.resources.models import Resource
from talka.results.factories import IndicatorFactory, IndicatorValueFactory
from talka.results.factories import ReportFactory as ResultReportFactory
from talka.results.models import IndicatorValue
from talka.results.models import Report as ResultReport
from talka.workshops.factories import BallotFactory, CardFactory, GroupFactory, SeatFactory, WorkshopFactory
from talka.workshops.models import Answer as SeatAnswer
from talka.workshops.models import Ballot, Call, Card, Receipt, Seat, Sitting

START = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)
UNTIL = dt.date(2031, 12, 31)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """make: keeps something; there: whether it still tells of the person; last: the last day on which it must be there;
    gone: the first day on which it must not."""

    make: Callable[[], Any]
    there: Callable[[], bool]
    last: dt.date
    gone: dt.date


def event() -> Event:
    found = Event.objects.first()
    return found or EventFactory(project=project(), first_day=START.date(), last_day=START.date())


def project() -> Any:
    return ProjectFactory(programme=ProgrammeFactory(), retention_until=UNTIL)


def registration(**fields: Any) -> Registration:
    person = PersonFactory(given_name="Žanete", family_name="Ģībiete", email="zanete@retention.test")
    row = RegistrationFactory(event=event(), person=person, **fields)
    AttendanceFactory(registration=row, day=START.date())
    return row


def seat() -> Seat:
    workshop = WorkshopFactory(event=event())
    return SeatFactory(group=GroupFactory(workshop=workshop), registration=registration(), name="Žanete")


def named(model: Any, path: str) -> Callable[[], bool]:
    """Whether any row leads to the named person by this way."""
    return lambda: bool(model.objects.filter(**{f"{path}__family_name": "Ģībiete"}).exists())


def by_project(make: Callable[[], Any], there: Callable[[], bool]) -> Case:
    return Case(make, there, UNTIL, UNTIL + DAY)


def by_event(days: int, make: Callable[[], Any], there: Callable[[], bool]) -> Case:
    return Case(make, there, START.date() + days * DAY, START.date() + (days + 1) * DAY)


def by_age(days: int, make: Callable[[], Any], there: Callable[[], bool]) -> Case:
    return Case(make, there, START.date() + (days - 1) * DAY, START.date() + (days + 1) * DAY)


def consent() -> Consent:
    person = PersonFactory(with_account=True)
    return ConsentFactory(person=person, withdrawn_at=timezone.now(), wording="Es, Ģībiete, piekrītu")


def failed_job() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, scheduled_at) "
            "VALUES ('default', 'old', '{}', 'failed', %s)",
            [timezone.now()],
        )
        cursor.execute("UPDATE procrastinate_events SET at = %s", [timezone.now()])


def jobs_there() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'old'")
        return bool(cursor.fetchone()[0])


def session() -> None:
    Session.objects.create(session_key="x" * 32, session_data="x", expire_date=timezone.now() + 14 * DAY)


def response() -> None:
    need = Need.objects.create(programme=project().programme, words="Ceļi")
    NeedResponse.objects.create(need=need, person=PersonFactory(), confirms=True, wording="Ceļi")


def measure() -> None:
    Measure.objects.create(programme=project().programme, words="Ceļi", expert=PersonFactory())


def table_of_a_plan() -> None:
    PlanImport.objects.create(plan=PlanFactory(), kind="goals", file_name="m.csv", by=PersonFactory())


def table_of_projects() -> None:
    ProjectImport.objects.create(kind="projects", file_name="p.csv", by=PersonFactory())


def answer_of_seat() -> None:
    row = seat()
    stage = row.workshop.stages.first()
    SeatAnswer.objects.create(seat=row, stage=stage, question="story", text="Zvaniet")


def answer_at_registration() -> None:
    question = QuestionFactory(event=event(), kind="text", key="x")
    Answer.objects.create(registration=registration(), question=question, value="x")


def request() -> None:
    day = START.date()
    Request.objects.create(kind="access", channel="mail", came_on=day, due_on=day, outcome="done", answered_on=day)


def table() -> None:
    told = {"rows": [{"x": "y"}], "faults": [{"x": "y"}], "file_name": "z.csv"}
    SheetImport.objects.create(event=event(), kind="registrations", state="checked", **told)


def address_list() -> None:
    Import.objects.create(kind="persons", by=PersonFactory(), rows=[[1, {}]])


def table_of_figures() -> None:
    FigureImport.objects.create(file_name="x.csv", by=PersonFactory())


def wrong_code() -> None:
    FailedCode.objects.create(what="x", address="192.0.2.1")


def link() -> None:
    make_token(PersonFactory(), "x", lasts=7 * DAY)


def sitting() -> None:
    row = seat()
    Sitting.objects.create(seat=row, group=row.group, round=1)


def resource_taken_back() -> None:
    """Of a person of the register, and of another by words that were changed since."""
    person = PersonFactory(with_account=True)
    told = {"entered_by": person, "confirmed_by": person, "withdrawn_at": timezone.now()}
    ResourceFactory(contact_person=person, **told)
    named = ResourceFactory(contact_name="Žanete Ģībiete", contact_email="zanete@retention.test", **told)
    Resource.objects.filter(pk=named.pk).update(contact_name="Birojs", contact_office=True)


def contacts_there() -> bool:
    led_to = Resource.objects.exclude(contact_person=None, entered_by=None, confirmed_by=None)
    return led_to.exists() or bool(find_traces(["zanete@retention.test", "Žanete Ģībiete"]))


CASES: dict[str, list[Case]] = {
    "people.Person": [
        Case(registration, lambda: bool(find_traces(["zanete@retention.test"])), UNTIL, UNTIL + DAY),
        Case(
            lambda: PersonFactory(email="alone@retention.test"),
            lambda: bool(find_traces(["alone@retention.test"])),
            START.date() + 365 * DAY,
            START.date() + 367 * DAY,
        ),
    ],
    "people.PersonalLink": [by_age(37, link, PersonalLink.objects.exists)],
    "people.Consent": [by_age(365, consent, lambda: bool(find_traces(["Es, Ģībiete"])))],
    "people.Import": [by_age(1, address_list, Import.objects.exists)],
    "indicators.FigureImport": [by_age(30, table_of_figures, FigureImport.objects.exists)],
    "cooperation.ProjectImport": [by_age(1, table_of_projects, ProjectImport.objects.exists)],
    "plans.PlanImport": [by_age(1, table_of_a_plan, PlanImport.objects.exists)],
    "people.FailedCode": [by_age(1, wrong_code, FailedCode.objects.exists)],
    "letters.Letter": [by_age(365, LetterFactory, Letter.objects.exclude(to_address="").exists)],
    "events.Registration": [
        by_project(registration, named(Registration, "person")),
        by_event(30, lambda: registration(diet="rieksti"), Registration.objects.exclude(diet="").exists),
    ],
    "events.Choice": [by_project(lambda: ChoiceFactory(registration=registration()), Choice.objects.exists)],
    "events.Answer": [by_event(30, answer_at_registration, Answer.objects.exists)],
    "events.Attendance": [by_project(registration, named(Attendance, "registration__person"))],
    "events.Invitation": [by_project(lambda: InvitationFactory(event=event()), Invitation.objects.exists)],
    "events.SheetImport": [
        by_age(7, table, SheetImport.objects.exclude(rows=[], faults=[], file_name="").exists),
    ],
    "results.IndicatorValue": [
        by_project(
            lambda: IndicatorValueFactory(indicator=IndicatorFactory(project=project()), by=PersonFactory()),
            lambda: (
                IndicatorValue.objects.exclude(by=None).exists()
                or IndicatorValue.versions.rel.related_model.objects.exclude(by=None).exists()
            ),
        )
    ],
    "results.Report": [
        by_project(
            lambda: ResultReportFactory(project=project(), handed_in_by=PersonFactory()),
            lambda: ResultReport.objects.exclude(handed_in_by=None).exists(),
        )
    ],
    "needs.NeedResponse": [by_project(response, NeedResponse.objects.exists)],
    "needs.Measure": [by_project(measure, Measure.objects.exclude(expert=None).exists)],
    "resources.Resource": [by_age(365, resource_taken_back, contacts_there)],
    "resources.Import": [
        by_age(1, lambda: ResourceImport.objects.create(by=PersonFactory()), ResourceImport.objects.exists)
    ],
    "cooperation.AgreementImport": [
        by_age(1, lambda: AgreementImport.objects.create(by=PersonFactory()), AgreementImport.objects.exists)
    ],
    "programmes.TeamMember": [by_project(lambda: TeamMemberFactory(project=project()), TeamMember.objects.exists)],
    "workshops.Seat": [
        by_project(seat, named(Seat, "registration__person")),
        by_event(30, seat, Seat.objects.exclude(name="").exists),
    ],
    "workshops.Receipt": [
        by_event(2, lambda: Receipt.objects.create(id=uuid.uuid4(), seat=seat(), digest=b"x"), Receipt.objects.exists)
    ],
    "workshops.Sitting": [by_project(sitting, Sitting.objects.exists)],
    "workshops.Card": [by_project(lambda: CardFactory(seat=seat()), named(Card, "seat__registration__person"))],
    "workshops.Call": [
        by_event(30, lambda: Call.objects.create(group=seat().group, to="help", words="Palīgā"), Call.objects.exists)
    ],
    "workshops.Ballot": [by_project(lambda: BallotFactory(seat=seat()), named(Ballot, "seat__registration__person"))],
    "workshops.Answer": [by_project(answer_of_seat, SeatAnswer.objects.exclude(text="").exists)],
    "protection.Request": [by_age(731, request, Request.objects.exists)],
    "people.Erasure": [
        by_age(1095, lambda: Erasure.objects.create(person_key="x", at=timezone.now()), Erasure.objects.exists)
    ],
    "evidence.EvidenceFile": [
        by_project(lambda: EvidenceFileFactory(event=event()), EvidenceFile.objects.exclude(file="").exists)
    ],
    "evidence.Package": [
        by_project(
            lambda: PackageFactory(project=event().project, event=event()), Package.objects.exclude(file="").exists
        )
    ],
    "sessions.Session": [by_age(14, session, Session.objects.exists)],
    "procrastinate.ProcrastinateJob": [by_age(30, failed_job, jobs_there)],
}
