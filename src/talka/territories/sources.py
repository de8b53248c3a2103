"""Where the register's figures come from, in the reader's language. The register's own files keep them in English."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SOURCES = (
    gettext_noop("Central Statistical Bureau of Latvia, CC BY 4.0"),
    gettext_noop("Central Statistical Bureau of Latvia, CC BY 4.0; usually resident population, start of year"),
    gettext_noop("Central Statistical Bureau of Latvia, CC BY 4.0; persons registered in the population register"),
    gettext_noop("share of territory, derived from generalised boundaries"),
    gettext_noop(
        "share of the registered population 2021 of its parishes and towns; "
        "Central Statistical Bureau of Latvia, CC BY 4.0"
    ),
    gettext_noop("merged on 2025-07-01"),
    gettext_noop("village in Drabešu pagasts"),
    gettext_noop(
        "Central Statistical Bureau of Latvia, CC BY 4.0; mean monthly gross wage, "
        "total excluding private enterprises with fewer than 50 employees"
    ),
    gettext_noop(
        "mean of the former municipalities weighted by their population 2020; "
        "Central Statistical Bureau of Latvia, CC BY 4.0; derived, not official"
    ),
    gettext_noop("Eurostat, local administrative units 2019"),
    gettext_noop("sum of the former municipalities; Eurostat, local administrative units 2019"),
    gettext_noop(
        "sum of the former municipalities and of parts of split ones, approximate; "
        "Eurostat, local administrative units 2019"
    ),
    gettext_noop("Eurostat, NUTS 2016 and 2021"),
    gettext_noop("Eurostat, NUTS 2024"),
    gettext_noop("ISO 3166-2"),
    gettext_noop("Eurostat, table nama_10r_3empers, reuse with attribution"),
)


def source_in_words(source: str) -> str:
    """One of `SOURCES` in the active language; a source that an example brought stays as it is."""
    return _(source) if source in SOURCES else source
