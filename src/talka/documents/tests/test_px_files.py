import pytest
from django.utils import translation

from talka.documents.statistics.table import Role

from .statistical import cells, codes, read, refusal

PX = """CHARSET="ANSI";
AXIS-VERSION="2013";
CODEPAGE="{codepage}";
LANGUAGE="lv";
LANGUAGES="lv","en";
MATRIX="IRD060";
TITLE="Iedzīvotāji pēc teritorijas "
"un gada";
TITLE[en]="Population by area and year";
CONTENTS="Iedzīvotāji";
UNITS="cilvēki";
UNITS[en]="persons";
STUB="Teritorija","Dzimums";
STUB[en]="Area","Sex";
HEADING="Gads";
HEADING[en]="Year";
VALUES("Teritorija")="Rīga","..Āgenskalns";
VALUES[en]("Area")="Riga","..Agenskalns";
VALUES("Dzimums")="Vīrieši","Sievietes";
VALUES[en]("Sex")="Males; all","Females";
VALUES("Gads")="2020","2021";
TIMEVAL("Gads")=TLIST(A1),"2020","2021";
CODES("Teritorija")="LV001","LV0010058";
MAP("Teritorija")="municipalities";
VALUENOTE("Teritorija","Rīga")="Pilsēta.#Kopš 1201.";
DATASYMBOL1="..";
DATASYMBOL2="Konfidenciāli";
NOTEX="Metadati";
NOTE=".. = Dati nav pieejami";
NOTE("Gads")="Gada sākumā.";
SOURCE="Statistika";
LAST-UPDATED="20210601 09:00";
DATA=
1 2
3.5 "."
".." "-"
-7 "...";
"""


def px(codepage: str = "windows-1257") -> bytes:
    text = PX.replace("{codepage}", codepage)
    return text.encode(codepage)


@pytest.mark.parametrize("codepage", ["windows-1257", "iso-8859-13", "utf-8", "cp775"])
def test_whole(codepage):
    with translation.override("lv"):
        table = read(px(codepage))
    assert table.title == "Iedzīvotāji pēc teritorijas un gada"
    assert [(each.label, each.role) for each in table.dimensions] == [
        ("Teritorija", Role.AREA),
        ("Dzimums", Role.OTHER),
        ("Gads", Role.TIME),
    ]
    assert [(each.code, each.label, each.depth, each.under) for each in table.dimensions[0].categories] == [
        ("LV001", "Rīga", 0, ""),
        ("LV0010058", "Āgenskalns", 1, "LV001"),
    ]
    assert cells(table) == {
        ("LV001", "Vīrieši", "2020"): (1, "A"),
        ("LV001", "Vīrieši", "2021"): (2, "A"),
        ("LV001", "Sievietes", "2020"): (3.5, "A"),
        ("LV001", "Sievietes", "2021"): (None, "M"),
        ("LV0010058", "Vīrieši", "2020"): (None, "Q"),
        ("LV0010058", "Vīrieši", "2021"): (None, "Z"),
        ("LV0010058", "Sievietes", "2020"): (-7, "A"),
        ("LV0010058", "Sievietes", "2021"): (None, "M"),
    }
    assert (table.code, table.unit, table.source) == ("IRD060", "cilvēki", "Statistika")
    assert (table.updated, table.language) == ("20210601 09:00", "lv")
    assert table.notes == ("Metadati", ".. = Dati nav pieejami", "Gads: Gada sākumā.")
    assert table.dimensions[0].categories[0].note == "Pilsēta. Kopš 1201."


def test_the_visitors_language_where_the_file_has_it():
    with translation.override("en"):
        table = read(px())
    assert (table.title, table.unit, table.language) == ("Population by area and year", "persons", "en")
    assert [each.label for each in table.dimensions] == ["Area", "Sex", "Year"]
    assert [each.label for each in table.dimensions[0].categories] == ["Riga", "Agenskalns"]
    assert codes(table, 0) == ["LV001", "LV0010058"]
    assert codes(table, 1) == ["Males; all", "Females"]
    assert table.dimensions[2].role == Role.TIME


