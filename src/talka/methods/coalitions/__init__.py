"""Who should run a service together. Start with `problem`, then `solve`, `evaluate`, `explain`; see README.md."""
