"""TOML from strangers: whatever is wrong with it is one fault in words."""

import tomllib
from typing import Any

from django.utils.translation import gettext as _


class TomlFault(ValueError):
    """The file cannot be read; `str()` says why, with line and column where they are known."""


def toml_table(content: bytes) -> dict[str, Any]:
    """The table that a TOML file holds. Raises TomlFault.

    Besides what it calls faults, tomllib lets through numbers of thousands of digits as ValueError, and brackets
    within brackets without end as RecursionError.
    """
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise TomlFault(_("This is no text file in UTF-8.")) from None
    except RecursionError:
        raise TomlFault(_("Brackets stand within brackets too deeply.")) from None
    except ValueError as fault:
        raise TomlFault(str(fault)[:300]) from None
