"""SDMX-ML in: data messages 2.1 and 3.0, generic and structure-specific, and their elders of 2.0 that look alike.

https://sdmx.org/standards-2/. The data alone is read, without the structure that names the codes: labels are the codes.
Read here and not by sdmx1: it wants pandas and, for structure-specific data, the structure fetched beforehand.
"""

import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from lxml import etree

from . import limits, marks
from .building import Cells, Faults, cleaned, table_of_cells
from .cell_values import unexplained
from .sdmx_names import CONFIDENTIAL, STATUS, UNIT, VALUE, dimension, is_attribute
from .table import StatisticalTable, Status

PARTS = ("Value", "ObsDimension", "ObsValue", "Time")


@dataclass
class Message:
    """What is gathered while the message goes by. told: of the header; units: those met; unknown: flags
    without a meaning; across: the dimension of the observations."""

    told: dict[str, str] = field(default_factory=dict)
    units: set[str] = field(default_factory=set)
    unknown: dict[str, int] = field(default_factory=dict)
    across: str = "TIME_PERIOD"


@dataclass
class Observation:
    """key: its place, by dimension; said: its attributes and its value; line: in the file, from 1."""

    key: dict[str, str]
    said: dict[str, str]
    line: int


def looks_like_xml(start: str) -> bool:
    return start.startswith(("<?xml", "<message:", "<mes:", "<m:")) or (
        start.startswith("<") and "sdmx" in start[:2000]
    )


def read_sdmx_xml(content: bytes, name: str) -> StatisticalTable:
    """Nothing outside the file is opened, no entity is put in: a document that declares any is refused."""
    faults, cells, message = Faults(name), Cells(name), Message()
    ids: list[str] = []
    found: list[dict[str, int]] = []
    try:
        for each in _observations(content, message, name):
            if not ids:
                ids = list(each.key)
                found = [{} for _id in ids]
            if each.key.keys() != set(ids):
                faults.add(each.line, 0, _("This observation has other dimensions than the first one; it is left out."))
                continue
            read = _value(each, faults, message)
            if read is not None:
                place = [known.setdefault(each.key[code], len(known)) for code, known in zip(ids, found, strict=True)]
                cells.add(place, *read, each.line, 0)
    except etree.XMLSyntaxError as fault:
        line = fault.lineno or 0
        raise limits.damaged(name, _("Line %(line)s cannot be understood.") % {"line": line}) from fault
    dimensions = [dimension(code, code, list(codes)) for code, codes in zip(ids, found, strict=True)]
    return table_of_cells(
        name,
        dimensions,
        cells,
        faults=faults,
        title=message.told.get("Name", "") or message.told.get("structure", ""),
        code=message.told.get("structure", ""),
        source=message.told.get("Source", "") or message.told.get("Sender", ""),
        updated=message.told.get("Prepared", ""),
        unit=message.units.pop() if len(message.units) == 1 else "",
        notes=unexplained(message.unknown),
    )


def _plain(tag: object) -> str:
    """The name of an element without its namespace; "" for what is no element."""
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _observations(content: bytes, message: Message, name: str) -> Iterator[Observation]:
    """Each observation as its element closes; what was read is let go at once."""
    parser = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    series: dict[str, str] = {}
    about: dict[str, str] = {}
    root = True
    inside = False
    for event, element in parser:
        tag = _plain(element.tag)
        if event == "start":
            if root:
                _refuse_declarations(element, name)
                root = False
            if tag == "DataSet":
                inside = True
                _data_set(element, message, name)
            elif tag in ("Series", "Obs") and inside and tag == "Series":
                series, about = _attributes(element)
            continue
        if tag == "SeriesKey":
            series = _values_in(element)
        elif tag == "Attributes" and _plain(element.getparent().tag) == "Series":
            about |= _values_in(element)
        elif tag == "Obs" and inside:
            yield _observation(element, series, about, message)
            _let_go(element)
        elif tag == "Series":
            series, about = {}, {}
            _let_go(element)
        elif tag == "DataSet":
            inside = False
        elif tag == "Error" and not inside:
            raise _error(element, name)
        elif not inside:
            _header(element, tag, message)
    if root:
        raise limits.damaged(name)


