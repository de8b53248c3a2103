"""Published tables in every format that is read, damaged: the one door answers with a table or a refusal."""

import gzip
import io
import json

import numpy as np
from hypothesis import strategies as st

from talka.documents.statistics.json_stat_out import written
from talka.documents.statistics.reading import read_statistics
from talka.documents.statistics.sheets_out import long_csv, wide_csv
from talka.documents.statistics.table import StatisticalTable, Status
from talka.ui.refusals import Refusal

from .feeding import fed
from .files import comma, damaged, edited, edited_cell, edits, words, workbook

GRID = [
    ["Population by sex by Sex, Territorial unit and Year", "", "", ""],
    ["", "", "", ""],
    ["", "", "2020", "2021"],
    ["Total", "LV LATVIA", "1 907 675", "…"],
    ["", "LV001 ..Riga", "12,5 p", "-"],
    ["Males", "LV LATVIA", "3", "4"],
    ["", "LV001 ..Riga", "5", "."],
    ["", "", "", ""],
    ["… = Data not available", "", "", ""],
    ["Territorial unit:", "", "", ""],
    ["..Riga:", "", "", ""],
    ["Noted.", "", "", ""],
]
PLAIN = [["Novads", "Kods", "2020", "2021"], ["Rīga", "1", "1 234,5", ":"], ["Ogre", "2", "-5", "6*"]]
LONG = [["area", "sex", "year", "value", "status"], ["LV", "M", "2020", "5", ""], ["EE", "F", "2021", "", "c"]]
SDMX = [
    ["STRUCTURE", "STRUCTURE_ID", "ACTION", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS"],
    ["dataflow", "A:B(1)", "I", "LV", "2020", "5", "P"],
    ["dataflow", "A:B(1)", "I", "EE", "2021", "", "O"],
]
TSV = "freq,geo\\TIME_PERIOD\t2019 \t2020 \nA,LV\t12.3 p\t: \nA,EE\t: c\t-7\n"
PX = (
    'CHARSET="ANSI";\nCODEPAGE="utf-8";\nLANGUAGE="lv";\nLANGUAGES="lv","en";\nMATRIX="X1";\nTITLE="t";\nUNITS="u";\n'
    'STUB="Area";\nHEADING="Year";\nVALUES("Area")="Rīga","..Ogre";\nVALUES("Year")="2020","2021";\nCODES("Area")="1","2";\n'
    'TIMEVAL("Year")=TLIST(A1,"2020"-"2021");\nHIERARCHIES("Area")="1","1":"2";\nDATASYMBOL1="…";\nNOTE="a#b";\n'
    'VALUENOTE("Area","Rīga")="n";\nDATA=\n1 2\n"." -3;\n'
)
KEYED = PX.replace("DATA=\n1 2\n", 'KEYS("Area")="CODES";\nDATA=\n"1",1 2\n').replace('"." -3', '"2","." -3')
STAT = {
    "version": "2.0",
    "class": "dataset",
    "label": "t",
    "id": ["area", "year"],
    "size": [2, 2],
    "role": {"geo": ["area"], "time": ["year"]},
    "dimension": {
        "area": {"category": {"index": {"LV": 0, "R": 1}, "label": {"LV": "Latvia"}, "child": {"LV": ["R"]}}},
        "year": {"label": "Year", "category": {"index": ["2020", "2021"], "unit": {"2020": {"label": "u"}}}},
    },
    "value": [1, None, 2.5, 3],
    "status": {"1": ".."},
    "extension": {"px": {"tableid": "X"}, "status": {"label": {"q": "provisional"}}},
}
XML = (
    '<?xml version="1.0"?><m:GenericData xmlns:m="m" xmlns:g="g"><m:Header><m:Structure structureID="N" '
    'dimensionAtObservation="TIME_PERIOD"/></m:Header><m:DataSet><g:Series><g:SeriesKey><g:Value id="GEO" value="LV"/>'
    '</g:SeriesKey><g:Obs><g:ObsDimension value="2020"/><g:ObsValue value="5"/><g:Attributes><g:Value id="OBS_STATUS" '
    'value="P"/></g:Attributes></g:Obs></g:Series></m:DataSet></m:GenericData>'
)
SPECIFIC = (
    '<?xml version="1.0"?><m:StructureSpecificData xmlns:m="m"><m:Header/><m:DataSet><Series GEO="LV" DECIMALS="1">'
    '<Obs TIME_PERIOD="2020" OBS_VALUE="5" OBS_STATUS="P"/></Series></m:DataSet></m:StructureSpecificData>'
)
ENCODINGS = ("utf-8", "utf-16", "windows-1257")
TEXTS = (TSV, PX, KEYED, json.dumps(STAT), XML, SPECIFIC)


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    """A sheet in one of the four layouts with a few cells changed, as XLSX or text, then perhaps bitten."""
    rows = draw(st.sampled_from((GRID, PLAIN, LONG, SDMX)))
    for _change in range(draw(st.integers(0, 4))):
        at = st.floats(0, 1, exclude_max=True)
        rows = edited_cell(rows, draw(at), draw(at), draw(words))
    if draw(st.integers(0, 3)) == 0:
        packed = workbook(rows)
        return draw(damaged(packed)) if draw(st.booleans()) else packed
    content = comma(rows, draw(st.sampled_from(";,\t")))
    return edited(content, draw(edits))


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    content = draw(st.sampled_from(TEXTS)).encode(draw(st.sampled_from(ENCODINGS)), "replace")
    content = edited(content, draw(edits))
    return gzip.compress(content) if draw(st.integers(0, 5)) == 0 else content


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words),
    lambda inside: st.one_of(st.lists(inside, max_size=4), st.dictionaries(words, inside, max_size=4)),
    max_leaves=6,
)


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """A JSON-stat document in which one part, at any depth, is something else."""
    found = json.loads(json.dumps(STAT))
    at = found
    while True:
        key = draw(st.sampled_from(sorted(at) if isinstance(at, dict) else list(range(len(at)))))
        if isinstance(at[key], dict | list) and at[key] and draw(st.booleans()):
            at = at[key]
            continue
        at[key] = draw(json_values)
        return json.dumps(found).encode("utf-8", "replace")


