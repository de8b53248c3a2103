"""Beginning a cooperation case, changing, publishing, ending, taking away."""

from dataclasses import dataclass, fields

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.links.actions import connect
from talka.needs.causes import check_known
from talka.people.access import not_allowed
from talka.people.actions.drafts import bring_back, held, show, take_away
from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.programmes.access import may_organise_programme
from talka.programmes.models import Programme
from talka.programmes.slugs import free_slug
from talka.ui.refusals import Refusal

from .. import access
from ..models import CooperationCase, Partner
from ..trail import CASE, LED_TO

Text = LazyI18nString | str
OVER = (CooperationCase.State.ENDED, CooperationCase.State.DROPPED)


@dataclass(frozen=True)
class CaseData:
    """service: key of a service; programme: in which it stands, for those who organise that."""

    title: Text
    service: str
    about: Text = ""
    programme: Programme | None = None


def begin_case(
    data: CaseData,
    organisation: Organisation,
    *,
    by: Person | None,
    causes: tuple[tuple[str, int], ...] = (),
    slug: str = "",
) -> CooperationCase:
    """Begin a case as a draft whose first partner is the one who begins it. causes: needs and measures it comes from,
    as ("need", row id). by None: the house, loading files. Raises Refusal."""
    if by is not None and not access.may_begin_for(by, organisation):
        raise not_allowed()
    _check(data, by, None)
    organisation = organisation.merged_into or organisation
    with deed(by):
        row = CooperationCase(by=by, illustrative=organisation.illustrative)
        _fill(row, data)
        row.slug = free_slug(CooperationCase, slug or f"{data.service} {organisation.short_name or organisation.name}")
        _save_new(row)
        Partner.objects.create(
            case=row,
            organisation=organisation,
            role=Partner.Role.INITIATOR,
            state=Partner.State.TAKING_PART,
            answered_on=timezone.localdate(),
            by=by,
        )
        for kind, pk in causes:
            check_known(by, kind, pk)
            connect(kind, pk, LED_TO, CASE, row.pk)
    return row


def change_case(case: CooperationCase, data: CaseData, *, version: int, by: Person | None) -> CooperationCase:
    """`version` is the one that was shown. Raises Refusal."""
    access.check_change(by, case)
    _check(data, by, case)
    with deed(by):
        row = locked(case)
        check_shown(row, version)
        _fill(row, data)
        row.version += 1
        row.save()
    return row


def set_state(case: CooperationCase, state: str, *, by: Person | None, reason: str = "") -> CooperationCase:
    """How far it is, as its partners see it. Ending and giving up need a reason. Raises Refusal."""
    access.check_change(by, case)
    if state not in CooperationCase.State.values:
        raise Refusal(_("This state is not known."), _("Nothing was changed."), status=422)
    if state in OVER and not reason.strip():
        raise Refusal(
            _("Please say why."),
            _("Nothing was changed."),
            _("Those who come after learn from why a cooperation ended."),
            status=422,
        )
    with deed(by):
        row = locked(case)
        row.state, row.state_reason = state, reason.strip()[:500] if state in OVER else ""
        row.version += 1
        row.save()
    return row


def publish(case: CooperationCase, *, by: Person | None) -> None:
    """Everybody reads it from now on; figures stay with whom each partner chose. Twice is once."""
    access.check_change(by, case)
    with deed(by):
        show(locked(case), public=True)


def unpublish(case: CooperationCase, *, by: Person | None) -> None:
    """Only the partners read it. Twice is once."""
    access.check_change(by, case)
    with deed(by):
        show(locked(case), public=False)


def retire(case: CooperationCase, *, by: Person | None) -> None:
    """Nobody sees it but those who may bring it back; nothing of it is lost. Twice is once."""
    access.check_change(by, case)
    with deed(by):
        take_away(held(case))


def restore(case: CooperationCase, *, by: Person | None) -> None:
    """Back as a draft. Twice is once."""
    access.check_change(by, case)
    with deed(by):
        bring_back(held(case))


def locked(case: CooperationCase) -> CooperationCase:
    """The case's row, held until the transaction ends; nothing enters a case that was just taken away."""
    row = held(case)
    if row.retired_at is not None:
        raise Refusal(_("This case was taken away."), _("Nothing was changed."), _("Bring it back first."))
    return row


def _check(data: CaseData, by: Person | None, case: CooperationCase | None) -> None:
    if not str(data.title).strip():
        raise Refusal(_("The title is missing."), _("Nothing was changed."), status=422)
    kept = case is not None and data.programme is not None and case.programme_id == data.programme.pk
    if by is not None and data.programme is not None and not kept and not may_organise_programme(by, data.programme):
        raise not_allowed()


def _fill(row: CooperationCase, data: CaseData) -> None:
    for each in fields(CaseData):
        value = getattr(data, each.name)
        setattr(row, each.name, value.strip() if isinstance(value, str) else value)
    row.about = data.about or ""


def _save_new(row: CooperationCase) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        raise Refusal(
            _("A case was begun at the same moment."), _("Nothing was changed."), _("Send the form again.")
        ) from fault
