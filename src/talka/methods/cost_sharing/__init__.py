"""Who pays how much? Start with `problem`, then `solve` and `explain`.

`shapley`, `nucleolus` and `core` work on an array of costs of all groups and can be used alone; `groups` says how such
an array is read.
"""
