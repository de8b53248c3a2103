"""Words in several languages as plain data: for the search, for tables and for record files."""

from django.conf import settings
from i18nfield.strings import LazyI18nString

CODES = tuple(code for code, _name in settings.LANGUAGES)


def plain(value: LazyI18nString | str | None) -> dict[str, str]:
    """What stands in a field by language, in the house's order; one text for all languages stands in the first."""
    data = value.data if isinstance(value, LazyI18nString) else value
    if isinstance(data, dict):
        said = {str(code): str(text).strip() for code, text in data.items() if str(text or "").strip()}
        return {code: said[code] for code in (*CODES, *(code for code in said if code not in CODES)) if code in said}
    text = str(data or "").strip()
    return {CODES[0]: text} if text else {}


def many(value: LazyI18nString | str | None) -> LazyI18nString:
    return LazyI18nString(plain(value))


def every(value: LazyI18nString | str | None) -> str:
    """The words of all languages one after the other, for the search."""
    return " ".join(plain(value).values())


def first(value: LazyI18nString | str | None) -> str:
    """Latvian where there is any, else the first language there is: what a list is sorted by."""
    found = plain(value)
    return found.get("lv") or next(iter(found.values()), "")
