"""Two rows that are one: everything that points at the one is made to point at the other, and can be taken back.

The tables are found by walking the models of the whole project, so that no room can be forgotten. Where a rule of the
database lets a thing stand once only (two registrations for one event), rows that say the same become one; rows that
say different things are named in a Refusal, unless the caller decides that the kept one's row holds.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from talka.people import names
from talka.people.access import is_administrator, may_keep_people, may_merge_persons, not_allowed
from talka.people.history import deed
from talka.people.models import Account, Merge, Organisation, Person
from talka.people.personal_data import models_of
from talka.ui.refusals import Refusal

from .accounts import is_last_administrator

Row = models.Model
_FILLED_PERSON = ("given_name", "family_name", "email", "phone", "organisation_id", "position", "expertise")
_FILLED_ORGANISATION = ("name_en", "short_name", "area_id", "website")
# What tells nothing of what somebody said: how and when the row came to be.
_NEVER_SAID = {"source", "registered_by", "notice_digest", "code", "token", "reminded_at", "sent_at", "order"}


@dataclass(frozen=True)
class Clash:
    """Both stand in something where one may stand once, with different things said. subject: the event."""

    subject: str
    fields: tuple[str, ...]


@dataclass
class MergeResult:
    """moved: rows that point at the kept one now; joined: rows that said the same and became one."""

    merge: Merge | None = None
    moved: int = 0
    joined: int = 0
    clashes: list[Clash] = field(default_factory=list)
    _changes: list[dict[str, Any]] = field(default_factory=list)
    _removed: list[dict[str, Any]] = field(default_factory=list)


def merge_persons(keep: Person, gone: Person, *, by: Person | None, kept_row_holds: bool = False) -> MergeResult:
    """Make `gone` one with `keep`. Empty fields of `keep` are filled from `gone`; nothing said is overwritten.

    kept_row_holds: where both stand in the same thing and differ, the row of `keep` holds (the other is kept in the
    record of the merge). Raises Refusal naming what clashes.
    """
    if not may_merge_persons(by, keep, gone):
        raise not_allowed()
    with deed(by):
        keep, gone = _locked(Person, keep, gone)
        if keep.illustrative != gone.illustrative:
            raise Refusal(_("A made-up person and a real one cannot be merged."))
        result = MergeResult()
        filled = _fill(keep, gone, _FILLED_PERSON)
        result._changes += _join_accounts(keep, gone)
        keep.public = keep.public or gone.public
        keep.sort_key = names.person_sort_key(keep.given_name, keep.family_name)
        keep.folded = names.person_folded(keep.given_name, keep.family_name, keep.email)
        _finish(result, keep, gone, kept_row_holds)
        result.merge = Merge.objects.create(
            kept_person=keep, gone_person=gone, by=by, filled=filled, changes=result._changes, removed=result._removed
        )
    return result


def merge_organisations(
    keep: Organisation, gone: Organisation, *, by: Person | None, kept_row_holds: bool = False
) -> MergeResult:
    """Make `gone` one with `keep`, as `merge_persons` does."""
    if not may_keep_people(by):
        raise not_allowed()
    with deed(by):
        keep, gone = _locked(Organisation, keep, gone)
        if keep.illustrative != gone.illustrative:
            raise Refusal(_("A made-up organisation and a real one cannot be merged."))
        result = MergeResult()
        filled = _fill(keep, gone, _FILLED_ORGANISATION)
        keep.folded = names.organisation_folded(keep.name, keep.short_name, keep.name_en)
        _finish(result, keep, gone, kept_row_holds)
        result.merge = Merge.objects.create(
            kept_organisation=keep,
            gone_organisation=gone,
            by=by,
            filled=filled,
            changes=result._changes,
            removed=result._removed,
        )
    return result


def try_merge(keep: Row, gone: Row) -> MergeResult:
    """What merging would move and where it would clash; nothing is changed."""
    result = MergeResult()
    with transaction.atomic():
        _move(type(keep), gone.pk, keep.pk, result, kept_row_holds=False)
        transaction.set_rollback(True)
    return result


def undo_merge(merge: Merge, *, by: Person | None) -> None:
    """Take a merge apart: rows go back where they were, joined ones are two again, filled fields are empty again.

    What has been entered since stays with the kept one. Raises Refusal where the record was emptied by an erasure or
    something newer stands in the way.
    """
    if not is_administrator(by):
        raise not_allowed()
    take_apart(merge, by=by)


def take_apart(merge: Merge, *, by: Person | None) -> None:
    """As `undo_merge`, for deeds that have checked who asks."""
    with deed(by):
        merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
        keep = merge.kept_person or merge.kept_organisation
        gone = merge.gone_person or merge.gone_organisation
        erased = isinstance(keep, Person) and keep.erased_at
        if merge.undone_at or erased or keep is None or gone is None:
            raise Refusal(_("This merge can no longer be taken back."))
        removed = list(merge.removed)
        try:
            with transaction.atomic():
                for change in reversed(merge.changes):
                    if change["did"] == "removed":
                        for each in serializers.deserialize("json", json.dumps([removed.pop()])):
                            each.save()
                    else:
                        model = apps.get_model(change["model"])
                        rows = model._base_manager.filter(pk__in=change["rows"])
                        rows.filter(**{change["column"]: change["to"]}).update(**{change["column"]: change["from"]})
                for name, value in merge.filled.items():
                    if str(getattr(keep, name)) == str(value):
                        setattr(keep, name, None if name.endswith("_id") else "")
                if isinstance(keep, Person):
                    keep.account_id = Person.objects.values_list("account_id", flat=True).get(pk=keep.pk)
                    keep.sort_key = names.person_sort_key(keep.given_name, keep.family_name)
                    keep.folded = names.person_folded(keep.given_name, keep.family_name, keep.email)
                else:
                    keep.folded = names.organisation_folded(keep.name, keep.short_name, keep.name_en)
                keep.save()
                type(gone)._base_manager.filter(pk=gone.pk).update(merged_into=None)
        except (IntegrityError, IndexError) as fault:
            raise Refusal(
                _("This merge can no longer be taken back."),
                meaning=_("Something that was entered since stands in the way."),
            ) from fault
        merge.undone_at = timezone.now()
        merge.save(update_fields=["undone_at"])


def _locked(model: Any, keep: Any, gone: Any) -> tuple[Any, Any]:
    """Both rows under lock, the smaller id first, so that two merges at once do not wait for each other."""
    rows = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=[keep.pk, gone.pk]).order_by("pk")}
    if keep.pk == gone.pk or len(rows) < 2:
        raise Refusal(_("Choose two different entries."), status=422)
    for row in rows.values():
        if row.merged_into_id or getattr(row, "erased_at", None):
            raise Refusal(_("One of the two has been merged or erased already."), advice=_("Look at the list again."))
    return rows[keep.pk], rows[gone.pk]


def _fill(keep: Row, gone: Row, columns: tuple[str, ...]) -> dict[str, Any]:
    filled = {}
    for name in columns:
        if not getattr(keep, name) and getattr(gone, name):
            setattr(keep, name, getattr(gone, name))
            filled[name] = getattr(gone, name)
    return filled


def _join_accounts(keep: Person, gone: Person) -> list[dict[str, Any]]:
    """The kept person signs in with the account they had, else with the other's; a second one is closed."""
    if gone.account_id is None:
        return []
    if keep.account_id is not None and is_last_administrator(Account.objects.get(pk=gone.account_id)):
        raise Refusal(
            _("This is the last administrator."),
            meaning=_("Nothing was merged."),
            advice=_("Make somebody else an administrator first."),
        )
    if keep.account_id is None:
        account, gone.account_id = gone.account_id, None
        gone.save(update_fields=["account"])
        keep.account_id = account
        keep.save(update_fields=["account"])
        # Undone in reverse: first taken from the kept one, then given back.
        return [
            {
                "did": "moved",
                "model": "people.Person",
                "column": "account_id",
                "rows": [gone.pk],
                "from": account,
                "to": None,
            },
            {
                "did": "moved",
                "model": "people.Person",
                "column": "account_id",
                "rows": [keep.pk],
                "from": None,
                "to": account,
            },
        ]
    change = {
        "did": "moved",
        "model": "people.Account",
        "column": "is_active",
        "rows": [gone.account_id],
        "from": True,
        "to": False,
    }
    return [change] if Account.objects.filter(pk=gone.account_id, is_active=True).update(is_active=False) else []


