"""The files for containers: read, not run. What they name exists, and what a person must fill in is said."""

import re
from pathlib import Path

import pytest
import yaml

from talka.site import environment_file
from talka.site.command import main

TOP = Path(__file__).resolve().parents[1]
DEPLOY = TOP / "deploy"


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def variables_of_talka():
    text = "".join(path.read_text() for path in (TOP / "src" / "talka" / "site").rglob("*.py"))
    return set(re.findall(r'"([A-Z][A-Z_]{3,})"', text))


def test_every_setting_is_one_that_talka_or_the_database_reads(compose):
    known = variables_of_talka() | {"POSTGRES_PASSWORD", "TALKA_DATABASE_PASSWORD"}
    example = environment_file.read(DEPLOY / "example.env")
    assert set(example) - known == set()
    assert set(compose["services"]["talka"]["environment"]) - known == set()


def test_what_is_asked_for_stands_in_the_example(compose):
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text()))
    assert asked == {"POSTGRES_PASSWORD", "TALKA_DATABASE_PASSWORD"}
    assert asked <= set(environment_file.read(DEPLOY / "example.env"))


def test_volumes_and_configs_are_declared(compose):
    for service in compose["services"].values():
        assert {volume.split(":")[0] for volume in service["volumes"]} <= set(compose["volumes"])
        assert {config["source"] for config in service.get("configs", [])} <= set(compose["configs"])
        assert service["healthcheck"]["test"][0] == "CMD"


def test_images_have_a_name_and_no_place(compose):
    images = [service["image"] for service in compose["services"].values()]
    images += re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert len(images) == 3
    assert [image for image in images if "/" in image] == []
    major = re.search(r"postgres:(\d+)", " ".join(images))
    assert major is not None
    assert int(major[1]) >= 15
    assert f"postgresql-client-{major[1]}" in (DEPLOY / "Dockerfile").read_text()


def test_talka_runs_as_nobody_in_particular_with_a_command_that_exists(compose, capsys):
    text = (DEPLOY / "Dockerfile").read_text()
    assert re.search(r"^USER talka$", text, re.MULTILINE)
    assert 'CMD ["talka", "serve"]' in text
    with pytest.raises(SystemExit) as end:
        main(["serve", "--help"])
    assert end.value.code == 0
    assert "dist/wheels" in text
    assert "wheelhouse" in (TOP / "Makefile").read_text()
