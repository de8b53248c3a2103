"""What somebody with a rare name leaves in the house: in rows, files, letters and jobs."""

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal

import docx
import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from talka.documents.report import Report, report_pdf
from talka.events.actions import certificates, check_in, feedback, invitations, photos, presentations, release, speakers
from talka.events.factories import AgendaItemFactory, QuestionFactory, two
from talka.events.models import Event, Registration
from talka.indicators.models import FigureImport
from talka.letters.actions import File, queue_letter
from talka.letters.rendering import Words
from talka.needs.models import Measure, Need, NeedResponse
from talka.people import own
from talka.people.actions import change_person, give_consent, merge_persons
from talka.people.actions.accounts import create_account
from talka.people.actions.persons import PersonData
from talka.people.factories import PersonFactory
from talka.people.models import Import, Person
from talka.programmes.factories import TeamMemberFactory
from talka.programmes.models import TeamMember
from talka.protection.actions.requests import note_request, restrict
from talka.resources import actions as resources
from talka.resources.actions.imports import check_import
from talka.results.actions.values import ValueData, enter_value
from talka.results.factories import IndicatorFactory
from talka.territories.factories import AreaFactory
from talka.workshops.factories import (
    BallotFactory,
    CardFactory,
    ClusterFactory,
    GroupFactory,
    SeatFactory,
    WorkshopFactory,
)
from talka.workshops.models import Call

GIVEN, FAMILY, MAIL, PHONE = "Ksaverijs", "Žvīgurģis", "ksaverijs@zvigurgi.test", "+371 26 997 531"
STEMS = ("Žvīgurģ", "Žvīgurg", "ksaverij", "zvigurgi.test", "26997531")
"""By stems, because Latvian bends names: Žvīgurģis, Žvīgurģa, Ksaverijam."""
TODAY = dt.date(2026, 6, 1)
UNTIL = dt.date(2031, 12, 31)


def paper() -> bytes:
    out = io.BytesIO()
    written = docx.Document()
    written.add_paragraph(f"Stāsta {GIVEN} {FAMILY}, tālr. {PHONE}")
    written.core_properties.author = f"{GIVEN} {FAMILY}"
    written.save(out)
    return out.getvalue()


def picture() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = f"{GIVEN} {FAMILY}".encode()  # Artist
    exif[0x010E] = "Zvigurgis pie kafijas"
    Image.new("RGB", (300, 200), "green").save(out, "JPEG", exif=exif, comment=MAIL.encode())
    return out.getvalue()


def sheet() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append([GIVEN, FAMILY, MAIL, PHONE])
    book.save(out)
    return out.getvalue()


def named_pdf() -> bytes:
    return report_pdf(Report(title=f"{GIVEN} {FAMILY}", author=FAMILY, lead=f"{FAMILY}, {MAIL}"))


