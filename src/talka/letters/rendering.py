"""Words of a letter from a template: one file per letter with a subject and a text; the HTML is laid out from the text.

A room's template begins with {% extends "letters/letter.txt" %} and fills the blocks `subject` and `text`. A link that
stands alone on a line becomes a button. The context's `publicity` (a text) is put at the end of every letter.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
SUBJECT_LIMIT = 200


@dataclass(frozen=True)
class Words:
    """A letter's words, ready to be queued."""

    subject: str
    text: str
    html: str
    language: str


def render_letter(template_name: str, context: Mapping[str, object], language: str) -> Words:
    """The letter in one language. Raises ValueError where the template leaves subject or text empty."""
    with translation.override(language):
        given = {**context, "language": language}
        subject = one_line(render_to_string(template_name, {**given, "part": "subject"}))[:SUBJECT_LIMIT]
        text = tidy(render_to_string(template_name, {**given, "part": "text"}))
        if not subject or not text:
            raise ValueError(f"{template_name}: a letter needs a subject and a text")
        publicity = tidy(str(context.get("publicity", "") or ""))
        html = letter_html(subject, text, publicity, language)
    whole = f"{text}\n\n-- \n{publicity}\n" if publicity else f"{text}\n"
    return Words(subject, whole, html, language)


def letter_html(subject: str, text: str, publicity: str, language: str) -> str:
    """The HTML part of a letter: the one layout of the house around the text's paragraphs."""
    return render_to_string(
        "letters/letter.html",
        {
            "subject": subject,
            "language": language,
            "paragraphs": [_paragraph(part) for part in text.split("\n\n") if part.strip()],
            "publicity": [_paragraph(part) for part in publicity.split("\n\n") if part.strip()],
        },
    )


def one_line(text: str) -> str:
    """A header's worth of text: no line ends, no control signs."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def tidy(text: str) -> str:
    """Lines without blanks at their ends, never more than one empty line, no control signs."""
    lines = [
        "".join(sign for sign in line if sign >= " " and sign != "\x7f").rstrip()
        for line in text.replace("\r", "").replace("\t", " ").split("\n")
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the HTML part: a button where a link stands alone, else escaped words."""

    html: SafeString
    button: str = ""


def _paragraph(text: str) -> Paragraph:
    text = text.strip()
    if LINK.fullmatch(text):
        return Paragraph(mark_safe(""), text)
    out, at = [], 0
    for found in LINK.finditer(text):
        out.append(str(escape(text[at : found.start()])))
        out.append(f'<a href="{escape(found[0])}" style="color:#17543d">{escape(found[0])}</a>')
        at = found.end()
    out.append(str(escape(text[at:])))
    return Paragraph(mark_safe("".join(out).replace("\n", "<br>\n")))  # noqa: S308  every piece is escaped above


def first_link(text: str) -> str:
    """What an organiser copies to hand it over another way: the link that stands alone, else the first one."""
    alone = next((line.strip() for line in text.split("\n") if LINK.fullmatch(line.strip())), "")
    found = LINK.search(text)
    return alone or (found[0] if found else "")