def right(table: StatisticalTable) -> None:
    """Whatever was read is a whole table, and what is written of it can be read again."""
    count = len(table.values)
    assert table.places.shape == (count, len(table.dimensions))
    assert len(table.statuses) == len(table.rows) == len(table.columns) == count
    assert set(table.statuses.tolist()) <= {each.value for each in Status}
    assert np.isfinite(table.values[~np.isnan(table.values)]).all()
    for at, each in enumerate(table.dimensions):
        codes = [category.code for category in each.categories]
        assert len(set(codes)) == len(codes)
        assert not count or 0 <= table.places[:, at].min() <= table.places[:, at].max() < len(codes)
    assert count or table.faults
    for fault in table.faults:
        assert fault.row >= 0 <= fault.column and fault.what
    if count:
        again = read_statistics(written(table), "again")
        assert np.array_equal(np.sort(again.values), np.sort(table.values), equal_nan=True)
        long_csv(table), wide_csv(table)


def read(content: bytes) -> None:
    try:
        table = read_statistics(io.BytesIO(content), "datne")
    except Refusal as refusal:
        assert str(refusal.what) and refusal.status == 400
    else:
        right(table)


@fed(sheets(), most=150)
def test_sheets(content: bytes) -> None:
    read(content)


@fed(texts(), most=200)
def test_texts(content: bytes) -> None:
    read(content)


@fed(documents(), most=150)
def test_json_stat(content: bytes) -> None:
    read(content)


@fed(st.binary(max_size=300), most=100)
def test_anything(content: bytes) -> None:
    read(content)