def _finish(result: MergeResult, keep: Any, gone: Any, kept_row_holds: bool) -> None:
    _move(type(keep), gone.pk, keep.pk, result, kept_row_holds)
    if result.clashes:
        subjects = get_text_list(sorted({clash.subject for clash in result.clashes}), _("and"))
        raise Refusal(
            _("Both stand in: %(subjects)s, with different things said.") % {"subjects": subjects},
            meaning=_("Nothing was merged."),
            advice=_("Make the two alike first, or decide that what the kept one said holds."),
        )
    keep.save()
    gone.merged_into = keep
    gone.save(update_fields=["merged_into"])


def _move(model: type[Row], gone: Any, keep: Any, result: MergeResult, kept_row_holds: bool) -> None:
    """Point every row that points at `gone` of `model` at `keep`; join what may stand once only."""
    for other, column in models_of(model):
        if other is Merge:
            continue
        free = []
        for row in other._base_manager.select_for_update(of=("self",)).filter(**{column.attname: gone}).order_by("pk"):
            twin = _twin(row, column, keep)
            if twin is None:
                free.append(row.pk)
            elif kept_row_holds or not (differs := _differs(row, twin, column)):
                _join(row, twin, result, kept_row_holds)
            else:
                result.clashes.append(Clash(_subject(row, column), differs))
        if free:
            other._base_manager.filter(pk__in=free).update(**{column.attname: keep})
            result.moved += len(free)
            result._changes.append(
                {
                    "did": "moved",
                    "model": other._meta.label,
                    "column": column.attname,
                    "rows": [_plain(pk) for pk in free],
                    "from": _plain(gone),
                    "to": _plain(keep),
                }
            )


