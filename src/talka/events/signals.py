"""News of events for the rooms above: sent after commit. The signal wakes, the tables tell."""

from django.dispatch import Signal

# registration_substituted.send(sender, old=<id>, new=<id>): the new person has the seat; places in groups go along.
registration_substituted = Signal()
# registration_cancelled.send(sender, registration=<id>)
registration_cancelled = Signal()
# checked_in.send(sender, registration=<id>, event=<id>)
checked_in = Signal()
