"""How a project's archive stands."""

from dataclasses import dataclass

from talka.programmes.models import Project

from .models import Archive


@dataclass(frozen=True)
class Standing:
    """ready: the one that can be taken away; latest: the last making, where it is another; before: what was replaced,
    the newest first; done: how much of the last making is done, of what is known of it so far, in per cent."""

    ready: Archive | None
    latest: Archive | None
    before: tuple[Archive, ...]

    @property
    def under_way(self) -> bool:
        return self.latest is not None and self.latest.under_way

    @property
    def failed(self) -> bool:
        return self.latest is not None and self.latest.state == Archive.State.FAILED

    @property
    def outdated(self) -> bool:
        return self.ready is not None and self.under_way


MOST_BEFORE = 20


def standing_of(project: Project) -> Standing:
    """One query."""
    rows = list(
        Archive.objects.filter(project=project)
        .select_related("asked_by")
        .order_by("-asked_at", "-pk")[: MOST_BEFORE + 2]
    )
    ready = next((row for row in rows if row.state == Archive.State.READY), None)
    latest = rows[0] if rows and rows[0] is not ready else None
    before = tuple(row for row in rows if row.state == Archive.State.REPLACED)
    return Standing(ready, latest, before[:MOST_BEFORE])
