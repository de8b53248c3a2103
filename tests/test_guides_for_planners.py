"""Guides for planners explain every figure and word of the profile, in both languages, and their example is true."""

import re
from collections.abc import Iterable
from pathlib import Path
from statistics import median

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from talka.documents.statistics import limits
from talka.indicators.comparing.compared import Cell, Column, Measure
from talka.indicators.comparing.ranks import ranks
from talka.indicators.models import Indicator, Observation
from talka.indicators.models.catalogue import Theme
from talka.indicators.outlook import MOST_FAULTS
from talka.indicators.queries.incoming import ANSWERS
from talka.indicators.reading.mapping import MOST_SERIES
from talka.indicators.register_files import read_catalogue, read_facts
from talka.indicators.templatetags.figures import NOTES
from talka.territories.queries import MUNICIPAL
from talka.territories.register_files import read_areas
from talka.ui.numbers import number

GUIDES = Path(__file__).resolve().parents[1] / "docs" / "planners"
PROFILE = {"en": "README.md", "lv": "lv.md"}
ENTERING = {"en": "entering-figures.md", "lv": "raditaju-ievadisana.md"}
COMPARING = {"en": "comparing.md", "lv": "salidzinasana.md"}
DATA = {"en": "data.md", "lv": "atverti-dati.md"}
LANGUAGES = ("en", "lv")
EXAMPLE = "smiltenes-novads"


def text_of(name: str) -> str:
    """One line, small letters: words may be broken over lines, and stand at the beginning of a sentence."""
    return " ".join((GUIDES / name).read_text(encoding="utf-8").split()).casefold()


def said(words: Iterable[str | Promise], language: str) -> list[str]:
    """As the page says them in this language. What nobody has translated yet is for `talka translations check`."""
    found = []
    for each in words:
        with translation.override("en"):
            english = str(each)
        with translation.override(language):
            here = str(each)
        if language == "en" or here != english:
            found.append(here)
    return found


