"""What can be done with cooperation: the only code of this room that writes."""
