"""One .po per room and language: brought up to date from the source, and compiled to the .mo that Django reads."""

import os
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from talka.site.translations import HOUSE, LANGUAGES, po_path, to_compile
from talka.site.translations.extraction import texts


def template(room: str) -> Catalog:
    """The catalogue of what the source asks for, without translations."""
    catalog = Catalog()
    for text in texts(HOUSE / room):
        ids: str | tuple[str, ...] = (text.single, text.plural) if text.plural is not None else text.single
        known = catalog.get(text.single, context=text.context)
        if known is not None and isinstance(known.id, tuple) and text.plural is None:
            ids = known.id  # gettext keeps one entry for the text alone and with a plural
        catalog.add(ids, context=text.context, locations=[(text.file, None)])  # type: ignore[list-item]
    return catalog


def read(room: str, language: str) -> Catalog:
    """The room's catalogue; an empty one where there is no file yet."""
    path = po_path(room, language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(room: str) -> list[tuple[str, int, int]]:
    """Bring a room's catalogues up to date; per language: its name, how many texts, how many still to translate."""
    asked = template(room)
    report = []
    for language in LANGUAGES:
        catalog = read(room, language)
        if not len(asked) and not len(catalog):
            continue
        for message in catalog.obsolete.values():  # a text that came back finds its old translation
            catalog.add(message.id, message.string, context=message.context)
        catalog.obsolete.clear()
        catalog.update(asked, no_fuzzy_matching=True)
        for key, old in list(catalog.obsolete.items()):
            if not any(forms(old.string)):
                del catalog.obsolete[key]
        _write(catalog, po_path(room, language), language)
        open_ones = sum(1 for message in catalog if message.id and not all(forms(message.string)))
        report.append((language, len(catalog), open_ones))
    return report


def compile_all(rooms: list[str], *, force: bool = False) -> int:
    """Compile what is missing or older than its .po; the number of files written."""
    everything = [(room, language) for room in rooms for language in LANGUAGES if po_path(room, language).exists()]
    chosen = everything if force else to_compile(rooms)
    for room, language in chosen:
        mo = po_path(room, language).with_suffix(".mo")
        part = mo.with_suffix(f".{os.getpid()}")
        with part.open("wb") as file:
            write_mo(file, read(room, language))
        part.replace(mo)
    return len(chosen)


def forms(string: str | tuple[str | None, ...] | list[str] | None) -> tuple[str, ...]:
    """A message's id or string as a tuple: Babel gives one text alone as str, several as tuple, none as None."""
    if string is None or isinstance(string, str):
        return (string or "",)
    return tuple(text or "" for text in string)


def _write(catalog: Catalog, path: Path, language: str) -> None:
    """With a header that holds no dates or names, so that two people's changes only meet where both changed a text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    header = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": catalog.plural_forms,
    }
    part = path.with_suffix(f".{os.getpid()}")
    with part.open("wb") as file:
        file.write(b'msgid ""\nmsgstr ""\n')
        file.writelines(f'"{name}: {value}\\n"\n'.encode() for name, value in header.items())
        file.write(b"\n")
        write_po(file, catalog, width=120, omit_header=True, include_lineno=False)
    part.replace(path)
