"""What comes with us: every package has a licence that we may build on, and no known weakness is passed by silently."""

import datetime as dt
import json
import re
import tomllib

import pytest
from packaging.licenses import canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from requirements import audit
from requirements.audit import Accepted, Asked, Weakness
from requirements.bill import bill
from requirements.licences import by_metadata, known_by_hand, licence_of, may_be_used
from requirements.locked import HERE, SETS, locked

INSTALLED = sorted({each.name for name in ("base", "analysis") for each in locked(name)})
"""What Talka is run with; the sets test and bench are those of whoever works on it."""
TODAY = dt.date(2026, 3, 1)
LOCKED = re.compile(r"#.*|[\w.-]+==\S+( ; [\w.()'<>=! ]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
"""All that a lock holds: what made it, packages with their versions and markers, digests. Where they come from is told
to pip by whoever installs them, and by no file."""


@pytest.mark.parametrize("name", SETS)
def test_a_lock_is_read_whole(name: str) -> None:
    """Every line that begins a package is one, and each has its files' digests."""
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    packages = locked(name)
    assert len(packages) == sum(line[:1].isalnum() for line in lines) > 0
    assert sum(len(each.sha256) for each in packages) == sum("--hash=" in line for line in lines)
    assert all(each.sha256 for each in packages)
    assert [line for line in lines if not LOCKED.fullmatch(line)] == []


def test_what_talka_is_installed_with_may_be_used_under_its_own_licence() -> None:
    unfree = {name: licence for name in INSTALLED if not may_be_used(licence := licence_of(name))}
    assert not unfree


def test_licences_are_said_as_spdx_says_them_and_by_hand_only_where_needed() -> None:
    for name in INSTALLED:
        assert canonicalize_license_expression(licence_of(name)), name
    for name in known_by_hand():
        assert name in INSTALLED, f"{name} is not locked any more"
        assert not by_metadata(name), f"{name} says its licence by itself"


def test_the_set_analysis_holds_what_is_declared_and_fits_the_base() -> None:
    """Each package that both sets have is the same in both: one installs upon the other."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {
        canonicalize_name(Requirement(each).name): Requirement(each).extras
        for each in project["optional-dependencies"]["analysis"]
    }
    asked = [each for each in (HERE / "analysis.in").read_text(encoding="utf-8").splitlines() if each[:1] not in "#-"]
    assert declared == {canonicalize_name(Requirement(each).name): Requirement(each).extras for each in asked}
    base = {(each.name, each.marker): each for each in locked("base")}
    names = {each.name for each in locked("base")}
    both = [each for each in locked("analysis") if each.name in names]
    assert len(both) > 3
    assert [each.name for each in both if base.get((each.name, each.marker), each).version != each.version] == []
    assert {each.name for each in locked("analysis")} >= set(declared) | {"duckdb", "pyarrow"}


@pytest.mark.parametrize(
    ("expression", "free"),
    [
        ("MIT", True),
        ("LGPL-3.0-only", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("MIT AND GPL-2.0-or-later", False),
        ("MIT OR GPL-2.0-or-later", True),
        ("(MIT OR GPL-2.0-only) AND BSD-3-Clause", True),
        ("SSPL-1.0", False),
    ],
)
def test_which_licences_may_be_used(expression: str, free: bool) -> None:
    assert may_be_used(expression) is free


def test_the_bill_names_every_package_with_licence_and_is_the_same_each_time() -> None:
    text = bill()
    assert text == bill()
    told = json.loads(text)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert told["metadata"]["component"]["name"] == "talka"
    assert "timestamp" not in text
    parts = {(each["name"], each["version"]): each for each in told["components"]}
    assert parts.keys() == {(each.name, each.version) for each in locked("base")}
    for each in locked("base"):
        part = parts[each.name, each.version]
        assert part["licenses"]
        assert {one["content"] for one in part["externalReferences"][0]["hashes"]} == set(each.sha256)
    direct = next(each for each in told["dependencies"] if each["ref"] == "talka")["dependsOn"]
    assert any(each.startswith("pkg:pypi/django@") for each in direct)
    assert not any(each.startswith("pkg:pypi/sqlparse@") for each in direct)


ANSWER = {
    "dependencies": [
        {"name": "one", "version": "1.0", "vulns": []},
        {"name": "Two", "version": "2.0", "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2.1"]}]},
        {"name": "three", "skip_reason": "not found"},
    ]
}


def test_what_was_skipped_is_not_taken_for_sound() -> None:
    asked = audit.read(json.dumps(ANSWER))
    assert asked == Asked(2, ["three"], [Weakness("two", "2.0", ("PYSEC-1", "CVE-1"), ("2.1",))])
    lines, failed = audit.told({"base": asked}, [], TODAY)
    assert failed
    assert "base: not looked up: three." in lines
    assert any("two 2.0 has PYSEC-1 = CVE-1; mended in 2.1" in line for line in lines)


@pytest.mark.parametrize("asked", [Asked(trouble="no way out"), Asked(0, ["one", "two"])])
def test_without_a_register_nothing_is_claimed(asked: Asked) -> None:
    lines, failed = audit.told({"base": asked}, [], TODAY)
    assert not failed
    assert len(lines) == 1
    assert "NOT AUDITED" in lines[0]


def test_an_accepted_weakness_is_passed_by_until_its_day() -> None:
    asked = audit.read(json.dumps(ANSWER))
    entry = Accepted("two", "CVE-1", "Its parser is never given a stranger's file.", TODAY)
    assert not audit.told({"base": asked}, [entry], TODAY)[1]
    lines, failed = audit.told({"base": asked}, [entry], TODAY + dt.timedelta(days=1))
    assert failed
    assert any("was accepted until 2026-03-01" in line for line in lines)
    other = Accepted("one", "CVE-2", "A reason that is long enough.", TODAY)
    lines, _failed = audit.told({"base": asked}, [entry, other], TODAY)
    assert lines[-1] == "one CVE-2 is accepted, but nothing has it: delete it."


@pytest.mark.parametrize(
    "row", ['reason = "no"\nuntil = 2026-03-02', 'reason = "A reason long enough to be one."\nuntil = 2027-03-02']
)
def test_nothing_is_accepted_without_a_reason_or_for_long(row: str) -> None:
    with pytest.raises(ValueError, match="two CVE-1"):
        audit.accepted(f'[[accepted]]\npackage = "two"\nid = "CVE-1"\n{row}', TODAY)


def test_what_is_accepted_now_can_be_read() -> None:
    audit.accepted((HERE / "accepted.toml").read_text(encoding="utf-8"), dt.datetime.now(dt.UTC).date())
