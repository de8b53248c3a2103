"""Funder templates as files: those that come with the house are whole, faulty ones are refused with line and reason."""

import pytest

from talka.programmes import funders
from talka.programmes.factories import ProgrammeFactory, ProjectFactory
from talka.programmes.funders import TemplateFaults, read_file, read_template, template_of, templates
from talka.programmes.funders.lines import Lines

SHIPPED = sorted(path.stem for path in funders.SHIPPED.glob("*.toml"))
WHOLE = (funders.SHIPPED / "esf-plus-2021-27.toml").read_text(encoding="utf-8")


def rules_of(template):
    """Every rule of a template with its source, by its place."""
    yield "attendance", template.attendance.source
    yield "publicity", template.publicity.source
    yield "report", template.report.source
    for one in (*template.attendance.asked, *template.publicity.logos, *template.publicity.duties):
        yield one.key, one.source


@pytest.mark.parametrize("key", SHIPPED)
def test_a_shipped_template_says_where_each_rule_stands_or_that_nobody_checked(key):
    template = read_file(funders.SHIPPED / f"{key}.toml")
    named = {source.key for _place, source in rules_of(template) if source}
    assert named == {source.key for source in template.sources}, "a source that no rule names, or the other way round"
    unchecked = [place for place, source in rules_of(template) if source is None]
    assert not unchecked or template.note["lv"], "what nobody could verify is said in the note"
    assert template.evidence


def test_the_wanted_funders_are_there():
    assert {"norway-2009-14", "eea-norway-2021-28", "eraf-2021-27", "esf-plus-2021-27"} <= set(SHIPPED)
    assert [one.key for one in templates() if one.fictional] == []
    assert [one.key for one in templates(illustrative=True) if one.fictional] == ["izdomats-fonds"]


@pytest.mark.parametrize(
    ("old", "new", "line_of", "said"),
    [
        ('per = "half_day"', 'per = "week"', 'per = "week"', "one of these is expected: day, half_day"),
        ('"position", "signature"]', '"phone", "signature"]', "columns =", "“phone” is none of these"),
        ('"position", "signature"]', '"position"]', "columns =", "the column “signature” is missing"),
        ("{number}", "{nummer}", "text =", "{nummer} is no blank"),
        ('key = "poster"', 'key = "website"', "[[publicity.duty]]", "used twice"),
        ('key = "poster"\n', 'key = "poster"\ncolour = "red"\n', 'colour = "red"', "there is no such setting"),
        ('label = { lv = "Vecums", en = "Age" }', 'label = { lv = "Vecums" }', 'label = { lv = "Vecums" }', "“en”"),
        ('kind = "deviations"', 'kind = "summary"', "[[report.section]]", "“summary” stands twice"),
        ('kind = "deviations"', 'kind = "poem"', 'kind = "poem"', "one of these is expected"),
        ('source = "latvia"', 'source = "rumour"', 'source = "rumour"', "is no [[source]] of this file"),
        ("checked = 2026-11-29", 'checked = "lately"', 'checked = "lately"', "the day on which somebody looked"),
        ('"agenda", ', '"cake", ', "evidence =", "“cake” is none of these"),
        ("empty_rows = 8", "empty_rows = -1", "empty_rows = -1", "a whole number from 0 to 100"),
        ("logos = true", "logos = ", "logos = ", "Invalid value"),
        ('source = "annex9"\n\n[[publicity.logo]]', "\n[[publicity.logo]]", "[publicity]", "say where the rule stands"),
    ],
)
def test_a_faulty_template_is_refused_with_line_and_reason(old, new, line_of, said):
    text = WHOLE.replace(old, new, 1)
    assert text != WHOLE
    line = next(at for at, words in enumerate(text.splitlines(), start=1) if words.startswith(line_of.strip()))
    with pytest.raises(TemplateFaults) as wrong:
        read_template("own", text)
    assert any(said in words for _at, words in wrong.value.faults), wrong.value.faults
    if not line_of.startswith("[["):
        assert line in [at for at, _words in wrong.value.faults], (line, wrong.value.faults)
    assert str(wrong.value).startswith("own.toml:")


def test_a_place_is_found_in_tables_of_tables():
    lines = Lines("a = 1\n[[b]]\nc = 1\n[[b.d]]\ne = 1\n[[b]]\n[[b.d]]\n[[b.d]]\ne = 2\n")
    assert lines.of("a") == 1
    assert lines.of("b.1.c") == 3
    assert lines.of("b.1.d.1.e") == 5
    assert lines.of("b.2.d.2.e") == 9
    assert lines.of("b.2.d.2.nothing") == 8
    assert lines.of("nowhere") == 1


@pytest.mark.django_db
def test_the_project_s_choice_goes_before_that_of_its_programme():
    programme = ProgrammeFactory()
    project = ProjectFactory(programme=programme)
    assert template_of(project) is None
    programme.funder_template = "norway-2009-14"
    assert template_of(project).key == "norway-2009-14"
    project.funder_template = "eraf-2021-27"
    assert template_of(project).key == "eraf-2021-27"
    project.funder_template = "no-such-file"
    assert template_of(project) is None


def test_an_installation_adds_its_own_and_a_faulty_file_takes_nothing_down(settings, tmp_path, caplog):
    settings.FUNDERS_FOLDER = tmp_path
    (tmp_path / "own.toml").write_text(WHOLE.replace("ESF+", "OWN"), encoding="utf-8")
    (tmp_path / "faulty.toml").write_text("title = 3\n", encoding="utf-8")
    funders._all.cache_clear()
    try:
        keys = {one.key for one in templates()}
        assert "own" in keys and "eraf-2021-27" in keys and "faulty" not in keys
        assert "faulty.toml:1: title" in caplog.text
    finally:
        funders._all.cache_clear()
