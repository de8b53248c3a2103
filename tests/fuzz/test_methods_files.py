"""`talka methods`: tables and rules of every method, changed. Each fault names file and line; nothing breaks."""

import contextlib
import csv
import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from talka.site.methods_command import BAD_INPUT, CONTRADICTION, GOOD, OUT_OF_TIME, main

from .feeding import fed
from .files import comma, edited, edited_cell, edits
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
    "equal-shares": {
        "election.pb": "META\nkey;value\nbudget;90\nvote_type;cumulative\nnum_votes;3\nPROJECTS\nproject_id;cost;name\n"
        'p1;30;"Lamps; benches"\np2;60.5;A well\nVOTES\nvoter_id;vote;points\nv1;p1,p2;2,1.5\nv2;p1;3\nv3;;\n',
    },
    "scale-economies": {"accounts.csv": "area,cost,size\na,10,1\nb,18,2\nc,30,4\nd,50,9\n"},
    "cost-sharing": {
        "partners.csv": "id,population,usage,fiscal_capacity\na,10,1,5\nb,20,2,6\n",
        "costs.csv": "members,cost\na,10\nb,12.5\na;b,18\n",
    },
    "coalitions": {
        "municipalities.csv": "code,name,volume\na,A,10\nb,B,20\nc,C,0\n",
        "pairs.csv": "a,b,km,neighbours\na,b,10,1\nb,c,12.5,1\na,c,22,0\n",
        "hosts.csv": "site,a,km,fee_eur\ns,a,3,5\ns,b,4,0\ns,c,2,1.5\n",
        "rules.toml": "fixed_eur = 90\nunit_eur = 2\nelasticity = 0.9\nmax_members = 2\nmax_km = 60\n"
        'contiguous = true\nrequired = [["a", "b"]]\nforbidden = [["b", "c"]]\n',
    },
    "matching": {
        "angels.csv": "id,expertise,languages,organisation,lat,lon,max_requests,taken\n"
        "a,x;y,lv;en,o,57.5,25.4,2,1\nb,x,lv,p,56.5,21,1,\nc,y,lv,,,,3,0\n",
        "requests.csv": "id,topics,language,organisation,lat,lon,urgency\n"
        "r,x,lv,o,57,25,2\ns,x;y,en,q,,,1.5\nt,z,lv,p,56,24,0\nu,y,lv,o,56,23,1\n",
        "refused.csv": "request,angel\nr,a\n",
        "fixed.csv": "request,angel\nu,c\n",
    },
    "opinion": {
        "votes.csv": "participant,group-id,n-votes,0,1,2\n"
        + "".join(
            f"{row},,3,{1 if row % 2 else -1},{-1 if row % 2 else 1},{'' if row % 5 else 1}\n" for row in range(12)
        ),
        "comments.csv": "comment-id,comment-body,moderated\n0,a,1\n1,b,0\n2,c,-1\n",
        "rules.toml": "least_votes = 2\nmost_groups = 3\n",
    },
    "discrepancy": {"answers.csv": "id,competence,importance,ability\n1,a,5,2\n2,a,4,3\n3,b,3,3\n"},
}

OPTIONS = {
    "cost-sharing": ("--cost", "18", "--key", "mixed:40:60"),
    "equal-shares": ("--utility", "points", "--completion", "add1"),
    "scale-economies": ("--cost", "cost", "--size", "size"),
}
OPTION_FILES = {"matching": ("refused.csv", "fixed.csv")}
"""Tables that an option of the same name brings."""


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
        own = OPTION_FILES.get(name, ())
        inputs = [file for file in TABLES[name] if file.endswith((".csv", ".pb")) and file not in own]
    words = [
        name,
        *OPTIONS.get(name, ()),
        *(word for file in OPTION_FILES.get(name, ()) for word in (f"--{Path(file).stem}", str(folder / file))),
        *(str(folder / each) for each in inputs),
        "--out",
        str(folder / "out"),
        "--time-limit",
        "2",
    ]
    return [*words, "--rules", str(folder / "rules.toml")] if (folder / "rules.toml").exists() else words


def change_election(path: Path, how: dict[str, Any]) -> None:
    """A cell of a table parted by semicolons, or some of its bytes."""
    content = path.read_bytes()
    if how["way"] == "edit":
        path.write_bytes(edited(content, how["edits"]))
    else:
        rows = list(csv.reader(content.decode().splitlines(keepends=True), delimiter=";"))
        path.write_bytes(comma(edited_cell(rows, how["at"], how["across"], how["words"]), ";"))


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
        elif chosen.suffix == ".pb" and how[0]["way"] != "away":
            change_election(chosen, how[0])
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
