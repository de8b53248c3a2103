"""HTTP to actions and queries of needs and measures, and back."""
