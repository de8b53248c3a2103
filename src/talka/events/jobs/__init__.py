"""What the worker does for events. Arguments are ids only."""

from .day import check_import, forget, issue_certificates, soon, take_import, tend
from .planning import send_invitations, take_in_invitations, tell_release

__all__ = [
    "check_import",
    "forget",
    "issue_certificates",
    "send_invitations",
    "soon",
    "take_import",
    "take_in_invitations",
    "tell_release",
    "tend",
]
