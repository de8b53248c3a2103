"""Names that SDMX gives to the parts of a message, where a data file alone does not tell dimensions from attributes.

Roles: cross-domain concepts of the SDMX content-oriented guidelines. REF_AREA, TIME_PERIOD, INDICATOR are such.
"""

import re
from collections.abc import Sequence

from .labels import role_of
from .table import Category, Dimension, Role

VALUE = "OBS_VALUE"
TIME = "TIME_PERIOD"
STATUS = frozenset(("OBS_STATUS", "OBS_FLAG"))
CONFIDENTIAL = frozenset(("CONF_STATUS",))
UNIT = frozenset(("UNIT", "UNIT_MEASURE"))
AREAS = frozenset(("REF_AREA", "GEO", "GEO_AREA", "REGION", "TERRITORY_ID", "LOCATION", "REFERENCE_AREA"))
MEASURES = frozenset(("INDICATOR", "MEASURE", "INDIC", "SERIES", "VARIABLE"))
ATTRIBUTE = re.compile(
    r"(OBS_(?!VALUE$)\w+|CONF_STATUS|PRE_BREAK_VALUE|UNIT_MULT(IPLIER)?|DECIMALS|TIME_FORMAT|TITLE\w*|COLLECTION\w*|"
    r"COMMENT\w*|\w+_COMMENT|\w*NOTE\w*|LAST[ _]UPDATE|EMBARGO\w*|BREAKS?|COMPILATION|COVERAGE|SOURCE\w*|\w+_SOURCE|"
    r"VALID_(FROM|TO)|DATA_COMP|DOM_SER_IDS|BASE_PER|REF_YEAR_PRICE|TIME_PER_COLLECT|CURRENCY_DENOM_LABEL|REPORTING_\w+|"
    r"SERIES_KEY|KEY|DISS_ORG|PUBL_\w+)",
    re.IGNORECASE,
)


def is_attribute(name: str) -> bool:
    return ATTRIBUTE.fullmatch(name) is not None


def dimension(code: str, label: str, codes: Sequence[str], labels: Sequence[str] = ()) -> Dimension:
    upper = code.upper()
    if upper in AREAS:
        role = Role.AREA
    elif upper == TIME:
        role = Role.TIME
    elif upper in MEASURES:
        role = Role.MEASURE
    else:
        role = role_of(code, label, codes)
    names = labels or codes
    return Dimension(
        code, label or code, role, tuple(Category(each, name or each) for each, name in zip(codes, names, strict=True))
    )
