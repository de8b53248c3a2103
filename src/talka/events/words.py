"""Words in several languages as plain data, for frozen releases and for files."""

from typing import Any

from django.utils.translation import get_language
from i18nfield.strings import LazyI18nString

Words = dict[str, str] | str
DEFAULT = "lv"


def plain(value: LazyI18nString | str | None) -> Words:
    """What stands behind a field in several languages: a mapping by language, or one text for all."""
    data = value.data if isinstance(value, LazyI18nString) else value
    if isinstance(data, dict):
        return {str(code): str(text) for code, text in data.items() if text}
    return str(data or "")


def said(value: Any, language: str | None = None) -> str:
    """The words in a language; where it has none, in Latvian, else in whatever language there is."""
    if isinstance(value, LazyI18nString):
        value = plain(value)
    if isinstance(value, str):
        return value
    if not value:
        return ""
    code = (language or get_language() or DEFAULT).split("-")[0]
    return value.get(code) or value.get(DEFAULT) or next(iter(value.values()), "")


def same(one: Any, other: Any) -> bool:
    """Equal as people read it: words that are empty in every language are empty words."""
    if isinstance(one, LazyI18nString) or isinstance(other, LazyI18nString):
        return (plain(one) or "") == (plain(other) or "")
    return bool(one == other)
