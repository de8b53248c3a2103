"""Addresses of programmes and projects."""

import re

from django.db import models

from talka.ui.folding import fold


def free_slug(model: type[models.Model], text: str, longest: int = 60) -> str:
    """A short address made of `text`, without diacritics, that no other row of `model` has."""
    base = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[: longest - 4].strip("-") or "x"
    slug, number = base, 1
    while model._default_manager.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
