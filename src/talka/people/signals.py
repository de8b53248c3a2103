"""News of this room for those above. Sent after commit; the table tells what there is."""

from django.dispatch import Signal

# erased.send(sender, keys=[<key>], at=<moment>): a person was erased; keys: theirs and those of their doubles.
erased = Signal()

# consent_withdrawn.send(sender, subject_kind=<word>, subject_id=<text>): a consent no longer holds; what it was about.
consent_withdrawn = Signal()
