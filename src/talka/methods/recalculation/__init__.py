"""Old areas into new: series of areas that were merged or divided. Start with `problem`, then `solve` and `explain`."""
