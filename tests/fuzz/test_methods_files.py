"""`talka methods`: tables and rules of every method, changed. Each fault names file and line; nothing breaks."""

import contextlib
import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from talka.site.methods_command import BAD_INPUT, CONTRADICTION, GOOD, OUT_OF_TIME, main

from .feeding import fed
from .files import edited, edits
from .test_record_folders import change, changed

TABLES: dict[str, dict[str, str]] = {
    "clustering": {"cards.csv": "id,text\n1,Trūkst datu\n2,Nav datu par pagastiem\n3,Vajag apmācības\n"},
    "tiles": {"places.csv": "id,lon,lat\na,24.1,56.9\nb,21.0,56.5\nc,27.2,56.5\n"},
    "grouping": {
        "people.csv": "id,organisation,wish\na,x,1\nb,x,2\nc,y,1\nd,y,2\n",
        "groups.csv": "id,min,max\n1,1,3\n2,1,3\n",
        "rules.toml": "",
    },
    "followup": {},
    "specialisation": {
        "observations.csv": "area,industry,year,value,status\n"
        + "".join(f"{area},{industry},{year},9,\n" for area in "abc" for industry in "xyz" for year in (2019, 2020)),
        "rules.toml": 'merge = { ab = ["a", "b"] }\nallow_breaks = ["c/x"]\nfrom = 2019\n',
    },
    "recalculation": {
        "values.csv": "area,indicator,year,value\na,people,2020,5\nb,people,2020,7\na,age,2020,40\nb,age,2020,44\n",
        "successors.csv": "old,new,share\na,n,1\nb,n,0.4\nb,m,0.6\n",
        "rules.toml": '[indicators]\npeople = { kind = "sum" }\nage = { kind = "mean", weight = "people" }\n',
    },
    "composite-index": {
        "values.csv": "area,indicator,value,year,group\na,x,1,2020,g\nb,x,3,2020,g\na,x,2,2021,g\nb,x,5,2021,g\n",
        "population.csv": "area,population,year\na,100,\nb,300,\n",
        "rules.toml": "population_weighted = true\n[indicators]\nx = { weight = 1, sign = -1 }\n",
    },
    "peers": {
        "values.csv": "area,indicator,value\na,x,1\nb,x,3\nc,x,6\na,y,2\nb,y,2\nc,y,1\n",
        "rules.toml": 'peers = 2\noutcome = { indicator = "y", sign = -1 }\n[indicators]\nx = { log = true }\n',
    },
    "scale-economies": {"accounts.csv": "area,cost,size\na,10,1\nb,18,2\nc,30,4\nd,50,9\n"},
    "discrepancy": {"answers.csv": "id,competence,importance,ability\n1,a,5,2\n2,a,4,3\n3,b,3,3\n"},
}

OPTIONS = {"scale-economies": ("--cost", "cost", "--size", "size")}


def prepared(folder: Path, name: str) -> list[str]:
    """Files that the method takes, and its command line."""
    if name == "followup":
        source = Path(__file__).resolve().parents[2] / "examples" / "izspele" / "followup"
        for path in source.iterdir():
            if path.suffix in (".csv", ".toml"):
                shutil.copy(path, folder)
        inputs = ["options.csv", "needs.csv", "covers.csv"]
    else:
        for file, text in TABLES[name].items():
            (folder / file).write_text(text, encoding="utf-8")
        inputs = [file for file in TABLES[name] if file.endswith(".csv")]
    words = [
        name,
        *OPTIONS.get(name, ()),
        *(str(folder / each) for each in inputs),
        "--out",
        str(folder / "out"),
        "--time-limit",
        "2",
    ]
    return [*words, "--rules", str(folder / "rules.toml")] if (folder / "rules.toml").exists() else words


@pytest.mark.parametrize("name", sorted(TABLES))
def test_files_of_a_method(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    @fed(st.tuples(changed, edits), most=12)
    def feed(how: tuple[dict[str, Any], Any]) -> None:
        folder = tmp_path_factory.mktemp(name)
        command = prepared(folder, name)
        files = sorted(each for each in folder.iterdir() if each.is_file())
        chosen = files[int(how[0]["file"] * len(files))]
        if chosen.suffix == ".toml" and b" = " not in chosen.read_bytes():
            chosen.write_bytes(edited(b"[groups]\nmin = 1\n", how[1]))
        else:
            change(chosen, how[0])
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            code = main(command)
        assert code in (GOOD, BAD_INPUT, CONTRADICTION, OUT_OF_TIME)
        if code == BAD_INPUT:
            assert all(re.match(r".+:\d+: ", line) for line in said.getvalue().splitlines()), said.getvalue()
        if code != GOOD:
            assert not list((folder / "out").glob("*.json"))
        shutil.rmtree(folder)

    feed()
