"""Under which licence a package is given away, as SPDX names it, and whether we may build on it.

It is taken from the package's own metadata where those are plain, else from licences.toml.
"""

import re
import tomllib
from functools import cache
from importlib import metadata

from license_expression import LicenseExpression, get_spdx_licensing

from .locked import HERE

CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "GNU Affero General Public License v3": "AGPL-3.0-only",
}
"""Only those that mean one licence: "BSD License" is any of three."""

FREE = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "HPND", "ISC", "MIT", "MIT-0", "MIT-CMU"),
    *("OFL-1.1", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib"),
}
OF_THEIR_OWN_FILES = {"LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-2.0"}
"""Weak copyleft: it binds changes of the package itself, not what uses it."""
MAY_BE_USED = FREE | OF_THEIR_OWN_FILES


@cache
def known_by_hand() -> dict[str, str]:
    return tomllib.loads((HERE / "licences.toml").read_text(encoding="utf-8"))


def by_metadata(name: str) -> str:
    """What the installed package says of itself, as SPDX; empty where it is not installed or says it otherwise."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    kinds = [each.split(" :: ")[-1] for each in told.get_all("Classifier") or [] if each.startswith("License ::")]
    found = {CLASSIFIERS.get(kind, "") for kind in kinds if kind != "OSI Approved"}
    # The first that is plain counts; several classifiers may mean "and" as well as "or", so they are not.
    for said in (told.get("License-Expression"), told.get("License"), found.pop() if len(found) == 1 else ""):
        if said and _is_spdx(said):
            return str(said)
    return ""


def licence_of(name: str) -> str:
    """The licence as an SPDX expression; empty where nobody has found it out."""
    return known_by_hand().get(name) or by_metadata(name)


def may_be_used(expression: str) -> bool:
    """Whether code under an Apache licence may rest on it: of an "or" one suffices, of an "and" all must be free."""
    return _allowed(get_spdx_licensing().parse(expression, validate=True))


def _allowed(part: LicenseExpression) -> bool:
    match type(part).__name__:
        case "AND":
            return all(_allowed(each) for each in part.args)
        case "OR":
            return any(_allowed(each) for each in part.args)
    return str(part) in MAY_BE_USED


SIGNS = re.compile(r"[\w.+:() -]{1,200}", re.ASCII)
"""Of an SPDX expression; on others, as "Apache License, Version 2.0", the library that reads it breaks."""


def _is_spdx(said: str) -> bool:
    return bool(SIGNS.fullmatch(said)) and not get_spdx_licensing().validate(said).errors
