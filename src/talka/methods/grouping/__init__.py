"""Who works in which group. Start with `problem`, then `solve`, `evaluate`, `explain`; README.md has the formula."""
