"""HTTP to action or query and back."""