def _refuse_declarations(element: etree._Element, name: str) -> None:
    if element.getroottree().docinfo.doctype:
        raise limits.refused(
            _("The file “%(name)s” declares a document type of its own.") % {"name": name},
            _("That is how files are made that swell without end or open others; tables need none."),
            _("Download it anew from where it is published."),
        )
    root = _plain(element.tag)
    if root in ("Structure", "StructureSpecificDataQuery", "RegistryInterface"):
        raise limits.refused(
            _("The file “%(name)s” describes a structure and holds no figures.") % {"name": name},
            "",
            _("Choose the data, not the structure, where it is exported."),
        )
    if not any(part in root for part in ("Data", "Error", "message", "Message")):
        raise limits.refused(
            _("The file “%(name)s” is XML, but not a table of SDMX-ML.") % {"name": name},
            _("By its content it is %(kind)s.") % {"kind": f"<{root[:40]}>"},
            _("Choose XLSX, CSV, PC-Axis, JSON-stat, SDMX or TSV where the table is exported."),
        )


def _data_set(element: etree._Element, message: Message, name: str) -> None:
    told = {_plain(key): str(value) for key, value in element.attrib.items()}
    if told.get("action", "").casefold() == "delete":
        raise limits.refused(
            _("The file “%(name)s” asks to delete values.") % {"name": name},
            _("Nothing is deleted here."),
            _("Export the table anew, with its values."),
        )
    if not message.told.get("structure"):
        message.told["structure"] = told.get("structureRef", "") or told.get("keyFamilyURI", "")


def _attributes(element: etree._Element) -> tuple[dict[str, str], dict[str, str]]:
    """The dimensions and the attributes of a structure-specific series: only their names tell them apart."""
    keys: dict[str, str] = {}
    about: dict[str, str] = {}
    for key, value in element.attrib.items():
        if str(key).startswith("{"):
            continue
        (about if is_attribute(str(key)) else keys)[str(key)] = str(value)
    return keys, about


def _values_in(element: etree._Element) -> dict[str, str]:
    """<Value id="GEO" value="LV"/>, in 2.0 with “concept” for “id”."""
    return {
        str(each.get("id") or each.get("concept") or ""): str(each.get("value") or "")
        for each in element
        if _plain(each.tag) == "Value"
    }


def _observation(
    element: etree._Element, series: Mapping[str, str], about: Mapping[str, str], message: Message
) -> Observation:
    key, said = dict(series), dict(about)
    own, attributes = _attributes(element)
    said |= attributes
    if VALUE in own:
        said[VALUE] = own.pop(VALUE)
    key |= own
    for child in element:
        tag = _plain(child.tag)
        if tag == "ObsKey":
            key |= _values_in(child)
        elif tag == "ObsDimension":
            key[str(child.get("id") or message.across)] = str(child.get("value") or "")
        elif tag == "Time":
            key[message.across] = str(child.text or "")
        elif tag == "ObsValue":
            said[VALUE] = str(child.get("value") or "")
        elif tag == "Attributes":
            said |= _values_in(child)
        elif tag == VALUE:
            said[VALUE] = str(child.text or child.get("value") or "")
    message.units |= {said[unit] for unit in UNIT & said.keys()} | {key[unit] for unit in UNIT & key.keys()}
    return Observation(key, said, int(element.sourceline or 0))


def _value(each: Observation, faults: Faults, message: Message) -> tuple[float, str] | None:
    text = each.said.get(VALUE, "").strip()
    told: list[Status] = []
    for name in STATUS & each.said.keys():
        flag = each.said[name].strip()
        status = marks.beside(flag) if flag else None
        if status is not None:
            told.append(status)
        elif flag:
            message.unknown[flag] = message.unknown.get(flag, 0) + 1
    if any(each.said[name][:1] in ("C", "N", "S", "D") for name in CONFIDENTIAL & each.said.keys()):
        told.append(Status.SUPPRESSED)
    if text in ("", "NaN", "nan", ":", "-"):
        status = marks.gravest([Status.MISSING, *told])
        return math.nan, status.value
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in text:
        faults.add(each.line, 0, _("This is not a finite number."), text)
        return None
    return value, marks.gravest(told).value


def _header(element: etree._Element, tag: str, message: Message) -> None:
    text = cleaned(element.text)
    if tag == "Structure":
        across = element.get("dimensionAtObservation")
        message.across = across if across and across != "AllDimensions" else message.across
        message.told.setdefault("structure", str(element.get("structureID") or ""))
    elif tag == "Ref" and element.get("id"):
        message.told["structure"] = str(element.get("id"))
    elif tag in ("Prepared", "Source", "Name") and text:
        message.told.setdefault(tag, text)
    elif tag == "Sender":
        message.told.setdefault(tag, str(element.get("id") or ""))


def _error(element: etree._Element, name: str) -> Exception:
    words = cleaned(" ".join(str(text) for text in element.itertext()))[:300]
    return limits.refused(
        _("The file “%(name)s” is an error message of the publisher's service, not a table.") % {"name": name},
        words,
        _("Try the export again, with fewer values if there were many."),
    )


def _let_go(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
