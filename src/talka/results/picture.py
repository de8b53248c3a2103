"""A trail as a picture: its levels as rows, its arrows as lines."""

from django.urls import reverse

from talka.ui.ways import Line, Row, Stop, Way

from .queries.trail import Level, Thing, Trail

HERE = "here"


def picture_of(trail: Trail, page: str = "", base: str = "") -> Way:
    """page: the address of the trail's own page, empty on it; base: what stands before every address in a file."""
    start = (trail.start.kind, trail.start.id)

    def key(side: str, thing: Thing) -> str:
        return HERE if thing == start else f"{side} {thing[0]} {thing[1]}"

    def row(side: str, level: Level) -> Row:
        return Row(
            str(level.label),
            tuple(
                Stop(
                    key(side, (thing.kind, thing.id)),
                    str(thing.title),
                    base + reverse("results:trail", args=[thing.kind, thing.id]),
                )
                for thing in level.things
            ),
            frozenset(key(side, (level.kind, pk)) for pk in level.rest),
            f"{page}#{side}-{level.kind}",
        )

    own = base + trail.start.url if trail.start.url else ""
    lines: list[Line] = [(key("before", a), key("before", b)) for a, b in trail.led]
    lines += [(key("after", a), key("after", b)) for a, b in trail.leads]
    return Way(
        (
            *(row("before", level) for level in trail.before),
            Row(str(trail.label), (Stop(HERE, str(trail.start.title), own, here=True),)),
            *(row("after", level) for level in trail.after),
        ),
        tuple(lines),
    )
