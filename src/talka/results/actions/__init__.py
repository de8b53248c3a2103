"""Deeds over all rooms: read an example or a record from plain files, write the same files."""
