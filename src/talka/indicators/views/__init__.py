"""HTTP to actions and queries and back."""
