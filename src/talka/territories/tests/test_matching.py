"""Labels of real files and of made-up ones: what each means, how it was found, what is left to a person."""

from datetime import date
from pathlib import Path
from time import perf_counter

import pytest
from django.utils.translation import override

from talka.territories.factories import AreaFactory
from talka.territories.matching import (
    How,
    Label,
    Verdict,
    counted,
    load_index,
    match,
    memory_key,
    of_another_country,
    vintage,
)
from talka.territories.models import AreaCode

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


def keys(answers):
    return [answer.area_key or answer.verdict.value for answer in answers]


def test_ways_in_which_the_published_tables_are_matched(index):
    ways = counted(match(labels_of("csb_population_by_sex.xlsx", 1), index)).ways
    assert ways == {How.NAME: 613, How.PARENT: 65, How.ALIAS: 13}
    assert counted(match(labels_of("csb_mean_age.xlsx", 0), index)).ways == {How.CODE: 2511}


def test_rows_of_unknown_place_are_told_and_belong_nowhere(index):
    answers = meant(index, "UNK_REG Nezināms reģions", "UNK_RIGA ..unknown Riga neighbourhood", Label("LVZZZ", "Extra"))
    assert [answer.verdict for answer in answers] == [Verdict.UNPLACED] * 3
    assert all(answer.why and answer.area_id is None for answer in answers)


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("LATVIA", "latvija"),
        ("Rīga", "riga"),
        ("Cēsu novads", "cesu-novads"),
        ("Cēsu nov.", "cesu-novads"),
        ("cesu novada", "cesu-novads"),
        ("Cēsis municipality ¹", "cesu-novads"),
        ("Cēsis county1)", "cesu-novads"),
        ("Drabešu pagasts", "drabesu-pagasts"),
        ("..Drabesi parish", "drabesu-pagasts"),
        ("Drabeši rural territory*", "drabesu-pagasts"),
        ("Aizkraukles pilsēta", "aizkraukle"),
        ("Valmieras valstspilsēta", "valmiera"),
        ("Pāle rural territory", "pzles-pagasts"),
        ("Pžle rural territory", "pzles-pagasts"),
        ("Kurzemes plānošanas reģions", "kurzemes-regions"),
        ("LV00B", "kurzemes-regions"),
        ("LV-022", "cesu-novads"),
        ("0026000", "cesu-novads"),
        ("26000", "cesu-novads"),
        ("LV0026000 Cēsu novads", "cesu-novads"),
        ("Apiņa neighbourhood", "valmiera-apkaime-apina"),
        ("Aizupe (Vāne parish)", "aizupe-dpa1124"),
    ],
)
def test_one_label_of_today_is_found_however_it_is_written(index, label, key):
    code, name = (label, "") if label[:2] in ("LV", "00", "26") and " " not in label else ("", label)
    (answer,) = meant(index, Label(code, name), on=date(2024, 6, 1))
    assert answer.area_key == key, answer
    assert answer.why


def test_the_labels_together_tell_on_which_boundaries_a_table_is(index):
    """“Cēsis municipality” stood before the reform and stands after it; the company it keeps tells which it is."""
    before = ["LATVIA", "Riga", "Cēsis municipality", "Amata municipality", "Ogre municipality"]
    after = ["LATVIA", "Riga", "Cēsis municipality", "Augšdaugava municipality", "Ogre municipality"]
    old, new = meant(index, *before), meant(index, *after)
    assert keys(old)[1:] == [
        "riga-pre-2021", "cesu-novads-pre-2021", "amatas-novads-pre-2021", "ogres-novads-pre-2021",
    ]  # fmt: skip
    assert keys(new) == ["latvija", "riga", "cesu-novads", "augsdaugavas-novads", "ogres-novads"]
    assert [day.year for day in vintage([Label("", each) for each in before], index).days] == [2021]
    assert vintage([Label("", each) for each in before], index).days == (BEFORE,)


def test_where_the_labels_tell_nothing_the_candidates_are_said_and_the_day_decides(index):
    riga, cesis = meant(index, "Riga", "Cēsis municipality")
    assert (riga.verdict, cesis.verdict) == (Verdict.AMBIGUOUS, Verdict.AMBIGUOUS)
    assert {each.area_key for each in cesis.candidates} == {"cesu-novads", "cesu-novads-pre-2021"}
    assert "2021" in cesis.why
    assert keys(meant(index, "Riga", "Cēsis municipality", on=BEFORE)) == ["riga-pre-2021", "cesu-novads-pre-2021"]
    assert keys(meant(index, "Riga", "Cēsis municipality", on=date(2022, 1, 1))) == ["riga", "cesu-novads"]


def test_an_area_that_stood_only_before_is_found_and_its_end_is_told(index):
    answer = meant(index, "Amata municipality", "Riga", "Augšdaugava municipality", "Dienvidkurzeme municipality")[0]
    assert answer.area_key == "amatas-novads-pre-2021"
    assert "2021" in answer.why


