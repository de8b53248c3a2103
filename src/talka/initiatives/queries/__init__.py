"""What pages of initiatives and decisions show: the only code of this room that reads for them."""
