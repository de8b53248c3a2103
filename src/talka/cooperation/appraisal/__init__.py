"""The appraisal as plain data: what goes in, what single groups of partners cost, and the variants beside each other.

Knows no Django and no rows: actions and queries bring plain data, the methods `coalitions` and `cost-sharing` reckon.
"""