def test_town_and_parish_of_one_name_are_told_apart_by_word_and_by_what_they_stand_under(index):
    labels = ["Aizkraukle municipality", "..Aizkraukle", "..Aizkraukle rural territory", "Amata municipality"]
    assert keys(meant(index, *labels))[:3] == ["aizkraukles-novads-pre-2021", "aizkraukle", "aizkraukles-pagasts"]
    under = [
        Label("", "Nereta municipality"),
        Label("", "Pilskalne rural territory", depth=1, under="Nereta municipality"),
        Label("", "Ilūkste municipality"),
        Label("", "Pilskalne rural territory", depth=1, under="Ilūkste municipality"),
    ]
    answers = meant(index, *under)
    assert keys(answers)[1::2] == ["pilskalne-neretas", "pilskalne-ilukstes"]
    assert answers[1].how == How.PARENT
    (bare,) = meant(index, "Pilskalne rural territory")
    assert bare.verdict == Verdict.AMBIGUOUS
    assert {each.area_key for each in bare.candidates} == {"pilskalne-neretas", "pilskalne-ilukstes"}
    assert keys(meant(index, "Pilskalne rural territory (Nereta municipality)")) == ["pilskalne-neretas"]


def test_what_stands_below_a_region_or_the_state_is_still_a_city_or_municipality(index):
    """As JSON-stat tells it: each unit below the state; and as some tables do: below the region for statistics."""
    state = [Label("LV", "Latvia"), *(Label("", name, 1, "LV") for name in ("Riga", "Ādaži municipality"))]
    assert keys(meant(index, *state, on=BEFORE)) == ["latvija", "riga-pre-2021", "adazu-novads-pre-2021"]
    assert keys(meant(index, *state, on=date(2022, 1, 1))) == ["latvija", "riga", "adazu-novads"]
    region = ["Pierīga region", "..Ādaži municipality", "..Mārupe municipality", "..Augšdaugava municipality"]
    assert keys(meant(index, *region))[1:3] == ["adazu-novads", "marupes-novads"]


def test_a_city_that_is_part_of_a_municipality_since_the_reform_is_the_town(index):
    table = ["Jēkabpils municipality", "..Jēkabpils", "..Ābeļi parish", "Augšdaugava municipality"]
    assert keys(meant(index, *table))[:3] == ["jekabpils-novads", "jekabpils", "abelu-pagasts"]


def test_bare_names_are_municipalities_where_others_of_the_table_can_be_nothing_else(index):
    towns = meant(index, "Aizkraukle", "Sabile", "Ainaži", on=date(2022, 1, 1))
    assert keys(towns) == ["aizkraukle", "sabile", "ainazi"]
    bare = ["Rīga", "Aizkraukle", "Augšdaugava", "Dienvidkurzeme", "Ropaži", "Cēsis"]
    table = meant(index, *bare, on=date(2022, 1, 1))
    assert keys(table)[:4] == ["riga", "aizkraukles-novads", "augsdaugavas-novads", "dienvidkurzemes-novads"]
    (open_,) = meant(index, "Aizkraukle", on=date(2022, 1, 1))
    assert {each.area_key for each in open_.candidates} == {"aizkraukle", "aizkraukles-novads"}


def test_two_labels_that_mean_one_area_are_both_doubted(index):
    answers = meant(index, "Cēsu novads", "Cēsis municipality", "Augšdaugavas novads")
    assert keys(answers) == ["ambiguous", "ambiguous", "augsdaugavas-novads"]
    assert "Cēsis municipality" in answers[0].why
    coded = meant(index, Label("0026000", "Cēsu novads"), Label("", "Cēsis municipality"), on=date(2022, 1, 1))
    assert keys(coded) == ["cesu-novads", "ambiguous"]


def test_a_code_that_changed_its_meaning_is_answered_by_the_day(index):
    def latgale(**options):
        return keys(meant(index, Label("LV005", "Latgale"), **options))

    assert latgale(on=date(2020, 1, 1)) == ["latgales-statistiskais-regions"]
    assert latgale(on=date(2025, 1, 1)) == ["latgales-regions"]
    (answer,) = meant(index, Label("LV005", "Latgale"))
    assert answer.verdict == Verdict.AMBIGUOUS
    assert len(answer.candidates) == 2
    assert keys(meant(index, "LV005 Latgale", "LV006 Rīga", "LV007 Pierīga"))[0] == "latgales-statistiskais-regions"
    assert keys(meant(index, "LV005 Latgale", "LV00A Rīga", "LV00C Vidzeme"))[0] == "latgales-regions"
    assert keys(meant(index, Label("LV-080", ""), on=BEFORE)) == ["ropazu-novads-pre-2021"]
    assert keys(meant(index, Label("LV-080", ""), on=date(2022, 1, 1))) == ["ropazu-novads"]


