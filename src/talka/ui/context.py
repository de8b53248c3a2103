"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

from .look import THEMES, look_of
from .navigation import items_for


def languages() -> list[dict[str, Any]]:
    """The languages of the house, each by its own name, the present one marked."""
    present = get_language()
    return [
        {"code": code, "name": get_language_info(code)["name_local"], "current": code == present}
        for code, _ in settings.LANGUAGES
    ]


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: navigation, languages and look, under names that no view takes; the signed-in person is
    `request.person` (also `person`, where a view does not mean somebody else by it), None for a visitor.
    """
    look = look_of(request)
    return {
        "person": getattr(request, "person", None),
        "ui_nav": SimpleLazyObject(lambda: items_for(request)),
        "ui_languages": SimpleLazyObject(languages),
        "ui_themes": [{"code": code, "name": name, "current": code == look.theme} for code, name in THEMES.items()],
        "ui_look": look,
        "ui_here": request.get_full_path(),
        "ui_demo": getattr(settings, "DEMO", False),
    }
