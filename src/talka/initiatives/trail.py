"""What this room adds to the trail, part by part."""

from . import (
    trail_of_choosing,
    trail_of_consultations,
    trail_of_council,
    trail_of_deliberation,
    trail_of_initiatives,
)


def join_trail() -> None:
    for part in (
        trail_of_initiatives,
        trail_of_deliberation,
        trail_of_choosing,
        trail_of_council,
        trail_of_consultations,
    ):
        part.join_trail()
