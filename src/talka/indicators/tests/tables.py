"""Small tables for tests, as a reader would give them."""

import numpy as np

from talka.documents.statistics.table import Category, Dimension, Role, StatisticalTable

MARKS = {None: (np.nan, "M"), "-": (np.nan, "Z"), ".": (np.nan, "Q")}


def table(rows, *, area_labels, years=("2022", "2023"), more=(), code="", title="Uzņēmumi", unit=""):
    """rows: by area, then by the categories of `more` (code, labels), then by year: a number or a key of MARKS."""
    dimensions = [
        Dimension("teritorija", "Teritorija", Role.AREA, tuple(Category(label, label) for label in area_labels)),
        *(Dimension(c, c, Role.OTHER, tuple(Category(name, name) for name in labels)) for c, labels in more),
        Dimension("gads", "Gads", Role.TIME, tuple(Category(year, year) for year in years)),
    ]
    shape = [len(each.categories) for each in dimensions]
    places = np.stack([axis.ravel() for axis in np.indices(shape)], axis=1).astype(np.int32)
    told = [MARKS[cell] if cell is None or isinstance(cell, str) else (float(cell), "A") for cell in rows]
    return StatisticalTable(
        title=title,
        code=code,
        unit=unit,
        dimensions=tuple(dimensions),
        places=places,
        values=np.array([value for value, _status in told]),
        statuses=np.array([status for _value, status in told]),
        rows=(places[:, 0] + 2).astype(np.int32),
        columns=(places[:, -1] + 2).astype(np.int32),
    )
