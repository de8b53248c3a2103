"""HTTP to actions and queries and back: findings, the trail, open data, a project's figures, reports to its funder."""