def test_a_span_of_periods():
    text = (
        'TITLE="t";\nSTUB="Region";\nHEADING="Year";\nVALUES("Region")="a";\nTIMEVAL("Year")=TLIST(A1,"2019"-"2021");\n'
    )
    table = read(text + "DATA=\n1 2 3;\n")
    assert codes(table, 1) == ["2019", "2020", "2021"]


def test_measures_have_their_own_units():
    text = 'TITLE="t";\nCONTVARIABLE="What";\nSTUB="What";\nHEADING="Year";\nVALUES("What")="People","Area";\n'
    text += 'UNITS("People")="persons";\nUNITS("Area")="km2";\nVALUES("Year")="2020";\nDATA=1 2;'
    table = read(text)
    assert table.dimensions[0].role == Role.MEASURE
    assert [each.unit for each in table.dimensions[0].categories] == ["persons", "km2"]


def test_a_hierarchy():
    text = 'TITLE="t";\nSTUB="Area";\nHEADING="Year";\nVALUES("Area")="Latvia","Riga","Ogre";\n'
    text += 'CODES("Area")="0","1","2";\n'
    text += 'HIERARCHIES("Area")="0","0":"1","0":"2";\nVALUES("Year")="2020";\nDATA=1 2 3;'
    assert [each.under for each in read(text).dimensions[0].categories] == ["", "0", "0"]


def test_sparse_data_with_keys():
    text = 'TITLE="t";\nSTUB="Area","Sex";\nHEADING="Year";\nVALUES("Area")="Riga","Ogre";\nCODES("Area")="R","O";\n'
    text += 'VALUES("Sex")="M","F";\nVALUES("Year")="2020","2021";\nKEYS("Area")="CODES";\nKEYS("Sex")="VALUES";\n'
    table = read(text + 'DATA=\n"O","F",1 ".."\n"X","F",1 2\n"R","M",3\n"R","M",3 x9;\n')
    assert cells(table) == {
        ("O", "F", "2020"): (1, "A"),
        ("O", "F", "2021"): (None, "M"),
        ("R", "M", "2020"): (3, "A"),
    }
    assert [fault.row for fault in table.faults] == [12, 13, 14]


def test_a_figure_that_cannot_be_read_is_a_fault_with_its_line():
    [fault] = read(px().replace(b"-7", b"x9")).faults
    assert (fault.row, fault.shown) == (px().decode("windows-1257").splitlines().index('-7 "...";') + 1, "x9")
    assert len(read(px().replace(b"-7", b"1e999")).faults) == 1


@pytest.mark.parametrize(
    "text",
    [
        PX.replace("3.5 ", ""),
        PX.replace("3.5 ", "3.5 4 "),
        PX.replace('VALUES("Gads")="2020","2021";', "").replace('TIMEVAL("Gads")=TLIST(A1),"2020","2021";', ""),
        PX.replace('STUB="Teritorija","Dzimums";', 'STUB="Teritorija","Teritorija";'),
        PX.replace('CODES("Teritorija")="LV001","LV0010058";', 'CODES("Teritorija")="LV001";'),
        PX.replace('MATRIX="IRD060";', 'MATRIX="IRD060;'),
        PX.replace('MATRIX="IRD060";', "???"),
        'TITLE="t";\nDATA=1;',
    ],
)
def test_a_damaged_file_is_refused(text):
    refusal(text.replace("{codepage}", "utf-8"))


def test_more_places_than_a_table_may_have():
    many = ",".join(f'"{at}"' for at in range(3000))
    refusal(f'TITLE="t";\nSTUB="a";\nHEADING="b";\nVALUES("a")={many};\nVALUES("b")={many};\nDATA=1;')
