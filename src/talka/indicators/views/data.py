"""Open data out: an indicator as CSV, XLSX and JSON-stat 2, and the catalogue as DCAT-AP."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from i18nfield.strings import LazyI18nString

from talka.documents.media_types import CSV, XLSX
from talka.documents.statistics import json_stat_out, sheets_out
from talka.documents.storage import serve_bytes
from talka.indicators import access
from talka.indicators.catalogue_document import document
from talka.indicators.queries.catalogue import published
from talka.indicators.queries.published import indicator_table

TITLE = LazyI18nString({"lv": "Talka: teritoriju rādītāji", "en": "Talka: indicators of territories"})


def csv(request: HttpRequest, key: str) -> HttpResponse:
    table = indicator_table(access.indicator_for(key))
    return serve_bytes(sheets_out.long_csv(table), f"{key}.csv", CSV)


def xlsx(request: HttpRequest, key: str) -> HttpResponse:
    return serve_bytes(sheets_out.long_xlsx(indicator_table(access.indicator_for(key))), f"{key}.xlsx", XLSX)


def json_stat(request: HttpRequest, key: str) -> HttpResponse:
    table = indicator_table(access.indicator_for(key))
    answer = serve_bytes(json_stat_out.written(table), f"{key}.json", "application/json")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def catalogue(request: HttpRequest) -> HttpResponse:
    base = settings.BASE_URL or request.build_absolute_uri("/").rstrip("/")
    made = document(published(), base=base, title=TITLE, publisher=request.get_host())
    answer = HttpResponse(json.dumps(made, ensure_ascii=False), content_type="application/ld+json; charset=utf-8")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
