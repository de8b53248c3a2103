"""A grid map: each place its own tile. Start with `problem`, then `solve` and `explain`; README.md has the formula."""
