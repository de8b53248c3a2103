"""What can be done for people's data."""
