"""What a peer review looks at: five themes that every one can have, and one that the municipality chooses.

Source: the corporate peer challenges of the Local Government Association, England.
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from talka.ui.refusals import Words

CORE: dict[str, Words] = {
    "priorities": _("Local priorities and what is reached"),
    "leadership": _("Leadership of the place and the organisation"),
    "governance": _("Governance and culture"),
    "finance": _("Financial planning and management"),
    "capacity": _("Capacity for improvement"),
}
OWN = "own"
"""The theme that the municipality chooses; its words stand with the review."""


def names_of(themes: Iterable[str], own: str) -> list[tuple[str, Words]]:
    """The themes of a review as (key, words), in their order; the chosen one last."""
    found = [(key, CORE[key]) for key in CORE if key in set(themes)]
    return [*found, (OWN, own)] if own else found


def name_of(key: str, own: str) -> Words:
    return own if key == OWN else CORE.get(key, key)


def choices() -> Sequence[tuple[str, Words]]:
    return list(CORE.items())
