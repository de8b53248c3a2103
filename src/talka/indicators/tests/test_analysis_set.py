"""Pages load none of the packages for heavy tables, and where they are not installed a person is told so."""

import subprocess
import sys

import pytest
from django.utils import translation

from talka.indicators import analysis_set
from talka.indicators.analysis_set import AnalysisMissing
from talka.ui.refusals import Refusal

COLD = """
import sys, django
django.setup()
import talka.site.urls
from django.urls import get_resolver
get_resolver().reverse_dict
heavy = {"ibis", "duckdb", "pandas", "pyarrow", "altair", "vl_convert", "narwhals", "pyspark"}
print(sorted(heavy & {name.partition(".")[0] for name in sys.modules}))
"""
WITHOUT = """
import sys, django
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "duckdb":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Gone())
django.setup()
from talka.ui.refusals import Refusal
for name in ("snapshot", "backends", "expressions", "arrays"):
    try:
        __import__(f"talka.indicators.tables.{name}")
    except Refusal as refusal:
        print(type(refusal).__name__, refusal.missing, refusal.status)
"""


def run(code):
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert told.returncode == 0, told.stderr
    return told.stdout.splitlines()


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    import os

    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "talka.site.settings")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))


def test_no_page_loads_them():
    assert run(COLD) == ["[]"]


def test_whatever_is_asked_says_what_is_missing():
    assert run(WITHOUT) == ["AnalysisMissing duckdb 503"] * 4


def test_the_refusal_says_what_an_administrator_does(monkeypatch):
    assert issubclass(AnalysisMissing, Refusal)
    with pytest.raises(AnalysisMissing) as refused:
        analysis_set.needed("sys", "no_such_package_of_this_name")
    assert refused.value.missing == "no_such_package_of_this_name"
    with translation.override("en"):
        said = refused.value.text()
    assert 'pip install "talka[analysis]"' in said and "requirements/install analysis" in said


def test_what_is_absent(monkeypatch):
    assert analysis_set.is_installed()
    monkeypatch.setattr(analysis_set, "PACKAGES", (*analysis_set.PACKAGES, "no_such_package_of_this_name"))
    assert analysis_set.absent() == ["no_such_package_of_this_name"]
    assert not analysis_set.is_installed()
