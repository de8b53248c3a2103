"""How much of a published table is read, and the words with which what is more is refused."""

from django.utils.translation import gettext as _

from talka.ui.refusals import Refusal

MOST_BYTES = 100_000_000
"""Of a file as it is sent. The largest tables of municipalities of a whole country take a tenth of it."""
MOST_UNPACKED = 200_000_000
"""Of a packed file (gz, XLSX) once it is unpacked."""
MOST_CELLS = 5_000_000
MOST_DIMENSIONS = 32
MOST_FAULTS = 10_000
"""Faults kept one by one; past it the file is not the table it was taken for."""
LARGEST = 1e18
"""No published figure is farther from 0; larger ones, squared and summed, would no longer be numbers."""
SHOWN = 60
"""Characters of a cell that a fault repeats."""


def refused(what: str, meaning: str = "", advice: str = "") -> Refusal:
    """A refusal of a file: it was sent wrongly, the house has nothing against it."""
    return Refusal(what, meaning, advice, status=400)


def too_large(name: str) -> Refusal:
    return refused(
        _("The file “%(name)s” is larger than %(size)s MB.") % {"name": name, "size": MOST_BYTES // 1_000_000},
        _("It was not read."),
        _("Choose fewer years, areas or indicators where it was exported, or divide it into several files."),
    )


def unpacks_to_too_much(name: str) -> Refusal:
    return refused(
        _("The file “%(name)s” unpacks to more than %(size)s MB.") % {"name": name, "size": MOST_UNPACKED // 1_000_000},
        _("It was not read."),
        _("Choose fewer years, areas or indicators where it was exported, or divide it into several files."),
    )


def too_many_cells(name: str) -> Refusal:
    return refused(
        _("The table “%(name)s” has more than %(count)s million cells.")
        % {"name": name, "count": MOST_CELLS // 1_000_000},
        _("It was not read."),
        _("Choose fewer years, areas or indicators where it was exported, or divide it into several files."),
    )


def too_many_faults(name: str) -> Refusal:
    return refused(
        _("More than %(count)s cells of “%(name)s” cannot be read as numbers.") % {"name": name, "count": MOST_FAULTS},
        _("It is probably not a table of figures, or its columns are not where they seem to be."),
        _("Look at the file in a spreadsheet program; keep one header row and one column per year."),
    )


def empty(name: str) -> Refusal:
    return refused(
        _("The file “%(name)s” is empty.") % {"name": name},
        _("There is nothing to read."),
        _("Choose a file with a table of figures: names above and at the left, values inside."),
    )


def without_figures(name: str) -> Refusal:
    return refused(
        _("No figures were found in “%(name)s”.") % {"name": name},
        _("Either the table is empty, or it is laid out in a way that is not known here."),
        _("Choose a file with a table of figures: names above and at the left, values inside."),
    )


def damaged(name: str, where: str = "") -> Refusal:
    return refused(
        _("The file “%(name)s” is damaged or cut short.") % {"name": name},
        where,
        _("Download it anew from where it is published and send it again."),
    )
