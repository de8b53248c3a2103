"""What a planted place has of events: who comes, and the group work with what became of it."""

import datetime as dt

from django.utils import timezone

from talka.events.actions.release import freeze
from talka.events.factories import (
    AgendaItemFactory,
    AttendanceFactory,
    CertificateFactory,
    ChoiceFactory,
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
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Import, Person
from talka.programmes.factories import ProgrammeFactory
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

from .planted_place import Place


def plant_event(place: Place, open_to_all: bool) -> Event:
    word, has = place.word, place.has
    today = timezone.localdate()
    title = f"{place.mark} pasākums" if open_to_all else word("event")
    event = EventFactory(
        project=place.project,
        slug=f"{place.mark}-pasakums",
        title=two(title, title),
        state=Event.State.PUBLISHED if open_to_all else Event.State.DRAFT,
        first_day=today,
        # it goes on at whatever hour these tests run
        starts_at=timezone.make_aware(dt.datetime.combine(today, dt.time.min)),
        ends_at=timezone.make_aware(dt.datetime.combine(today, dt.time.max)),
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


def plant_people(place: Place, event: Event, organiser: Person) -> None:
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


def plant_group_work(place: Place, event: Event, organiser: Person) -> None:
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
