"""One number from many indicators, its change and how sure its ranks are. Start with `problem`, then `solve`, `ranks`
and `explain`; ready sets of indicators and weights are in `specs`."""
