"""The gallery at /ui/: every component in its states, readable as the documentation of the design system.

An example is a template of its own (templates/ui/examples/<name>.html): the page shows it rendered and shows its
source, so the documentation cannot say anything else than what the component does. The sample words are Latvian,
because Latvian words are the long ones; the places and people in them are made up.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from . import samples
from .look import SCALES, THEMES, look_of
from .refusals import Words

EXAMPLES = Path(__file__).parent / "templates" / "ui" / "examples"


@dataclass(frozen=True)
class Example:
    name: str
    title: Words
    words: Words = ""


@dataclass(frozen=True)
class Shown:
    """An example ready for the page."""

    example: Example
    html: SafeString
    source: str


PARTS: dict[str, tuple[Words, tuple[Example, ...]]] = {
    "acting": (
        _("Acting"),
        (
            Example("button", _("Buttons"), _("One primary button in a view. A deed is a button, a place is a link.")),
            Example(
                "actions",
                _("Bar of actions"),
                _("The primary action stands first; on a phone it takes the whole line."),
            ),
            Example("toolbar", _("Toolbar"), _("Small tools above a list.")),
            Example(
                "confirm",
                _("A question before a deed"),
                _("Opens in the page without JavaScript, as a dialog with it."),
            ),
            Example("menu", _("Menu"), _("Closes by Escape and by a press outside.")),
            Example("copy", _("To be copied"), _("The button appears where the browser allows copying.")),
            Example(
                "disclosure",
                _("More on request"),
                _("For the reasons behind a result, never for what everybody needs."),
            ),
        ),
    ),
    "telling": (
        _("Telling"),
        (
            Example("notice", _("Notices"), _("The colour never stands alone: a sign and a hidden word say the same.")),
            Example("badge", _("Badges")),
            Example("card", _("Cards"), _("Where there is an address, the whole card is the link.")),
            Example("panel", _("Panels"), _("A part of a page with its own title.")),
            Example("facts", _("Facts"), _("Empty values are left out.")),
            Example("table", _("Table"), _("Scrolls sideways in its own region, which the keyboard reaches.")),
            Example("person", _("Person"), _("A line without a picture.")),
            Example("quote_card", _("A participant's card"), _("A person's own words are set in the serif, as print.")),
            Example("timeline", _("Timeline")),
            Example("empty", _("Nothing here yet"), _("Says what to do next.")),
            Example("publicity", _("Publicity"), _("At the foot of every page of a project.")),
            Example(
                "ribbon", _("Made-up data"), _("Shown by itself where the page says that its data is illustrative.")
            ),
            Example("made_up", _("Made-up data in a list"), _("Beside each line that is made up: others may be true.")),
        ),
    ),
    "finding": (
        _("Finding the way"),
        (
            Example("breadcrumb", _("You are here")),
            Example("tabs", _("Tabs"), _("Plain links: each tab has an address.")),
            Example("steps", _("Steps"), _("Where a process stands.")),
            Example("pager", _("Pages of a list")),
            Example("search", _("Search")),
            Example("qr", _("QR code"), _("Always with the code and the address in words.")),
        ),
    ),
    "counting": (
        _("Counting"),
        (
            Example("stat", _("One number with its sentence")),
            Example("bars", _("Bars"), _("A table first: it reads well without the picture.")),
            Example("meter", _("Meter")),
            Example("sparkline", _("Sparkline")),
            Example(
                "place", _("Place among all"), _("From the lowest to the highest; the stroke is the median of all.")
            ),
            Example("small_bars", _("Small bars with their lines"), _("One of many charts that are all drawn alike.")),
            Example("strip", _("Strip of dots"), _("Where many stand along one line, and the middle of them.")),
            Example(
                "way_chart",
                _("Way to a target"),
                _("A figure beside the line it was to follow, and how others went. Its table stands with it."),
            ),
            Example(
                "tile_map", _("Tile map"), _("Every tile has the same weight, whatever the size of the municipality.")
            ),
            Example(
                "way",
                _("Way"),
                _("What came of what: rows of things and the lines between; on a phone one below another."),
            ),
            Example("few", _("Few people, no figures"), _("Fewer than five people give no figure; nobody gives zero.")),
            Example("numbers", _("Numbers, money, time"), _("Filters that write as the reader's language does.")),
        ),
    ),
    "asking": (
        _("Asking"),
        (
            Example("form", _("Form"), _("Every Django form looks like this; what is required is said in words.")),
            Example(
                "form_errors",
                _("Form with errors"),
                _("A summary with links stands first; each field repeats its error."),
            ),
            Example("form_by_hand", _("Fields laid out by hand")),
        ),
    ),
}


def shown(example: Example, request: HttpRequest) -> Shown:
    template = f"ui/examples/{example.name}.html"
    html = render_to_string(template, samples.context(request) | {"example": example.name}, request)
    return Shown(example, html, (EXAMPLES / f"{example.name}.html").read_text(encoding="utf-8").strip())


def preview(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Let ?theme= and ?scale= show a page in another look without keeping it."""
    look = look_of(request)
    theme, scale = request.GET.get("theme", look.theme), request.GET.get("scale", look.scale)
    look = replace(look, theme=theme if theme in THEMES else "", scale=scale if scale in SCALES else "")
    return context | {"ui_look": look}


def tabs(part: str) -> list[dict[str, Any]]:
    first = {"label": _("Foundations"), "href": reverse("ui:gallery"), "current": not part}
    return [first] + [
        {"label": title, "href": reverse("ui:gallery_part", args=[name]), "current": name == part}
        for name, (title, _examples) in PARTS.items()
    ]


def gallery(request: HttpRequest, part: str = "") -> HttpResponse:
    """The foundations at /ui/, and one page for each part of the gallery."""
    if part and part not in PARTS:
        raise Http404
    title, examples = PARTS[part] if part else (_("Foundations"), ())
    context = {
        "tabs": tabs(part),
        "part_title": title,
        "title": _("Design system") if not part else f"{title} – {_('Design system')}",
        "parts": [(name, *rest) for name, rest in PARTS.items()],
        "shown": [shown(example, request) for example in examples],
        "colours": samples.COLOURS,
        "previews": [
            (_("in light colours"), "?theme=light"),
            (_("in dark colours"), "?theme=dark"),
            (_("on the wall"), "?scale=projector"),
        ],
    }
    template = "ui/gallery_part.html" if part else "ui/gallery.html"
    return render(request, template, preview(request, context))


def sample(request: HttpRequest) -> HttpResponse:
    """A whole page put together from the components, as a room would do it."""
    return render(request, "ui/sample.html", preview(request, samples.context(request) | {"illustrative": True}))


def sample_wall(request: HttpRequest) -> HttpResponse:
    """The same event as the wall shows it."""
    return render(request, "ui/sample_wall.html", samples.context(request))
