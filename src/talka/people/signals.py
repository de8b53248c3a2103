"""News of this room for those above. Sent after commit; the table tells what there is."""

from django.dispatch import Signal

# erased.send(sender, keys=[<key>], at=<moment>): a person was erased; keys: theirs and those of their doubles.
erased = Signal()
