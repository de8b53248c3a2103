"""Does size lower the cost? Start with `problem`, then `solve` and `explain`; `line` is the regression itself."""
