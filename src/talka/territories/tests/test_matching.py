"""Labels of real files and of made-up ones: what each means, how it was found, what is left to a person."""

from datetime import date
from pathlib import Path

import pytest

from talka.territories.matching import How, Label, Verdict, counted, load_index, match, of_another_country, vintage
from talka.territories.models import Area

pytestmark = pytest.mark.django_db
HERE = Path(__file__).resolve()
FILES = next((each for up in HERE.parents if (each := up / "shared" / "data" / "latvia").is_dir()), HERE / "none")
BEFORE = date(2021, 6, 30)


def labels_of(name, column):
    """The labels in that column of a published table, each once, until the first empty row: notes follow it."""
    openpyxl = pytest.importorskip("openpyxl")
    if not (FILES / name).exists():
        pytest.skip(f"the folder with the published tables is not here: {FILES}")
    sheet = openpyxl.load_workbook(FILES / name, read_only=True).worksheets[0]
    found = {}
    for row in sheet.iter_rows(min_row=4, values_only=True):
        if all(cell is None for cell in row):
            break
        if row[column]:
            found[row[column]] = None
    return [Label("", text) for text in found]


@pytest.fixture
def index(register):
    return load_index()


def meant(index, *names, **options):
    labels = [each if isinstance(each, Label) else Label("", each) for each in names]
    return match(labels, index, **options)


@pytest.mark.parametrize(
    ("name", "column", "labels", "unplaced"),
    [
        ("csb_population_by_sex.xlsx", 1, 691, 0),
        ("csb_wages_by_sector.xlsx", 2, 120, 0),
        ("csb_mean_age.xlsx", 0, 2511, 0),
        ("csb_mean_years_of_schooling.xlsx", 0, 2237, 5),
    ],
)
def test_every_label_of_the_published_tables_is_matched_or_says_why_not(index, name, column, labels, unplaced):
    answers = match(labels_of(name, column), index)
    left = [(a.label.name, a.verdict, a.why) for a in answers if a.verdict not in (Verdict.MATCHED, Verdict.UNPLACED)]
    assert left == []
    said = counted(answers)
    print(name, said.ways)
    assert (said.labels, said.verdicts.get(Verdict.UNPLACED, 0)) == (labels, unplaced)


def test_names_alone_lead_to_the_areas_that_the_codes_name(index):
    """The two tables name the same 689 units: one by code and name, one by name and what it stands under."""
    coded = match(labels_of("csb_mean_age.xlsx", 0), index)
    by_name = {}
    for answer in coded:
        code, name = answer.label.name.split(" ", 1)
        if not code.startswith("LVDPA") and (code[-2:] == "00" or name not in by_name):
            by_name.setdefault(name, answer.area_key)
    compared = 0
    for answer in match(labels_of("csb_population_by_sex.xlsx", 1), index):
        if answer.label.name in by_name:
            compared += 1
            assert answer.area_key == by_name[answer.label.name], answer
    assert compared == 690
