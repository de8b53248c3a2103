"""What can be asked about figures: the only code of this room that reads for a page."""
