"""Which measures, when, for which needs. Start with `problem`, then `solve`, `frontier`, `explain`; see README.md."""
