"""What can be done with learning: the only code of this room that writes."""
