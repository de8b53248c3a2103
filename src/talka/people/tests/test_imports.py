"""Tables in: nothing changes until somebody has seen what would happen; what goes out comes in again."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from talka.people.actions.imports import BACKGROUND_FROM, outlook_of
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Import, Organisation, Person
from talka.programmes.factories import TeamMemberFactory
from talka.territories.factories import AreaFactory

pytestmark = pytest.mark.django_db
HEAD = "Vārds;Uzvārds;E-pasts;Organisation;Position\n"


@pytest.fixture
def organiser() -> Person:
    return TeamMemberFactory().person


@pytest.fixture
def keeper(client: Client, organiser: Person) -> Client:
    client.force_login(organiser.account)
    return client


def send(client: Client, content: str | bytes, kind: str = "people", name: str = "saraksts.csv") -> Import:
    content = content.encode() if isinstance(content, str) else content
    answer = client.post(reverse(f"people:import_{kind}"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.latest("pk")


def page(client: Client, table: Import) -> str:
    return client.get(reverse("people:import", args=[table.key])).content.decode()


def accept(client: Client, table: Import, **choices: str) -> Import:
    assert client.post(reverse("people:import", args=[table.key]), choices).status_code == 302
    table.refresh_from_db()
    return table


def test_nothing_is_entered_before_it_is_accepted(keeper: Client) -> None:
    before = Person.objects.count()
    table = send(keeper, HEAD + "Ilze;Ozola;ilze@x.test;Madonas novada pašvaldība;plānotāja\nJānis;Kalns;j@x.test;;\n")
    html = page(keeper, table)
    assert Person.objects.count() == before and not Organisation.objects.filter(name__startswith="Madonas")
    assert accept(keeper, table).state == "done"
    assert Person.objects.count() == before + 2
    row = Person.objects.get(email="ilze@x.test")
    assert row.organisation.kind == "municipality" and row.position == "plānotāja"
    assert html


def test_each_fault_is_told_with_its_row_and_the_good_rows_can_be_taken(keeper: Client) -> None:
    AreaFactory(name="Madonas novads", genitive="Madonas novada")
    table = send(
        keeper,
        "Vārds;Uzvārds;E-pasts;Territory\nIlze;Ozola;ilze@x.test;Madonas novads\nJānis;;j@x.test;\nAnna;Liepa;nav;\n"
        "Zane;Egle;z@x.test;Nekurienes novads\n",
    )
    assert [(fault[0], fault[1]) for fault in table.faults] == [
        (3, table.faults[0][1]),
        (4, table.faults[1][1]),
        (5, table.faults[2][1]),
    ]
    html = page(keeper, table)
    assert "Nekurienes novads" in html
    accept(keeper, table)
    assert Person.objects.filter(email="ilze@x.test").exists()
    assert not Person.objects.filter(email__in=["j@x.test", "z@x.test"]).exists()


def test_what_would_be_refused_is_told_with_its_row_before_anything_is_entered(keeper: Client) -> None:
    table = send(
        keeper, HEAD + "https://x.test/a;Ozola;;;\n\u200b;\u202e;a@x.test;;\nAnna;Liepa;;\u200b;\nZane;Egle;;;\n"
    )
    assert [fault[0] for fault in table.faults] == [2, 3, 4] and table.faulty == 3
    assert accept(keeper, table).state == "done"
    assert Person.objects.filter(family_name="Egle").exists()
    assert not Person.objects.filter(family_name__in=["Ozola", "Liepa"]).exists()


def test_known_people_are_not_overwritten_unless_somebody_says_so(keeper: Client) -> None:
    known = PersonFactory(given_name="Ilze", family_name="Ozola", email="ilze@x.test", position="vecais amats")
    own = PersonFactory(
        given_name="Pats", family_name="Sevi", email="pats@x.test", position="vecais", with_account=True
    )
    rows = HEAD + "Ilze;Ozola;ILZE@x.test;;jaunais amats\nPats;Sevi;pats@x.test;;jaunais\n"
    table = send(keeper, rows)
    assert "vecais amats" in page(keeper, table) and "jaunais amats" in page(keeper, table)
    accept(keeper, table)
    known.refresh_from_db()
    assert known.position == "vecais amats" and Person.objects.filter(email__iexact="ilze@x.test").count() == 1
    accept(keeper, send(keeper, rows), overwrite="on")
    known.refresh_from_db()
    own.refresh_from_db()
    assert known.position == "jaunais amats"
    assert own.position == "vecais", "whoever may sign in keeps their own data"


def test_a_double_in_the_table_becomes_one_person(keeper: Client) -> None:
    table = send(keeper, HEAD + "Ilze;Ozola;ilze@x.test;;\nILZE;OZOLA;ilze@x.test;;\n")
    assert "2" in page(keeper, table)
    accept(keeper, table)
    assert Person.objects.filter(email="ilze@x.test").count() == 1


def test_a_second_line_of_somebody_takes_nothing_back_that_the_first_said(keeper: Client) -> None:
    person = PersonFactory(given_name="Ilze", family_name="Ozola", email="ilze@x.test", phone="1", position="vecais")
    rows = "Vārds;Uzvārds;E-pasts;Tālrunis;Amats\nIlze;Ozola;ilze@x.test;2;\nIlze;Ozola;ilze@x.test;;jaunais\n"
    accept(keeper, send(keeper, rows), overwrite="on")
    person.refresh_from_db()
    assert (person.phone, person.position) == ("2", "jaunais")
    organisation = OrganisationFactory(name="Biedrība A", short_name="B", website="https://a.test")
    rows = "Nosaukums;Saīsinājums;Web\nBiedrība A;BA;\nBiedrība A;;https://b.test\n"
    accept(keeper, send(keeper, rows, kind="organisations"), overwrite="on")
    organisation.refresh_from_db()
    assert (organisation.short_name, organisation.website) == ("BA", "https://b.test")


def test_what_is_foretold_of_people_is_what_happens(keeper: Client) -> None:
    """Also of organisations that are not known yet, and of somebody who is named in two ways."""
    known = PersonFactory(given_name="Ilze", family_name="Ozola", email="ilze@x.test")
    PersonFactory(given_name="Jānis", family_name="Kalns", email="", organisation=None)
    rows = "Ilze;Ozola;ilze@x.test;Jauna biedrība;\nJānis;Kalns;;Jauna biedrība;\n"
    table = send(keeper, HEAD + rows + "Zane;Egle;z@x.test;;\nZ.;Egle;z@x.test;;\n")
    foretold = outlook_of(table)
    assert [known.organisation.name, "Jauna biedrība"] in [differs[3:] for differs in foretold.differs]
    accept(keeper, table)
    assert (foretold.new, foretold.known) == (table.result["new"], table.result["known"]) == (2, 2)
    assert [each[2:] for each in foretold.differs] == [each[2:] for each in table.result["differs"]]


def test_an_organisation_that_stands_twice_in_a_table_is_foretold_once(keeper: Client) -> None:
    table = send(keeper, "Nosaukums\nBiedrība A\nBIEDRĪBA A\n", kind="organisations")
    foretold = outlook_of(table)
    assert (foretold.new, [row for row, _name, _first in foretold.twice]) == (1, [3])
    assert accept(keeper, table).result["new"] == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.xlsx", b"PK\x03\x04 this is no workbook"),
        ("empty.csv", b""),
        ("page.csv", b"<!doctype html><title>x</title>"),
        ("columns.csv", b"Kolonna;Cita\n1;2\n"),
        ("twice.csv", "Uzvārds;Uzvārds\nA;B\n".encode()),
    ],
)
def test_a_file_that_is_none_is_answered_calmly(keeper: Client, name: str, content: bytes) -> None:
    before = Person.objects.count()
    if not content:
        answer = keeper.post(reverse("people:import_people"), {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 200 and Person.objects.count() == before
        return
    table = send(keeper, content, name=name)
    assert table.faults and table.faults[0][0] is None
    assert 'type="submit"' in page(keeper, table) and "overwrite" not in page(keeper, table)
    assert keeper.post(reverse("people:import", args=[table.key])).status_code == 409
    assert Person.objects.count() == before


def test_long_tables_are_entered_in_the_background(
    keeper: Client, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    from talka.people import jobs

    asked: list[str] = []
    monkeypatch.setattr(jobs.enter_import, "defer", lambda key: asked.append(key))
    rows = "".join(f"Vārds{n};Uzvārds{n};p{n}@x.test;Iestāde {n % 7};\n" for n in range(BACKGROUND_FROM + 100))
    table = send(keeper, HEAD + rows)
    with django_capture_on_commit_callbacks(execute=True):
        accept(keeper, table)
    assert table.state == "running" and asked == [table.key]
    assert "Pārlād" in page(keeper, table)
    jobs.enter_import(table.key)
    table.refresh_from_db()
    assert table.state == "done" and table.result["new"] == BACKGROUND_FROM + 100 and table.rows == []


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", ["people", "organisations"])
def test_what_goes_out_comes_in_unchanged(keeper: Client, kind: str, ending: str) -> None:
    area = AreaFactory(name="Madonas novads", genitive="Madonas novada")
    organisation = OrganisationFactory(name="Madonas novada pašvaldība", area=area, short_name="MNP")
    PersonFactory(
        given_name="=cmd", family_name="-Šķiņķe", email="f@x.test", phone="+371 20000000", organisation=organisation
    )
    before = list(Person.objects.order_by("pk").values()), list(Organisation.objects.order_by("pk").values())
    answer = keeper.get(reverse(f"people:export_{kind}", args=[ending]))
    table = send(keeper, io.BytesIO(answer.content).read(), kind=kind, name=f"x.{ending}")
    assert table.faults == [] and table.ignored == []
    accept(keeper, table, overwrite="on")
    assert table.result["new"] == 0 and table.result["changed"] == 0
    assert before == (list(Person.objects.order_by("pk").values()), list(Organisation.objects.order_by("pk").values()))


def test_a_table_is_seen_by_who_sent_it_only(keeper: Client) -> None:
    table = send(keeper, HEAD + "Ilze;Ozola;ilze@x.test;;\n")
    other = Client()
    other.force_login(TeamMemberFactory().person.account)
    assert other.get(reverse("people:import", args=[table.key])).status_code == 404
    assert other.post(reverse("people:import", args=[table.key])).status_code == 404
    outsider = Client()
    outsider.force_login(PersonFactory(with_account=True).account)
    assert outsider.get(reverse("people:import", args=[table.key])).status_code == 404
    assert not Person.objects.filter(email="ilze@x.test").exists()


def test_entering_twice_enters_once(keeper: Client) -> None:
    table = send(keeper, HEAD + "Ilze;Ozola;ilze@x.test;;\n")
    accept(keeper, table)
    assert keeper.post(reverse("people:import", args=[table.key])).status_code == 409
