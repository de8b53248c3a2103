"""The set of packages that heavy tables and charts need beside what every page needs; it may not be installed.

Whatever needs one of them is imported inside the function that uses it, after `needed`: a page that does not, loads
none of them. See docs/developers/heavy-tables.md.
"""

from importlib import import_module
from importlib.util import find_spec

from django.utils.translation import gettext_lazy as _

from talka.ui.refusals import Refusal

PACKAGES = ("ibis", "duckdb", "pyarrow", "altair", "vl_convert")
"""As they are imported. What each brings along (pandas, narwhals) comes with it."""


class AnalysisMissing(Refusal):
    """Tables or charts were asked for, and the set "analysis" is not installed. missing: the package looked for."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            _("What computes large tables and draws charts is not installed here."),
            _("The figures themselves are kept and can be read; nothing is lost."),
            _(
                'Ask an administrator to install it: pip install "talka[analysis]", or requirements/install analysis '
                "in a checkout; then start Talka anew."
            ),
            status=503,
        )
        self.missing = missing


def is_installed() -> bool:
    """Whether all of it is there, without loading any of it."""
    return not absent()


def absent() -> list[str]:
    """The packages that are not there, as they are imported."""
    return [name for name in PACKAGES if find_spec(name) is None]


def needed(*names: str) -> None:
    """Load packages of the set. Raises AnalysisMissing where one is not there or does not load."""
    for name in names:
        try:
            import_module(name)
        except ImportError as fault:
            raise AnalysisMissing(name) from fault
