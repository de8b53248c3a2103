"""`talka funders` as it is typed."""

from talka.programmes import funders
from talka.site.command import main


def test_it_lists_what_there_is(capsys, settings, tmp_path):
    settings.FUNDERS_FOLDER = tmp_path
    assert main(["funders"]) == 0
    said = capsys.readouterr().out
    assert "norway-2009-14: Norway Grants 2009–2014" in said and "(made up)" in said
    assert str(tmp_path) in said


def test_a_faulty_file_is_told_with_line_and_reason(capsys, tmp_path):
    whole = (funders.SHIPPED / "eraf-2021-27.toml").read_text(encoding="utf-8")
    own = tmp_path / "own-fund.toml"
    own.write_text(whole, encoding="utf-8")
    assert main(["funders", str(own)]) == 0
    own.write_text(whole.replace('per = "day"', 'per = "month"'), encoding="utf-8")
    capsys.readouterr()
    assert main(["funders", str(own)]) == 1
    line = whole.splitlines().index('per = "day"') + 1
    assert f"own-fund.toml:{line}: attendance.per: one of these is expected: day, half_day" in capsys.readouterr().err
    assert main(["funders", str(tmp_path / "missing.toml")]) == 1
