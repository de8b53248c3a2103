"""Which texts a room asks translations for: read from the syntax tree of Python and by Django's own template parser.

Both give exactly the text that is looked up at run time; a regular expression over the source would only come close.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template import Context
from django.template.base import Lexer, Parser, TokenType, Variable
from django.template.exceptions import TemplateSyntaxError
from django.templatetags.i18n import BlockTranslateNode, TranslateNode, do_block_translate, do_translate
from django.utils.text import unescape_string_literal

from talka.site.trouble import Trouble


@dataclass(frozen=True)
class Text:
    """One text to translate: `plural` and `context` are None where there are none; `file` is relative to the room."""

    single: str
    plural: str | None
    context: str | None
    file: str


# name: positions of single, plural, context
_CALLS: dict[str, tuple[int, int | None, int | None]] = {
    "_": (0, None, None),
    "gettext": (0, None, None),
    "gettext_lazy": (0, None, None),
    "gettext_noop": (0, None, None),
    "ngettext": (0, 1, None),
    "ngettext_lazy": (0, 1, None),
    "pgettext": (1, None, 0),
    "pgettext_lazy": (1, None, 0),
    "npgettext": (1, 2, 0),
    "npgettext_lazy": (1, 2, 0),
}


def texts(room: Path) -> list[Text]:
    """All texts of a room's folder, in order of files and places. Trouble names the file that cannot be read."""
    found: list[Text] = []
    for path in sorted(room.rglob("*")):
        inside = path.relative_to(room)
        if (
            "tests" in inside.parts
            or "migrations" in inside.parts
            or "static" in inside.parts
            or "locale" in inside.parts
        ):
            continue
        read: Callable[[str, str], Iterator[Text]]
        if path.suffix == ".py":
            read = python_texts
        elif "templates" in inside.parts and path.is_file():
            read = template_texts
        else:
            continue
        try:
            found += read(path.read_text(encoding="utf-8"), inside.as_posix())
        except (SyntaxError, TemplateSyntaxError, UnicodeDecodeError) as fault:
            raise Trouble(f"{path}: texts cannot be read from it: {fault}") from None
    return found


def python_texts(source: str, file: str) -> Iterator[Text]:
    """Texts of a Python module. One that is put together (f-string, +, %) is never found again, so it is refused."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        if name not in _CALLS or not call.args:
            continue
        if isinstance(call.func, ast.Attribute) and not _is_module(call.func.value):
            continue
        single, plural, context = _CALLS[name]
        values = [_constant(call, place, file) for place in (single, plural, context)]
        if values[0]:
            yield Text(values[0], values[1], values[2], file)


def _is_module(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id in {"translation", "gettext"}


def _constant(call: ast.Call, place: int | None, file: str) -> str | None:
    if place is None or place >= len(call.args):
        return None
    value = call.args[place]
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    if isinstance(value, ast.JoinedStr | ast.BinOp):
        raise Trouble(f"{file}, line {call.lineno}: a text to translate must stand whole, not be put together.")
    return None  # a variable: its text is marked where it is written


class _AnyFilters(Parser):
    """Reads a template's translation tags without loading the libraries of its other tags."""

    def __init__(self, tokens: list[Any]) -> None:
        super().__init__(tokens)

    def find_filter(self, filter_name: str) -> Any:
        def unchanged(value: Any, argument: Any = None) -> Any:
            return value

        return unchanged


_CONSTANT = re.compile(r"""\b_\(("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\)""")


def template_texts(source: str, file: str) -> Iterator[Text]:
    """Texts of a template: translate, blocktranslate and _("…"), also inside a component's attributes."""
    parser = _AnyFilters(Lexer(source).tokenize())
    while parser.tokens:
        token = parser.next_token()
        word = token.contents.split(None, 1)[0] if token.contents.split() else ""
        if token.token_type == TokenType.COMMENT:
            continue
        if token.token_type == TokenType.BLOCK and word == "comment":
            parser.skip_past("endcomment")
            continue
        for match in _CONSTANT.findall(token.contents):
            text = unescape_string_literal(match)
            if "%" in text:  # Django looks it up with the sign doubled and shows it so
                raise Trouble(f"{file}, line {token.lineno}: a text with % needs {{% translate %}} instead of _().")
            yield Text(text, None, None, file)
        if token.token_type != TokenType.BLOCK:
            continue
        if word in {"translate", "trans"}:
            yield from _translate(do_translate(parser, token), file)
        elif word in {"blocktranslate", "blocktrans"}:
            yield _block(do_block_translate(parser, token), file)


def _translate(node: TranslateNode, file: str) -> Iterator[Text]:
    variable = node.filter_expression.var
    if isinstance(variable, Variable) and isinstance(variable.literal, str):
        context = node.message_context.resolve(Context()) if node.message_context else None
        yield Text(str(variable.literal).replace("%", "%%"), None, context, file)


def _block(node: BlockTranslateNode, file: str) -> Text:
    single, _names = node.render_token_list(node.singular)
    plural = node.render_token_list(node.plural)[0] if node.plural else None
    context = node.message_context.resolve(Context()) if node.message_context else None
    return Text(single, plural, context, file)
