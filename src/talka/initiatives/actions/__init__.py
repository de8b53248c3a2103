"""What can be done with initiatives and decisions: the only code of this room that writes."""
