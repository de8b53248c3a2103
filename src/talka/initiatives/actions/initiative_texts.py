"""The text of an initiative as it is kept: what stands in it now, and a version more."""

from talka.people.models import Person
from talka.resources.queries.places import whole_names

from ..models import Initiative, InitiativeText

FIELDS = ("title", "what", "where", "why", "carrier", "organisation", "needs", "cost", "area")
"""What a version keeps, in the order in which it is read."""


def content_of(row: Initiative) -> dict[str, str]:
    """Each field of the text as words; what is not said is "". The cost in euro with two decimals and a point."""
    found = {name: str(getattr(row, name)) for name in ("title", "what", "where", "why", "carrier", "needs")}
    found["organisation"] = str(row.organisation) if row.organisation else ""
    found["cost"] = f"{row.cost:.2f}" if row.cost is not None else ""
    found["area"] = whole_names([row.area])[row.area_id]
    return found


def keep_text(row: Initiative, changed: str = "", *, by: Person | None) -> InitiativeText:
    """The text as it stands now becomes the next version. The caller holds the row."""
    last = InitiativeText.objects.filter(initiative=row).order_by("-number").values_list("number", flat=True).first()
    return InitiativeText.objects.create(
        initiative=row, number=(last or 0) + 1, content=content_of(row), changed=changed.strip()[:500], by=by
    )
