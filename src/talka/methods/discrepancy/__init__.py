"""What planners lack most: importance beside ability. Start with `problem`, then `solve` and `explain`; README.md has
the formula."""
