"""Why two areas are like one another, in words: from the codes that the last run of the method `peers` has left."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talka.methods.peers.solve import Peer as Found

from .models import Indicator

Reasons = Sequence[Mapping[str, Any]]


def reasons_of(found: Found) -> list[dict[str, Any]]:
    """What is kept of a pair: the indicators in which they are alike, in which not, and how much was known of both."""
    told: list[dict[str, Any]] = []
    if found.alike:
        told.append({"code": "alike", "indicators": list(found.alike)})
    if found.differ:
        told.append({"code": "differ", "indicators": list(found.differ)})
    if found.shared < 1 - 1e-9:
        told.append({"code": "partly", "percent": round(100 * found.shared)})
    return told


def indicators_in(*reasons: Reasons) -> set[str]:
    """Keys of the indicators that these reasons speak of."""
    return {key for each in reasons for reason in each for key in reason.get("indicators", ())}


def titles_of(keys: set[str]) -> dict[str, str]:
    """Their titles in the reader's language, as inside a sentence. One query."""
    rows = Indicator.objects.filter(key__in=keys)
    return {row.key: lower_first(str(row.title)) for row in rows}


def peer_words(reasons: Reasons, titles: Mapping[str, str]) -> list[str]:
    """One sentence for each reason. titles: of the indicators, by key."""
    found = []
    for reason in reasons:
        named = ", ".join(titles.get(key, key) for key in reason.get("indicators", ()))
        if reason["code"] == "alike":
            found.append(_("Alike in: %(indicators)s.") % {"indicators": named})
        elif reason["code"] == "differ":
            found.append(_("Different in: %(indicators)s.") % {"indicators": named})
        elif reason["code"] == "partly":
            found.append(
                _("Compared by %(percent)s %% of what counts; the rest is not known of one of them.")
                % {"percent": reason["percent"]}
            )
    return found


def lower_first(words: str) -> str:
    """For a title inside a sentence."""
    return words[:1].lower() + words[1:]
