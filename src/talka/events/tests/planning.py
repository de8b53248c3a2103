"""What the tests of planning share: an event with its team, people of every role, tables and files to bring."""

import datetime as dt
import io
import zipfile
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from talka.documents.sheets import Sheet, write_csv, write_xlsx
from talka.events.actions.invitation_lists import COLUMNS
from talka.events.factories import AgendaItemFactory, EventFactory, two
from talka.events.models import AgendaItem, Event
from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.programmes.factories import ProjectFactory, TeamMemberFactory

ROLES = ("visitor", "stranger", "viewer", "facilitator", "auditor", "organiser", "administrator")


@dataclass
class Cast:
    """An event and one person per role; `stranger` organises another project."""

    event: Event
    people: dict[str, Person | None]

    @property
    def organiser(self) -> Person:
        person = self.people["organiser"]
        assert person
        return person

    def client(self, role: str = "organiser") -> Client:
        client, person = Client(), self.people[role]
        if person:
            client.force_login(person.account)
        return client

    def url(self, rest: str = "") -> str:
        return f"/e/{self.event.slug}/{rest}"


def cast(**event: object) -> Cast:
    row = EventFactory(**{"title": two("Plānotāju seminārs", "Planners' seminar")} | event)
    people: dict[str, Person | None] = {"visitor": None}
    people["stranger"] = TeamMemberFactory(project=ProjectFactory(), role="organiser").person
    for role in ("viewer", "facilitator", "auditor", "organiser"):
        people[role] = TeamMemberFactory(project=row.project, role=role).person
    people["administrator"] = PersonFactory(administrator=True)
    return Cast(row, people)


def at(event: Event, hour: int, minute: int = 0, day: int = 0) -> dt.datetime:
    """A local hour at the event, as the database keeps it."""
    from talka.events.clock import moment_at

    return moment_at(event, event.first_day + dt.timedelta(days=day), dt.time(hour, minute))


def item(event: Event, key: str, start: float, end: float, **more: object) -> AgendaItem:
    """An item from one local hour to another: 10.5 is half past ten."""
    return AgendaItemFactory(
        event=event,
        key=key,
        title=two(key.capitalize(), f"{key.capitalize()} (en)"),
        starts_at=at(event, int(start), int(start % 1 * 60)),
        ends_at=at(event, int(end), int(end % 1 * 60)),
        **more,
    )


def hours(event: Event) -> list[str]:
    """Every item as "key 10:00-10:30", in the order of the agenda."""
    from talka.events.clock import local
    from talka.events.queries.snapshot import in_order

    return [
        f"{i.key} {local(event, i.starts_at):%H:%M}-{local(event, i.ends_at):%H:%M}"
        for i in in_order(event.items.all())
    ]


def table(rows: list[dict[str, object]], kind: str = "xlsx") -> SimpleUploadedFile:
    sheet = Sheet("Adreses", COLUMNS, rows)
    return SimpleUploadedFile(f"adreses.{kind}", write_xlsx(sheet) if kind == "xlsx" else write_csv(sheet))


def guests(number: int) -> list[dict[str, object]]:
    return [
        {
            "given_name": "Līga",
            "family_name": f"Kārkliņa {n}",
            "email": f"liga{n}@novads.example",
            "organisation": f"Ceriņu novada pašvaldība {n % 7}",
            "language": "lv",
        }
        for n in range(number)
    ]


def pdf(name: str = "slaidi.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n" + name.encode())


def edoc(name: str = "ligums.edoc") -> SimpleUploadedFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("mimetype", "application/vnd.etsi.asic-e+zip", compress_type=zipfile.ZIP_STORED)
        box.writestr("prezentacija.pdf", b"%PDF-1.7\n")
        box.writestr("META-INF/edoc-signatures-S1.xml", "<asic:XAdESSignatures/>")
        box.writestr("META-INF/manifest.xml", "<manifest/>")
    return SimpleUploadedFile(name, out.getvalue())


def picture(name: str = "zale.jpg", exif: bool = True) -> SimpleUploadedFile:
    out = io.BytesIO()
    image = Image.new("RGB", (2400, 1200), "#17543d")
    data = Image.Exif()
    if exif:
        data[0x010E] = "Fotografēja Ilze Slepenā"
    image.save(out, "JPEG", exif=data)
    return SimpleUploadedFile(name, out.getvalue())