def lacking(words: Iterable[str], text: str) -> list[str]:
    return [each for each in words if each.casefold() not in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_of_the_catalogue_has_a_line(language):
    """A line of the table: title, what it is, source and years, what to beware of, none of them empty."""
    lines = (GUIDES / PROFILE[language]).read_text(encoding="utf-8").splitlines()
    table = {cells[1].strip(): cells[2:-1] for line in lines if len(cells := line.split("|")) == 6}
    titles = [one.given["title"][language] for one in read_catalogue().indicators]
    assert len(titles) > 10
    assert [title for title in titles if title not in table] == []
    assert [title for title in titles if not all(cell.strip() for cell in table[title])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_note_and_section_of_the_profile_is_explained(language):
    words = [*NOTES.values(), *(each.label for each in Observation.Status), *(each.label for each in Theme)]
    assert lacking(said(words, language), text_of(PROFILE[language])) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_to_a_cell_is_explained(language):
    assert lacking(said(ANSWERS.values(), language), text_of(ENTERING[language])) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_bounds_and_hosts_of_entering_are_those_of_the_code(language):
    text = text_of(ENTERING[language])
    told = [f"{limits.MOST_BYTES // 1_000_000} mb", f"{limits.MOST_UNPACKED // 1_000_000} mb"]
    told += [str(MOST_SERIES), str(MOST_FAULTS), *settings.STATISTICS_HOSTS]
    assert lacking(told, text) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_a_status_is_told_where_data_are_given_away(language):
    cells = re.findall(r"\| ([A-Z]) (?=\|)", (GUIDES / DATA[language]).read_text(encoding="utf-8"))
    assert sorted(cells) == sorted(set(Observation.Status.values) - {Observation.Status.NORMAL})


def test_both_languages_have_the_same_pages_and_headings():
    """Each names the other in its first lines, and has as many headings and rows of tables."""
    pages = sorted(GUIDES.glob("*.md"))
    assert len(pages) == len(LANGUAGES) * 9
    for page in pages:
        head = "\n".join(page.read_text(encoding="utf-8").splitlines()[:5])
        (other,) = re.findall(r"^\*(?:Latviski|In English): \[[\w./-]+\]\(([\w./-]+)\)", head, re.MULTILINE)
        there = (GUIDES / other).read_text(encoding="utf-8")
        assert page.name in there
        for sign in (r"^#+ ", r"^\|", r"^- "):
            here = re.findall(sign, page.read_text(encoding="utf-8"), re.MULTILINE)
            assert len(here) == len(re.findall(sign, there, re.MULTILINE)), (page.name, sign)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_is_as_the_facts_have_it(language):
    """The figures and places of Smiltene, worked from the facts that come with the program."""
    told = {key: _of(key, year) for key, year in YEARS.items()}
    people, land = told["population-registered"], told["area-km2"]
    before, weights = _of("population-registered", 2020), _of("population", 2020)
    today = [area.key for area in read_areas().areas if area.kind in MUNICIPAL and area.valid_to is None]
    values = {
        "population-registered": people,
        "population-growth": {key: 100 * (people[key] / before[key] - 1) for key in today},
        "density": {key: people[key] / land[key] for key in today},
        "wage-gross": told["wage-gross"],
        "roads-per-1000": {key: 1000 * told["roads-municipal-km"][key] / people[key] for key in today},
        "road-density": {key: 100 * told["roads-km"][key] / land[key] for key in today},
    }
    catalogue = {one.key: one.given for one in read_catalogue().indicators}
    for key, of_all in values.items():
        own = of_all[EXAMPLE]
        place = 1 + sum(of_all[area] > own for area in today)
        with translation.override(language):
            figure = number(own, catalogue[key].get("decimals", 0)).replace("-", "−")
        row = _row(f"{catalogue[key]['title'][language]} {figure}", language)
        assert {"en": f"place {place} of {len(today)}", "lv": f"{place}. vieta no {len(today)}"}[language] in row, key
    former = [f"{name}-pre-2021" for name in ("smiltenes-novads", "apes-novads", "raunas-novads")]
    assert sum(people[area] for area in former) == people[EXAMPLE]
    wages = told["wage-gross"]
    mean = sum(weights[area] * wages[area] for area in former) / sum(weights[area] for area in former)
    assert round(mean) == wages[EXAMPLE]
    row = _row(f"{catalogue['wage-gross']['title'][language]} 896", language)
    of_today = [wages[area] for area in today]
    assert lacking([f"{each:.0f}" for each in (min(of_today), median(of_today))], row) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_place_that_is_not_sure_is_as_the_code_says(language):
    facts = {fact.area: Cell(fact.value, fact.status) for fact in read_facts() if fact.indicator == "wage-gross"}
    today = [area.key for area in read_areas().areas if area.kind in MUNICIPAL and area.valid_to is None]
    cells = tuple(facts[area] for area in today)
    column = Column(Measure(Indicator(key="wage-gross", direction="up")), 2020, {}, cells, {})
    found = ranks(column)[today.index(EXAMPLE)]
    assert f"{found.rank} ({found.low}–{found.high})" in text_of(COMPARING[language])


YEARS = {
    "population-registered": 2021,
    "area-km2": 2021,
    "wage-gross": 2020,
    "roads-km": 2024,
    "roads-municipal-km": 2024,
}


def _of(indicator: str, year: int) -> dict[str, float]:
    """By area, from the facts that are carried; totals only."""
    return {
        fact.area: fact.value
        for fact in read_facts()
        if fact.indicator == indicator and fact.year == year and not fact.category
    }


def _row(words: str, language: str) -> str:
    """The row of a table that begins with these words, in small letters."""
    lines = (GUIDES / PROFILE[language]).read_text(encoding="utf-8").splitlines()
    begin = f"| {' '.join(words.split())}"
    found = [line for line in lines if line.startswith(begin)]
    assert len(found) == 1, begin
    return found[0].casefold()
