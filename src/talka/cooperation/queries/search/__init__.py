"""Whom one could cooperate with, and why just them."""
