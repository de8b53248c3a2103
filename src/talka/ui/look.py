"""A person's choice of theme and scale: two cookies, nothing stored with us."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

THEME_COOKIE = "talka_theme"
SCALE_COOKIE = "talka_scale"
THEMES = {"": _("As the device"), "light": _("Light"), "dark": _("Dark")}
SCALES = {"": _("Screen"), "projector": _("Projector")}
A_YEAR = 60 * 60 * 24 * 365


@dataclass(frozen=True)
class Look:
    theme: str
    scale: str


def look_of(request: HttpRequest) -> Look:
    """The look asked for; anything unknown in a cookie counts as no choice."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    scale = request.COOKIES.get(SCALE_COOKIE, "")
    return Look(theme if theme in THEMES else "", scale if scale in SCALES else "")
