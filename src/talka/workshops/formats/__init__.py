"""Formats of group work as data: what a format and its stages say, read from TOML or a table, checked, written back."""
