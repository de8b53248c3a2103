"""Saying who answers for what."""

from collections.abc import Mapping
from typing import Any

from talka.people.access import is_administrator, not_allowed
from talka.people.history import deed
from talka.people.models import Person
from talka.programmes.access import check_organise, check_organise_programme
from talka.programmes.models import Programme, Project
from talka.protection.models import Facts
from talka.protection.queries.facts import FIELDS, OF_INSTALLATION


def save_facts(
    values: Mapping[str, Any],
    *,
    by: Person | None,
    project: Project | None = None,
    programme: Programme | None = None,
) -> Facts:
    """Fill in who answers: of a project, of a programme, or (neither) of the installation. Raises Refusal(403)."""
    if project is not None:
        check_organise(by, project)
    elif programme is not None:
        check_organise_programme(by, programme)
    elif not is_administrator(by):
        raise not_allowed()
    below = project is not None or programme is not None
    with deed(by):
        row, _made = Facts.objects.select_for_update(of=("self",)).get_or_create(project=project, programme=programme)
        for name in FIELDS:
            if name in values and not (below and name in OF_INSTALLATION):
                setattr(row, name, values[name] or (None if name == "access_tested" else ""))
        row.save()
    return row
