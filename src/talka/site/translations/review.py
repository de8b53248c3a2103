"""What is missing or wrong in the catalogues. A fault here is a text that people would see wrong or in English."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural

from talka.site.translations import LANGUAGES, po_path
from talka.site.translations.catalogues import forms, read, template

_PERCENT = re.compile(r"%(?:\((?P<name>\w+)\))?[-+ #0]*\d*(?:\.\d+)?(?P<kind>[a-zA-Z%])")
_BRACES = re.compile(r"\{(?P<name>\w*)\}")


def faults(rooms: list[str]) -> list[str]:
    """Every fault of these rooms' catalogues in plain words; empty when all is complete."""
    found: list[str] = []
    said: dict[tuple[str, str, str | None], dict[tuple[str, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    for room in rooms:
        asked = template(room)
        for language in LANGUAGES:
            if not len(asked):
                continue
            if not po_path(room, language).exists():
                found.append(f"{room}/{language}: there is no catalogue; run `talka translations update {room}`")
                continue
            catalog = read(room, language)
            found += [f"{room}/{language}: {fault}" for fault in _catalog_faults(asked, catalog, language)]
            for message in asked:
                kept = catalog.get(_single(message), context=message.context) if message.id else None
                if kept is not None and any(forms(kept.string)):
                    said[language, _single(message), message.context][forms(kept.string)].append(room)
    for (language, single, _context), versions in said.items():
        if len(versions) > 1:
            who = "; ".join(f"{', '.join(names)}: {strings[0]}" for strings, names in versions.items())
            found.append(
                f"{language}: rooms translate {single!r} differently, and only one is shown ({who}); give a context"
            )
    return found


def _catalog_faults(asked: Catalog, catalog: Catalog, language: str) -> Iterator[str]:
    wanted = int(get_plural(language)[0])
    lone = _forms_for_one_number(catalog)
    for message in asked:
        if not message.id:
            continue
        single = _single(message)
        kept = catalog.get(single, context=message.context)
        if kept is None:
            yield f"not in the catalogue: {single!r}; run `talka translations update`"
            continue
        strings = forms(kept.string)
        if kept.fuzzy:
            yield f"marked fuzzy: {single!r}"
        elif not all(text.strip() for text in strings):
            yield f"not translated: {single!r}"
        elif isinstance(message.id, tuple) and (not isinstance(kept.id, tuple) or len(strings) != wanted):
            yield f"needs {wanted} plural forms: {single!r}"
        else:
            yield from _placeholder_faults(message, strings, lone)
            if any(_edges(text) != _edges(single) for text in strings):
                yield f"begins or ends with other line breaks: {single!r}"


def _placeholder_faults(message: Message, strings: tuple[str, ...], lone: set[int]) -> Iterator[str]:
    """Each form must hold what the source holds; one that stands for a single number may leave that number out."""
    sources = forms(message.id)
    full = _placeholders(sources[-1])
    for number, text in enumerate(strings):
        have = _placeholders(text)
        if have == full or (len(sources) > 1 and have == _placeholders(sources[0]) and number in lone):
            continue
        if len(sources) > 1 and number in lone and not have - full:
            continue
        yield f"placeholders differ: {sources[-1]!r} has {_listed(full)}, the translation has {_listed(have)}: {text!r}"


def _placeholders(text: str) -> Counter[str]:
    found = Counter(
        f"%({match['name']})" if match["name"] else f"%{match['kind']}" for match in _PERCENT.finditer(text)
    )
    del found["%%"]
    named = Counter({name: 1 for name in found if name.startswith("%(")})  # a name may stand twice in one language
    rest = Counter({name: count for name, count in found.items() if not name.startswith("%(")})
    braces = Counter({"{" + match["name"] + "}": 1 for match in _BRACES.finditer(text)})
    return named + rest + braces


def _forms_for_one_number(catalog: Catalog) -> set[int]:
    """Plural forms that stand for one number only (in Latvian: zero)."""
    from gettext import c2py

    form_of = c2py(catalog.plural_expr)
    uses = Counter(form_of(number) for number in range(400))
    return {form for form, count in uses.items() if count == 1}


def _single(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else str(message.id)


def _edges(text: str) -> tuple[bool, bool]:
    return text.startswith("\n"), text.endswith("\n")


def _listed(names: Counter[str]) -> str:
    return " ".join(sorted(names.elements())) or "none"
