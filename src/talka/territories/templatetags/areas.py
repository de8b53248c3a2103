"""`{{ area|area_name }}`, `{{ row.source|source }}`: the register in the reader's language."""

from django import template

from talka.territories.models import Area
from talka.territories.queries import name_of
from talka.territories.sources import source_in_words

register = template.Library()


@register.filter
def area_name(area: Area | None) -> str:
    return name_of(area) if area else ""


@register.filter
def source(text: str) -> str:
    return source_in_words(text)
