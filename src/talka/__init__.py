"""Talka: programmes in which municipalities learn to plan and act together, from a word said to a result achieved."""

__version__ = "0.1.0"
