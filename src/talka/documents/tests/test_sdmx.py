import pytest

from talka.documents.statistics.table import Role

from .statistical import cells, faults, labels, read, refusal

CSV_1 = (
    "DATAFLOW,LAST UPDATE,freq,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
    "ESTAT:X(1.0),01/02/24,A,PC,LV,2020,5.5,p,\n"
    "ESTAT:X(1.0),01/02/24,A,PC,LV,2021,,,C\n"
    "ESTAT:X(1.0),01/02/24,A,PC,EE,2020,-3,b,F\n"
    "ESTAT:X(1.0),01/02/24,A,PC,EE,2021,NaN,,\n"
)
CSV_2 = (
    "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,REF_AREA,Reference area,UNIT_MEASURE,Unit of measure,TIME_PERIOD,"
    "Time period,OBS_VALUE,Observation value,OBS_STATUS,Observation status,UNIT_MULT,Unit multiplier\n"
    "DATAFLOW,OECD:X(1.0),Population,I,LV,Latvia,PS,Persons,2020,,5,,A,Normal value,0,Units\n"
    "DATAFLOW,OECD:X(1.0),Population,I,EE,Estonia,PS,Persons,2020,,6,,E,Estimated value,0,Units\n"
)
HEAD = '<?xml version="1.0" encoding="utf-8"?>'
GENERIC = (
    HEAD
    + """<message:GenericData xmlns:message="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
 xmlns:generic="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic"
 xmlns:common="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common">
<message:Header><message:ID>x</message:ID><message:Prepared>2024-01-01T00:00:00</message:Prepared>
<message:Sender id="ESTAT"/>
<message:Structure structureID="NAMA" dimensionAtObservation="TIME_PERIOD"><common:Structure><Ref agencyID="ESTAT"
 id="NAMA_10" version="1.0"/></common:Structure></message:Structure></message:Header>
<message:DataSet structureRef="NAMA" action="Replace">
<generic:Series><generic:SeriesKey><generic:Value id="FREQ" value="A"/><generic:Value id="GEO" value="LV"/>
</generic:SeriesKey>
<generic:Attributes><generic:Value id="DECIMALS" value="1"/></generic:Attributes>
<generic:Obs><generic:ObsDimension value="2020"/><generic:ObsValue value="5.5"/>
<generic:Attributes><generic:Value id="OBS_STATUS" value="P"/></generic:Attributes></generic:Obs>
<generic:Obs><generic:ObsDimension value="2021"/><generic:ObsValue value="NaN"/></generic:Obs></generic:Series>
<generic:Series><generic:SeriesKey><generic:Value id="FREQ" value="A"/><generic:Value id="GEO" value="EE"/>
</generic:SeriesKey>
<generic:Obs><generic:ObsDimension value="2020"/><generic:ObsValue value="-6"/></generic:Obs></generic:Series>
</message:DataSet></message:GenericData>"""
)
SPECIFIC = (
    HEAD
    + """<message:StructureSpecificData xmlns:message="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message">
<message:Header><message:Structure structureID="NAMA"/></message:Header>
<message:DataSet><Series FREQ="A" GEO="LV" UNIT_MULT="0" TITLE="GDP">
<Obs TIME_PERIOD="2020" OBS_VALUE="5.5" OBS_STATUS="P"/>
<Obs TIME_PERIOD="2021" OBS_STATUS="L"/></Series>
<Series FREQ="A" GEO="EE"><Obs TIME_PERIOD="2020" OBS_VALUE="-6"/></Series></message:DataSet>
</message:StructureSpecificData>"""
)
FOUND = {("A", "LV", "2020"): (5.5, "P"), ("A", "LV", "2021"): (None, "M"), ("A", "EE", "2020"): (-6, "A")}
FLAT = (
    HEAD
    + """<m:GenericData xmlns:m="m" xmlns:g="g"><m:Header/><m:DataSet>
<g:Obs><g:ObsKey><g:Value id="FREQ" value="A"/><g:Value id="GEO" value="LV"/>
<g:Value id="TIME_PERIOD" value="2020"/></g:ObsKey>
<g:ObsValue value="5.5"/><g:Attributes><g:Value id="OBS_STATUS" value="P"/></g:Attributes></g:Obs>
<g:Obs><g:ObsKey><g:Value id="FREQ" value="A"/><g:Value id="GEO" value="LV"/>
<g:Value id="TIME_PERIOD" value="2021"/></g:ObsKey>
<g:ObsValue value="NaN"/></g:Obs>
<g:Obs><g:ObsKey><g:Value id="FREQ" value="A"/><g:Value id="GEO" value="EE"/>
<g:Value id="TIME_PERIOD" value="2020"/></g:ObsKey>
<g:ObsValue value="-6"/></g:Obs></m:DataSet></m:GenericData>"""
)
FLAT_SPECIFIC = (
    HEAD
    + """<m:StructureSpecificData xmlns:m="m"><m:Header/><m:DataSet>
<Obs FREQ="A" GEO="LV" TIME_PERIOD="2020" OBS_VALUE="5.5" OBS_STATUS="P"/><Obs FREQ="A" GEO="LV" TIME_PERIOD="2021"/>
<Obs FREQ="A" GEO="EE" TIME_PERIOD="2020" OBS_VALUE="-6"/></m:DataSet></m:StructureSpecificData>"""
)


