"""Cards that say the same thing. Start with `problem`, then `solve` and `explain`; README.md has the formula."""
