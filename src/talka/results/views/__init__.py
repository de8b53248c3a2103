"""HTTP to actions and queries and back: findings of events, the trail, a project's figures, reports to its funder."""