def _twin(row: Row, column: Any, keep: Any) -> Row | None:
    """The row that already stands where `row` would stand after moving, by any rule of the table."""
    model = type(row)
    for columns, condition in _unique_sets(model, column):
        stored: dict[str, Any] = {each.name: each for each in model._meta.concrete_fields}
        values = {name: getattr(row, stored[name].attname) for name in columns}
        values[column.name] = keep
        nulls_count = any(
            getattr(rule, "nulls_distinct", None) is False and set(rule.fields) == set(columns)
            for rule in model._meta.constraints
            if isinstance(rule, models.UniqueConstraint)
        )
        if any(value is None for value in values.values()) and not nulls_count:
            continue
        rows = model._base_manager.exclude(pk=row.pk)
        if condition is not None:
            if not model._base_manager.filter(condition, pk=row.pk).exists():
                continue
            rows = rows.filter(condition)
        twin = rows.filter(
            **{
                f"{name}__isnull" if value is None else name: True if value is None else value
                for name, value in values.items()
            }
        ).first()
        if twin is not None:
            return twin
    return None


def _unique_sets(model: type[Row], column: Any) -> list[tuple[tuple[str, ...], models.Q | None]]:
    sets: list[tuple[tuple[str, ...], models.Q | None]] = [((column.name,), None)] if column.unique else []
    sets += [(tuple(names_), None) for names_ in model._meta.unique_together]
    for rule in model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and rule.fields:
            sets.append((tuple(rule.fields), rule.condition))
    return [(columns, condition) for columns, condition in sets if column.name in columns]


def _differs(row: Row, twin: Row, column: Any) -> tuple[str, ...]:
    """What `row` says otherwise than its twin; silence is no difference, nor is how and when the row came to be."""
    differs = []
    for each in row._meta.concrete_fields:
        ours, theirs = getattr(row, each.attname), getattr(twin, each.attname)
        if each.primary_key or each.unique or each is column or each.name in _NEVER_SAID:
            continue
        if isinstance(each, models.DateTimeField) and not each.editable:
            continue  # auto_now, auto_now_add
        if ours != theirs and ours not in (None, "", [], {}):
            differs.append(each.name)
    return tuple(differs)


def _join(row: Row, twin: Row, result: MergeResult, kept_row_holds: bool) -> None:
    """What hangs on `row` goes to its twin; `row` goes into the record."""
    _move(type(row), row.pk, twin.pk, result, kept_row_holds)
    if result.clashes:
        return
    result._removed.append(json.loads(serializers.serialize("json", [row]))[0])
    result._changes.append({"did": "removed"})
    result.joined += 1
    row.delete()


def _subject(row: Row, column: Any) -> str:
    """What both stand in, in its own words: the other things that the row points at."""
    pointed = [
        str(getattr(row, each.name))
        for each in row._meta.concrete_fields
        if isinstance(each, models.ForeignKey)
        and each is not column
        and each.remote_field.model not in (Person, Organisation)
        and getattr(row, each.attname) is not None
    ]
    return pointed[0] if pointed else str(row._meta.verbose_name)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str | None) else str(value)
