"""What can be done with indicators: the only code of this room that writes."""
