"""What can be seen to be wrong at start-up."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import NoReverseMatch, reverse

from . import navigation


@register()
def navigation_leads_somewhere(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every entry of the navigation must have an address: pages skip one that has none, silently."""
    faults: list[CheckMessage] = []
    for entry in navigation.entries():
        try:
            reverse(entry.url_name)
        except NoReverseMatch:
            faults.append(Error(f"navigation entry {entry.url_name!r} has no address", id="ui.E001"))
    return faults