def test_csv_as_eurostat_sends_it():
    table = read(CSV_1)
    assert [(each.code, each.role) for each in table.dimensions] == [
        ("freq", Role.OTHER),
        ("unit", Role.OTHER),
        ("geo", Role.AREA),
        ("TIME_PERIOD", Role.TIME),
    ]
    assert cells(table) == {
        ("A", "PC", "LV", "2020"): (5.5, "P"),
        ("A", "PC", "LV", "2021"): (None, "Q"),
        ("A", "PC", "EE", "2020"): (-3, "B"),
        ("A", "PC", "EE", "2021"): (None, "M"),
    }
    assert (table.code, table.updated, table.unit) == ("ESTAT:X(1.0)", "01/02/24", "PC")


def test_csv_with_labels_in_columns_of_their_own():
    table = read(CSV_2)
    assert [(each.code, each.label) for each in table.dimensions] == [
        ("REF_AREA", "Reference area"),
        ("UNIT_MEASURE", "Unit of measure"),
        ("TIME_PERIOD", "Time period"),
    ]
    assert labels(table, 0) == ["Latvia", "Estonia"]
    assert (table.title, table.code, table.unit) == ("Population", "OECD:X(1.0)", "PS")
    assert table.statuses.tolist() == ["A", "E"]


def test_csv_with_both_in_one_cell():
    text = "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA: Area,TIME_PERIOD: Time,OBS_VALUE: V,OBS_STATUS: S\n"
    text += "dataflow,A:B(1),I,LV: Latvia,2020,5,E: Estimated\ndataflow,A:B(1),D,LV: Latvia,2021,6,E: Estimated\n"
    table = read(text)
    assert [(each.code, each.label) for each in table.dimensions[0].categories] == [("LV", "Latvia")]
    assert cells(table) == {("LV", "2020"): (5, "E")}
    assert faults(table) == [(3, 1)]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("5.5", "x9", (2, 7)),
        ("A,PC,LV,2020", "A,,LV,2020", (2, 4)),
        ("5.5", "inf", (2, 7)),
        ("EE,2021", "EE,2020", (5, 7)),
    ],
)
def test_a_row_that_cannot_be_read(old, new, fault):
    assert faults(read(CSV_1.replace(old, new))) == [fault]


@pytest.mark.parametrize("text", [GENERIC, SPECIFIC, FLAT, FLAT_SPECIFIC])
def test_xml_in_its_four_forms(text):
    table = read(text)
    assert cells(table) == FOUND
    assert [each.role for each in table.dimensions] == [Role.OTHER, Role.AREA, Role.TIME]


def test_what_the_header_of_a_message_says():
    table = read(GENERIC)
    assert (table.code, table.source, table.updated) == ("NAMA_10", "ESTAT", "2024-01-01T00:00:00")


def test_xml_in_another_encoding():
    assert cells(read(GENERIC.replace("utf-8", "utf-16").encode("utf-16"))) == FOUND
    assert cells(read(GENERIC.replace("utf-8", "iso-8859-1").encode("iso-8859-1"))) == FOUND


def test_a_value_that_is_no_number_is_a_fault_with_its_line():
    [fault] = read(GENERIC.replace('"-6"', '"x9"')).faults
    assert (fault.row, fault.shown) == (1 + GENERIC[: GENERIC.index('"-6"')].count("\n"), "x9")
    assert len(read(SPECIFIC.replace('"-6"', '"INF"')).faults) == 1


def test_an_observation_said_twice():
    assert len(read(SPECIFIC.replace('"2021"', '"2020"')).faults) == 1


def test_a_series_of_other_dimensions_is_left_out_with_a_fault():
    assert len(read(SPECIFIC.replace('FREQ="A" GEO="EE"', 'GEO="EE"')).faults) == 1


BOMB = "<!DOCTYPE lolz [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + at)} '{f'&{chr(97 + at)};' * 10}'>" for at in range(9)
)


@pytest.mark.parametrize(
    "text",
    [
        GENERIC.replace("<message:GenericData", BOMB + "]><message:GenericData", 1).replace("ESTAT", "&j;"),
        GENERIC.replace("<message:G", '<!DOCTYPE x SYSTEM "file:///etc/passwd"><message:G', 1),
        GENERIC.replace("<message:G", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><message:G', 1),
        GENERIC[:900],
        GENERIC.replace("<message:DataSet", '<message:DataSet action="Delete"').replace(' action="Replace"', ""),
        HEAD + "<message:Structure xmlns:message='m'><message:Header/></message:Structure>",
        HEAD + "<html><body/></html>",
        HEAD + "<Workbook/>",
        HEAD + "<message:GenericData xmlns:message='m'/>",
        HEAD,
        HEAD + "<a>" * 100_000,
    ],
)
def test_xml_that_is_refused(text):
    refusal(text)


def test_an_error_message_is_shown():
    text = (
        HEAD + "<m:Error xmlns:m='m' xmlns:c='c'><m:ErrorMessage code='413'><c:Text>Too many values</c:Text>"
        "</m:ErrorMessage></m:Error>"
    )
    assert "Too many values" in refusal(text).meaning