def test_code_and_name_of_different_areas_are_a_conflict_and_not_taken(index):
    (answer,) = meant(index, Label("0026000", "Ogres novads"), on=date(2022, 1, 1))
    assert answer.verdict == Verdict.AMBIGUOUS
    assert answer.area_id is None
    assert [each.area_key for each in answer.candidates] == ["cesu-novads", "ogres-novads"]
    assert "0026000" in answer.why
    (kind,) = meant(index, Label("0320201", "Aizkraukle municipality"), on=BEFORE)
    assert kind.verdict == Verdict.AMBIGUOUS
    (slip,) = meant(index, Label("0026000", "Cēsisu novads"), on=date(2022, 1, 1))
    assert slip.area_key == "cesu-novads", "a slip of the pen is no conflict"


def test_unknown_names_say_what_may_have_been_meant(index):
    near, far = meant(index, "Aizkraukels novads", "Atlantis")
    assert near.verdict == far.verdict == Verdict.UNKNOWN
    assert "aizkraukles-novads" in {each.area_key for each in near.candidates}
    assert far.candidates == ()


def test_sums_over_areas_are_no_areas(index):
    answers = meant(index, "Total", "Kopā", Label("EU27_2020", "European Union - 27 countries (from 2020)"))
    assert [answer.verdict for answer in answers] == [Verdict.AGGREGATE] * 3


@pytest.mark.parametrize(
    "labels",
    [
        ["EE001 Põhja-Eesti", "EE004 Lääne-Eesti", "EE008 Lõuna-Eesti", "EE Estonia"],
        ["Reykjavíkurborg", "Kópavogsbær", "Seltjarnarneskaupstaður", "Garðabær"],
        ["LT011 Vilniaus apskritis", "LT021 Alytaus apskritis", "LT022 Kauno apskritis"],
    ],
)
@override("en")
def test_a_file_of_another_country_is_said_to_be_one(index, labels):
    answers = meant(index, *labels)
    assert not any(answer.area_id for answer in answers)
    assert "another country" in of_another_country(answers, index)
    assert of_another_country(meant(index, "Riga", "Amata municipality", "Lithuania"), index) == ""


def test_among_all_countries_ours_is_found_and_the_others_are_foreign(index):
    answers = meant(index, "LV Latvia", "LT Lithuania", "EE Estonia", Label("DE", "Germany"))
    assert keys(answers) == ["latvija", "foreign", "foreign", "foreign"]


def test_what_somebody_chose_before_goes_before_everything(index):
    label = Label("", "Cēsis municipality")
    (answer,) = meant(index, label, remembered={memory_key(label): "cesu-novads"})
    assert (answer.area_key, answer.how) == ("cesu-novads", How.REMEMBERED)
    (gone,) = meant(index, label, remembered={memory_key(label): "no-such-area"})
    assert gone.verdict == Verdict.AMBIGUOUS


def test_made_up_areas_are_matched_only_when_asked_for(index):
    made_up = AreaFactory(name="Mežmalas novads", name_en="Mežmala municipality", illustrative=True)
    AreaCode.objects.create(area=made_up, scheme="ATVK", code="9900000")
    labels = ["Mežmala municipality", Label("9900000", ""), "Cēsu novads"]
    true = meant(load_index(), *labels, on=date(2022, 1, 1))
    assert keys(true) == ["unknown", "unknown", "cesu-novads"]
    played = meant(load_index(illustrative=True), labels[0], labels[2])
    assert keys(played) == [made_up.key, "unknown"]
    assert keys(meant(load_index(illustrative=True), labels[1])) == [made_up.key]


def test_the_index_takes_four_queries_and_matching_none(register, django_assert_num_queries):
    with django_assert_num_queries(4):
        index = load_index()
    with django_assert_num_queries(0):
        meant(index, "Riga", "Atlantis")


def test_odd_labels_are_answered_too(index):
    odd = ["", "   ", "....", "(", "()", "¹", "LV", "novads", "x" * 5000, "\x00", "Rīga (", "LV9999999999", "-"]
    odd += ["a" + sign * 3000 + "b" for sign in "1*¹ (["] + ["Rīga" + "*" * 3000 + "x", "Rīga" + " (1)" * 900 + "x"]
    answers = meant(index, *odd, Label("\x00", "\ud800"), Label("LV0010000" * 40, "Rīga"))
    assert len(answers) == len(odd) + 2
    assert meant(index) == []


def test_thousands_of_labels_take_no_time(index):
    labels = [Label("", f"..Pagasts Nr. {number} rural territory") for number in range(2700)]
    began = perf_counter()
    match(labels, index)
    assert perf_counter() - began < 2, "0.15 s on a quiet machine"
