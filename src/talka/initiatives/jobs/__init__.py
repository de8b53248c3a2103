"""What the worker does for initiatives and decisions. Arguments are keys, never words about a person; each job may run
again without doing anything twice."""

from . import choosing, consultations, council, deliberation

__all__ = ["choosing", "consultations", "council", "deliberation"]
