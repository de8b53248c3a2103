"""HTTP to actions and queries and back: findings of events, a project's figures, reports to its funder."""
