"""Rows that are found by their words, in every language, without case and diacritics."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from i18nfield.strings import LazyI18nString

from .folding import fold


class Searched(models.Model):
    """Keeps the words of SEARCHED folded with each save; queries ask `folded__contains` for each word of
    `folding.sought`. The columns themselves cannot be asked: texts in several languages are kept as JSON, in which
    letters with diacritics stand as codes."""

    SEARCHED: ClassVar[tuple[str, ...]]

    folded = models.TextField(blank=True, editable=False, help_text="what search looks through")

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is not None:
            update_fields = set(update_fields)
            if update_fields.isdisjoint(self.SEARCHED):
                return super().save(*args, update_fields=update_fields, **kwargs)
            update_fields.add("folded")
        self.folded = self.searched_words()
        return super().save(*args, update_fields=update_fields, **kwargs)

    def searched_words(self) -> str:
        return fold(" ".join(in_all_languages(getattr(self, name)) for name in self.SEARCHED))


def in_all_languages(text: object) -> str:
    """A text as it is said in each language, one after the other."""
    data = text.data if isinstance(text, LazyI18nString) else text
    return " ".join(str(part) for part in data.values() if part) if isinstance(data, dict) else str(data or "")
