"""What a phone sent, before anybody trusts it: every field is read by type and size, and nothing else may be there."""

import hashlib
import json
import re
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from talka.ui.refusals import Refusal

KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
MOST_SIGNS = 100_000
"""Of one text, so that its own limit can be said in words; the whole of what is sent has a limit of its own."""
MOST_WORDS = 40


@dataclass(frozen=True)
class Sent:
    """One deed as it was sent. id: the phone's own name for it; fields: everything else that it says.

    Its questions raise Refusal(422). A field that is not sent, or is null, has the default; without one it is refused.
    """

    id: uuid.UUID
    deed: str
    fields: Mapping[str, object]

    @property
    def digest(self) -> bytes:
        """SHA-256 of what is sent, however the fields are ordered. Two deeds with the same one say the same."""
        said = json.dumps([self.deed, self.fields], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(said.encode()).digest()

    def only(self, known: Collection[str]) -> None:
        """Refuse whatever else stands there."""
        for name in self.fields:
            if name not in known:
                raise unreadable(name)

    def text(self, name: str, default: str | None = None, most: int = MOST_SIGNS) -> str:
        value = self._value(name, default)
        if not isinstance(value, str) or len(value) > most:
            raise unreadable(name)
        return value

    def key(self, name: str, default: str | None = None) -> str:
        """A short name: of a stage, a column, a criterion."""
        value = self._value(name, default)
        if not isinstance(value, str) or not (value == default or KEY.fullmatch(value)):
            raise unreadable(name)
        return value

    def whole(self, name: str, least: int = 0, most: int = 32_767) -> int:
        value = self._value(name)
        if not _is_whole(value, least, most):
            raise unreadable(name)
        assert isinstance(value, int)
        return value

    def whole_or_none(self, name: str, least: int = 0, most: int = 32_767) -> int | None:
        return None if self.fields.get(name) is None else self.whole(name, least, most)

    def uuid(self, name: str) -> uuid.UUID:
        return _uuid(self._value(name), name)

    def words(self, name: str, most: int = MOST_SIGNS) -> dict[str, str]:
        """Texts by short names."""
        value = self._value(name)
        if not isinstance(value, dict) or len(value) > MOST_WORDS:
            raise unreadable(name)
        for key, text in value.items():
            if not KEY.fullmatch(key) or not isinstance(text, str) or len(text) > most:
                raise unreadable(name)
        return value

    def _value(self, name: str, default: str | None = None) -> object:
        value = self.fields.get(name)
        if value is None:
            value = default
        if value is None:
            raise unreadable(name)
        return value


def read(told: object) -> Sent:
    """A deed as it came out of JSON. Raises Refusal(422)."""
    if not isinstance(told, dict):
        raise unreadable("deed")
    fields = {name: value for name, value in told.items() if name not in ("id", "deed")}
    deed = told.get("deed")
    if not isinstance(deed, str):
        raise unreadable("deed")
    return Sent(_uuid(told.get("id"), "id"), deed, fields)


def unreadable(name: str) -> Refusal:
    """What is said of a field that is no such thing."""
    return Refusal(
        _("What this page sent cannot be read."),
        _("It was not saved. (%(name)s)") % {"name": name.encode("ascii", "replace").decode()[:40]},
        _("Copy your words, load the page again and send them anew."),
        status=422,
    )


def _uuid(value: object, name: str) -> uuid.UUID:
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise unreadable(name)
    return uuid.UUID(value)


def _is_whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
