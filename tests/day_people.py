"""Who comes to the day that the test plays: made-up people of true municipalities, and what they say."""

import io
from dataclasses import dataclass

import openpyxl

from talka.events.actions.applicants import Applicant
from talka.events.actions.registration import register
from talka.events.models import Event, Registration
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Organisation, Person
from talka.programmes.factories import ActivityFactory, ProjectFactory, TeamMemberFactory, both
from talka.programmes.models import Project
from talka.territories.actions import load_areas
from talka.territories.models import Area
from talka.territories.register_files import read_areas

TITLE = "Ko plānotājiem vajag? Seminārs"
THEMES = ("Dati par savu teritoriju", "Ieinteresēti iedzīvotāji", "Sadarbība ar kaimiņiem")
NEED, PROPOSAL = "Trūkst datu par savu novadu", "Mācības darbam ar saviem datiem"
PUBLICITY = "Projektu Nr. 4.3-24/TEST/1 finansē Norvēģijas finanšu instruments 2009.–2014. gada periodam."
GIVEN = (
    "Āris",
    "Baiba",
    "Cēzars",
    "Dzintra",
    "Edgars",
    "Elīna",
    "Fēlikss",
    "Gunta",
    "Haralds",
    "Ieva",
    "Jēkabs",
    "Ķēniņa",
    "Līga",
    "Mārtiņš",
)
FAMILY = (
    "Āboliņi",
    "Bērziņi",
    "Ceriņi",
    "Čakšas",
    "Dābolas",
    "Egles",
    "Grāvji",
    "Ielejas",
    "Jansoni",
    "Kalniņi",
    "Ķirsoni",
    "Lapsas",
    "Mežuļi",
    "Ņikas",
)
MUNICIPALITIES = (
    "madonas-novads",
    "cesu-novads",
    "valmieras-novads",
    "limbazu-novads",
    "kuldigas-novads",
    "talsu-novads",
    "saldus-novads",
    "bauskas-novads",
    "tukuma-novads",
    "ogres-novads",
    "rezeknes-novads",
    "kraslavas-novads",
    "preilu-novads",
)
LACK = (
    "Trūkst datu par pagastiem.",
    "Nezinām, cik iedzīvotāju dienā tiešām ir novadā.",
    "Statistika ir par veciem novadiem, nevis par mūsu.",
    "Nav kam pajautāt, ko rādītāji nozīmē.",
    "Datus prasām katrs atsevišķi un saņemam dažādus.",
    "Trūkst laika datus saprast.",
)
DO = (
    "Jāmāca plānotāji strādāt ar saviem datiem.",
    "Vajag kopīgu datu ekspertu diviem novadiem.",
    "Jārīko datu darbnīca reizi pusgadā.",
    "Jāmācās uz sava novada piemēra.",
    "Mācības deputātiem par rādītājiem.",
    "Jāmācās kopā ar kaimiņiem.",
)


@dataclass
class Hall:
    """The house before the day: a project with its team, and organisations that are known."""

    project: Project
    organiser: Person
    facilitator: Person
    organisations: list[Organisation]


def prepare() -> Hall:
    """A true programme's project, an organiser, a facilitator, thirteen municipalities."""
    load_areas(read_areas())
    project = ProjectFactory(
        slug="planosanas-kapacitate",
        number="4.3-24/TEST/1",
        title=both("Plānošanas kapacitāte", "Planning capacity"),
        publicity=both(PUBLICITY, "The project is financed by Norway."),
        public=True,
        programme__slug="kapacitate",
        programme__public=True,
    )
    ActivityFactory(project=project, number="1", title=both("Semināri", "Seminars"))
    organisations = [
        OrganisationFactory(name=f"{area.genitive} pašvaldība", area=area, kind=Organisation.Kind.MUNICIPALITY)
        for area in Area.objects.filter(key__in=MUNICIPALITIES).order_by("key")
    ]
    house = OrganisationFactory(name="Attīstības domnīca", kind=Organisation.Kind.NGO, area=None)
    organiser = PersonFactory(
        given_name="Zane", family_name="Rīkotāja", email="zane@seminars.example", with_account=True, organisation=house
    )
    facilitator = PersonFactory(
        given_name="Gatis", family_name="Vedējs", email="gatis@seminars.example", with_account=True, organisation=house
    )
    TeamMemberFactory(project=project, person=organiser, role="organiser")
    TeamMemberFactory(project=project, person=facilitator, role="facilitator")
    return Hall(project, organiser, facilitator, organisations)


def address_list(hall: Hall) -> bytes:
    """An address list as a secretary keeps it; the fourth row of the sheet has no proper address."""
    book = openpyxl.Workbook()
    book.active.append(["Vārds", "Uzvārds", "E-pasts", "Iestāde", "Amats"])
    named = [("Aija", "Šķiņķe", "aija@novads.example"), ("Čaks", "Ņikuļins", "caks@novads.example")]
    named += [("Ēriks", "Kļūda", "eriks(at)novads.example"), ("Žanete", "Ģēģere", "zanete@novads.example")]
    for place, (given, family, email) in enumerate(named):
        book.active.append([given, family, email, hall.organisations[place].name, "plānotāja"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def register_many(event: Event, hall: Hall, number: int) -> list[Registration]:
    """People who register by themselves, two of each municipality, with ranked groups."""
    block = event.items.filter(kind="group").order_by("order")[0].block
    groups = list(event.items.filter(kind="group").order_by("order").values_list("pk", flat=True))
    made = []
    for n in range(number):
        first = groups[n % 3]
        then = groups[(n + 1) % 3]
        applicant = Applicant(
            given_name=GIVEN[n % len(GIVEN)],
            family_name=FAMILY[(n * 3 + n // len(FAMILY)) % len(FAMILY)],
            email=f"dalibnieks{n}@novads.example",
            organisation=hall.organisations[n % len(hall.organisations)],
            position="attīstības plānotāja",
            choices={block: (first, then)},
        )
        made.append(register(event, applicant, by=None).registration)
    return made
