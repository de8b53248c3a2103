"""The catalogue of indicators as DCAT-AP 3 in JSON-LD, for portals that gather open data.

Terms: https://semiceu.github.io/DCAT-AP/releases/3.0.0/ . Only what is known is said; addresses begin with `base`.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from i18nfield.strings import LazyI18nString

from talka.documents.media_types import XLSX
from talka.indicators.models import Indicator

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EUROPE = "http://publications.europa.eu/resource/authority/"
LICENCES = {
    "CC-BY-4.0": f"{EUROPE}licence/CC_BY_4_0",
    "CC0-1.0": f"{EUROPE}licence/CC0",
}
FREQUENCIES = {"yearly": "ANNUAL", "several": "IRREG", "once": "NEVER"}
LANGUAGES = {"lv": "LAV", "en": "ENG"}
FORMATS = {
    "csv": ("CSV", "text/csv"),
    "xlsx": ("XLSX", XLSX),
    "json": ("JSON", "application/json"),
}


def document(
    rows: Iterable[tuple[Indicator, int, int, datetime]], *, base: str, title: LazyI18nString, publisher: str
) -> dict[str, Any]:
    """The whole catalogue. rows: indicator, first and last year, when its newest figures came."""
    datasets = [_dataset(*row, base=base, publisher=publisher) for row in rows]
    return {
        "@context": CONTEXT,
        "@id": f"{base}/indicators/catalogue.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _words(title),
        "dct:description": _words(title),
        "dct:publisher": _agent(publisher),
        "dct:language": [{"@id": f"{EUROPE}language/{code}"} for code in LANGUAGES.values()],
        "dcat:dataset": datasets,
    }


def _dataset(
    indicator: Indicator, first: int, last: int, modified: datetime, *, base: str, publisher: str
) -> dict[str, Any]:
    address = f"{base}/indicators/{indicator.key}/"
    described: dict[str, Any] = {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:identifier": indicator.key,
        "dct:title": _words(indicator.title),
        "dct:description": _words(indicator.method or indicator.title),
        "dcat:landingPage": {"@id": address},
        "dct:publisher": _agent(publisher),
        "dct:creator": {"@type": "foaf:Agent", "foaf:name": _words(indicator.source)} if indicator.source else None,
        "dct:accrualPeriodicity": {"@id": f"{EUROPE}frequency/{FREQUENCIES[indicator.periodicity]}"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": str(first), "@type": "xsd:gYear"},
            "dcat:endDate": {"@value": str(last), "@type": "xsd:gYear"},
        },
        "dct:modified": {"@value": modified.isoformat(), "@type": "xsd:dateTime"},
        "dcat:theme": {"@id": f"{EUROPE}data-theme/REGI"},
        "dcat:distribution": [_distribution(indicator, ending, base) for ending in FORMATS],
    }
    return {name: value for name, value in described.items() if value is not None}


def _distribution(indicator: Indicator, ending: str, base: str) -> dict[str, Any]:
    address, (name, media) = f"{base}/indicators/{indicator.key}/data.{ending}", FORMATS[ending]
    described: dict[str, Any] = {
        "@id": address,
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dct:format": {"@id": f"{EUROPE}file-type/{name}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
    }
    if indicator.licence in LICENCES:
        described["dct:license"] = {"@id": LICENCES[indicator.licence]}
    elif indicator.licence:
        described["dct:rights"] = {"@type": "dct:RightsStatement", "dct:description": indicator.licence}
    if ending == "json":
        described["dct:conformsTo"] = {"@id": "https://json-stat.org/full/"}
    return described


def _words(words: LazyI18nString | str) -> list[dict[str, str]] | str:
    data = words.data if isinstance(words, LazyI18nString) else words
    if isinstance(data, dict):
        return [{"@value": text, "@language": language} for language, text in data.items() if text]
    return str(data)


def _agent(name: str) -> dict[str, str]:
    return {"@type": "foaf:Agent", "foaf:name": name}
