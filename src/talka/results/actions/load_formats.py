"""Formats of group work that a project made its own."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from talka.programmes.models import Project
from talka.ui.refusals import Refusal
from talka.workshops.formats.reading import FormatFaults, read_format, shipped_format
from talka.workshops.formats.spec import FormatSpec
from talka.workshops.formats.writing import format_table
from talka.workshops.models import Format

from ..record_files import read_toml
from .load import Reading, unknown


def load_formats(reading: Reading) -> None:
    """formats/PROJECT/KEY.toml: the same settings as a shipped format has, and `based_on`."""
    for path in sorted((reading.folder / "formats").glob("*/*.toml")):
        where = f"{path.parent.name}/{path.name}"
        if path.parent.name not in reading.projects:
            raise unknown(where, path.parent.name)
        table = read_toml(path)
        based_on = str(table.pop("based_on", ""))
        spec = checked(path.stem, table, where)
        Format.objects.update_or_create(
            project=reading.projects[path.parent.name],
            key=path.stem,
            defaults={"table": format_table(spec), "based_on": based_on, "removed_at": None},
        )


def format_of(project: Project, key: str) -> FormatSpec | None:
    """What the project calls so, else what is shipped under this key."""
    own = Format.objects.filter(project=project, key=key).first()
    return own.spec if own is not None else shipped_format(key)


def checked(key: str, table: Mapping[str, Any], where: str) -> FormatSpec:
    """The format of a table. Raises Refusal naming `where` and every setting that is wrong."""
    try:
        return read_format(key, table)
    except FormatFaults as wrong:
        faults = "; ".join(f"{place}: {words}" for place, words in wrong.faults)
        raise Refusal(f"{where}: {faults}", _("Nothing was changed."), status=422) from None