class Life:
    """What the person left in the house."""

    def __init__(self, event: Event, organiser: Person) -> None:
        self.event, self.organiser = event, organiser
        self.client, self.administrator = Client(), PersonFactory(administrator=True, given_name="Andris")
        self.imported()
        self.invited()
        self.registered()
        self.spoke()
        self.worked()
        self.came()
        self.served()
        self.knew_of_a_place()
        self.wrote_to_us()
        FigureImport.objects.create(file_name=f"{FAMILY}.csv", by=self.person)

    def imported(self) -> None:
        """In an address list that has been entered, and in one that waits."""
        desk = Client()
        desk.force_login(self.organiser.account)
        head = "Vārds;Uzvārds;E-pasts;Tālrunis;Amats\n"
        for name in ("Zvigurgis.csv", "saraksts.csv"):
            row = f"{head}{GIVEN};{FAMILY};{MAIL};{PHONE};mērs\n"
            sent = desk.post(
                reverse("people:import_people"), {"file": SimpleUploadedFile(name, row.encode(), "text/csv")}
            )
            assert sent.status_code == 302
        first = Import.objects.order_by("pk").first()
        assert first is not None
        desk.post(reverse("people:import", args=[first.key]))
        self.person = Person.objects.filter(email=MAIL).first() or PersonFactory(
            given_name=GIVEN, family_name=FAMILY, email=MAIL, phone=PHONE
        )

    def invited(self) -> None:
        invitations.invite_people(self.event, [self.person], by=self.organiser)
        invitations.send_invitations(self.event, by=self.organiser)

    def registered(self) -> None:
        """Through the public form, with everything it asks; a colleague and a change of mind too."""
        question = QuestionFactory(event=self.event, kind="text", key="phone", label=two("Tālrunis?", "Phone?"))
        diet = QuestionFactory(event=self.event, kind="diet", key="diet", label=two("Ēdiens?", "Diet?"))
        assert question and diet
        form = {
            "given_name": GIVEN,
            "family_name": FAMILY,
            "email": MAIL,
            "organisation": "",
            "position": "mērs",
            "q_phone": PHONE,
            "q_diet": f"{FAMILY} neēd riekstus",
            "phone": PHONE,
            "diet": f"{FAMILY} neēd riekstus",
            "consent_photos": "on",
        }
        answer = self.client.post(reverse("events:register", args=[self.event.slug]), form)
        assert answer.status_code == 302, answer.context["form"].errors
        self.registration = Registration.objects.get(event=self.event, person__email=MAIL)
        self.person = self.registration.person
        self.client.get(reverse("events:own", args=[self.registration.token]))
        Registration.objects.filter(pk=self.registration.pk).update(
            remark=f"Zvaniet {PHONE}", position="mērs Žvīgurģos"
        )
        Registration.objects.filter(pk=self.registration.pk).update(position=f"{GIVEN} mērs")
        self.registration.refresh_from_db()

    def spoke(self) -> None:
        """A talk, announced in a released agenda, with a handed-in paper; and photographs of it."""
        item = AgendaItemFactory(event=self.event, key="runa")
        speaker = speakers.add_known(item, self.person, by=self.organiser)
        speaker.introduced_as = two(f"{FAMILY}, mērs", "mayor")
        speaker.save()
        release.freeze(self.event)
        presentations.invite_speaker(self.event, self.person, by=self.organiser, base="/e/x/speaker/")
        for name, content in (("Zvigurgis.docx", paper()), ("runa.pdf", named_pdf())):
            presentations.add_presentation(
                item, title=two("Runa", "Talk"), by=self.person, file=io.BytesIO(content), name=name
            )
        photos.add_photo(self.event, file=io.BytesIO(picture()), name="Zvigurgis.jpg", by=self.organiser)

    def worked(self) -> None:
        """Group work under their name: cards, a withdrawn one, votes, a call, a measure they would hold, an answer."""
        workshop = WorkshopFactory(event=self.event)
        group = GroupFactory(workshop=workshop)
        seat = SeatFactory(group=group, registration=self.registration, name=f"{GIVEN} Ž.", expertise=f"{FAMILY}: ceļi")
        theme = ClusterFactory(group=group)
        CardFactory(seat=seat, text="Trūkst ceļu", cluster=theme)
        gone = CardFactory(seat=seat, text=f"{FAMILY} raksta", withdrawn_at=timezone.now())
        type(gone).objects.filter(pk=gone.pk).update(text=f"{FAMILY} raksta citu")
        BallotFactory(seat=seat, cluster=theme, value=2)
        Call.objects.create(group=group, to="practitioner", practitioner=seat, words="Kur ceļš?")
        programme = self.event.project.programme
        Measure.objects.create(programme=programme, event=self.event, words="Ceļi", expert=self.person)
        need = Need.objects.create(programme=programme, event=self.event, words="Vajag ceļus")
        NeedResponse.objects.create(
            need=need, person=self.person, confirms=False, wording="Vajag ceļus", words=f"{FAMILY}: vajag tiltus"
        )
        self.group = group

    def came(self) -> None:
        day = self.event.first_day
        check_in.check_in(self.registration, by=self.organiser, day=day)
        check_in.undo(self.registration, by=self.organiser, day=day)
        check_in.check_in(self.registration, by=self.organiser, day=day)
        certificates.issue(self.registration, by=self.organiser)
        self.event.feedback_open = True
        self.event.save()
        feedback.ask_for_feedback(self.event)

    def served(self) -> None:
        """An account, a role, a proof they uploaded; what they changed in their data; a double that was merged."""
        create_account(self.person, by=self.administrator)
        TeamMemberFactory(person=self.person, project=self.event.project, role=TeamMember.Role.ORGANISER)
        self.client.force_login(self.person.account)
        self.client.get(reverse("people:me"))
        self.person = change_person(
            self.person, PersonData(GIVEN, FAMILY, MAIL, phone=PHONE, expertise=f"{FAMILY}: tilti"), by=self.person
        )
        double = PersonFactory(given_name="Ksaverijs", family_name="Zvigurgis", email="k@zvigurgi.test")
        merge_persons(self.person, double, by=self.administrator, kept_row_holds=True)
        indicator = IndicatorFactory(project=self.event.project)
        self.value = enter_value(
            indicator,
            ValueData(
                TODAY - dt.timedelta(days=1),
                Decimal(3),
                "saraksts",
                file=io.BytesIO(sheet()),
                file_name="Zvigurgis.xlsx",
            ),
            by=self.person,
        )

    def knew_of_a_place(self) -> None:
        """A resource whose contact they are by the register, one by words, one by words of an earlier version, and a
        table that waits; consents to be shown."""
        area = AreaFactory()
        made = resources.ResourceData(title=two("Klēts", "Barn"), kind="building", area=area)
        by = self.organiser
        mine = resources.enter(replace(made, contact_person=self.person), by=by)
        resources.agree_to_be_shown(mine, wording=f"Es, {GIVEN} {FAMILY}, piekrītu.", by=self.person)
        words = replace(made, contact_name=f"{FAMILY} {GIVEN}, birojs", contact_email=MAIL, contact_phone=PHONE)
        resources.enter(words, by=by)
        resources.change(resources.enter(words, by=by), made, by=by)
        resources.add_photo(mine, file=io.BytesIO(picture()), name="Zvigurgis.jpg", alt="Klēts", people="nobody", by=by)
        table = f"nosaukums;veids;novads;kontaktpersona\nKlēts;building;{area.name};{GIVEN} {FAMILY}\n"
        assert check_import(io.BytesIO(table.encode()), "Zvigurgis.csv", by=by).rows

    def wrote_to_us(self) -> None:
        """Letters, consents, requests, a code by mail, jobs that failed with their address in them."""
        give_consent(self.person, "photos", wording=f"Es, {GIVEN} {FAMILY}, piekrītu.", language="lv", by=self.person)
        words = Words("x", FAMILY, "", "lv")
        reference = f"person:{self.person.key}"
        files = [File("Zvigurgis.pdf", "application/pdf", named_pdf())]
        queue_letter(
            to="k2@zvigurgi.test", to_name=FAMILY, letter=words, kind="news", person_ref=reference, files=files
        )
        own.send_code(self.person)
        note_request("access", channel="mail", came_on=TODAY, by=self.administrator, person=self.person)
        restrict(self.person, "accuracy", by=self.administrator)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) "
                "VALUES ('default', 'old', %s, 'failed')",
                [f'{{"to": "{MAIL}", "name": "Žvīgurģis"}}'],
            )
