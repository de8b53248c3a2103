"""The competences that a programme made its own."""

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.needs.models import Competence
from talka.ui.refusals import Refusal
from talka.workshops.formats.reading import SLUG

from ..record_files import read_toml, words
from .load import Reading


def load_competences(reading: Reading) -> None:
    """competences.toml: what the programme asks about, in this order; what is there and not named stays behind it."""
    path = reading.folder / "competences.toml"
    if not path.exists():
        return
    rows = read_toml(path).get("competences", [])
    named = [str(row.get("key", "")) for row in rows]
    for key, row in zip(named, rows, strict=True):
        if not SLUG.fullmatch(key) or len(key) > 40 or named.count(key) > 1 or not str(words(row.get("title"))):
            raise Refusal(
                _("%(file)s: “%(key)s” is no competence.") % {"file": path.name, "key": key},
                _("Nothing was changed."),
                _("Each has a title and a key of its own: small letters, digits and hyphens."),
                status=422,
            )
    there = {row.key: row for row in Competence.objects.filter(programme=reading.programme)}
    for order, (key, row) in enumerate(zip(named, rows, strict=True), start=1):
        kept = there.pop(key, None) or Competence(programme=reading.programme, key=key)
        kept.title, kept.description, kept.order = words(row["title"]), words(row.get("description")), order
        kept.retired_at = (kept.retired_at or timezone.now()) if row.get("retired") else None
        kept.save()
    for order, kept in enumerate(there.values(), start=len(rows) + 1):
        kept.order = order
        kept.save(update_fields=["order"])
