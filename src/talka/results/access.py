"""Reports are read by whoever may read the findings of their event; trails by whoever may know of their start."""

from talka.events.access import may_organise
from talka.needs.access import event_to_shape, event_with_findings, may_read_cards, may_read_inside

__all__ = ["event_to_shape", "event_with_findings", "may_organise", "may_read_cards", "may_read_inside"]
