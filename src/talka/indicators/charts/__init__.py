"""Charts of a profile: plain words and figures in, a Vega-Lite chart out. The worker draws, pages show what is kept.

Each module holds what its chart shows (a dataclass that needs no library of charts) and one pure function that makes
the chart of it. Words and figures in texts come ready in the reader's language.
"""
