"""News of needs for the rooms above: sent after commit. The signal wakes, the tables tell."""

from django.dispatch import Signal

# measure_accepted.send(sender, measure=<id>): a follow-up programme was decided on in which it stands. Those that no
# event can hold (mentoring, joint projects, guidance) wait as accepted measures for the rooms that carry them out.
measure_accepted = Signal()
