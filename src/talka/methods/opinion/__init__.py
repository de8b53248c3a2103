"""Where a crowd agrees and where it divides. Start with `problem`, then `solve` and `explain`; README.md has the
formula."""
