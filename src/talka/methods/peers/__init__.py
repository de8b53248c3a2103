"""Who is like us, and who of them does better. Start with `problem`, then `solve`, `better` and `explain`."""
