"""An initiative is begun, changed, published, withdrawn, carried out; each state with its day, person and reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.links.actions import connect
from talka.people.actions.versions import amend, check_shown, fill
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.programmes.models import Programme
from talka.territories.models import Area
from talka.ui.refusals import Refusal

from ..access import initiatives as access
from ..models import Author, Initiative, InitiativeStep, InitiativeText
from ..queries.sources import begun_from
from ..trail_of_initiatives import INITIATIVE, LED_TO
from .initiative_texts import content_of, keep_text
from .made_up import check_alike, check_stays_made_up
from .resemblances import compare_anew
from .states import move_on, state_by_council

LONGEST = 20_000
"""Characters of one text."""
State, Role = Initiative.State, InitiativeStep.Role
Cause = tuple[str, str]
CARRIED_OUT_FROM: dict[str, tuple[str, ...]] = {
    State.UNDER_WAY: (State.OPEN, State.ACCEPTED, State.DECLINED),
    State.DONE: (State.ACCEPTED, State.UNDER_WAY),
}
"""From which states it comes to be under way or done: a community may carry it out without the council."""
WITHDRAWN_FROM = (State.OPEN, State.ASKED, State.ACCEPTED, State.DECLINED, State.UNDER_WAY)


@dataclass(frozen=True)
class InitiativeData:
    """What the form says. cost: EUR, None where nobody knows; organisation: that carries it, of the register."""

    title: str
    what: str
    area: Area
    where: str = ""
    why: str = ""
    carrier: str = ""
    needs: str = ""
    cost: Decimal | None = None
    organisation: Organisation | None = None
    programme: Programme | None = None


def begin(data: InitiativeData, *, author: Person, causes: Sequence[Cause] = (), by: Person | None) -> Initiative:
    """A draft that its author alone reads. causes: what it comes from, as arrows name it; by None: the house, loading
    files. Raises Refusal."""
    access.check(by is None or by.pk == author.pk)
    _check(data)
    check_alike(data.area, data.programme)
    _check_organisation(data, None, by)
    with deed(by):
        row = Initiative(by=author, illustrative=data.area.illustrative)
        fill(row, data)
        row.save()
        Author.objects.create(initiative=row, person=author, state=Author.State.ACCEPTED, answered_at=timezone.now())
        InitiativeStep.objects.create(
            initiative=row, state=State.DRAFT, on=timezone.localdate(), role=Role.AUTHOR, by=author
        )
        for kind, pk in causes:
            if by is not None and begun_from(kind, pk, by) is None:
                raise Refusal(
                    _("What the initiative is to come from is not known."),
                    _("Nothing was saved."),
                    _("Open the page from which you came again, and begin from there."),
                    status=422,
                )
            connect(kind, pk, LED_TO, INITIATIVE, row.pk)
    return row


def change(
    row: Initiative, data: InitiativeData, *, changed: str = "", version: int, by: Person | None
) -> InitiativeText | None:
    """Other words of a published one become the next version, which everybody reads beside the earlier ones; supporters
    see on the page that it changed. changed: what changed and why; version: the one that was shown. The new version,
    None where no word changed or it is a draft. Raises Refusal."""
    access.check(by is None or access.may_change(by, row))
    _check(data)
    with deed(by):
        now = _locked(row)
        if now.state in (State.DONE, State.WITHDRAWN):
            raise Refusal(
                _("This initiative is done or withdrawn."),
                _("Its text was not changed, so that it stays as it was supported."),
                _("Begin a new one, or take this one up again first."),
            )
        check_shown(now, version)
        if now.published_at is not None:
            check_stays_made_up(now.illustrative, data.area)
        _check_organisation(data, now.organisation_id, by)
        if data.programme is not None and data.programme.pk != now.programme_id:
            check_alike(data.area, data.programme)
        before = content_of(now)
        now.illustrative = data.area.illustrative
        amend(now, data, version)
        if now.published_at is None or content_of(now) == before:
            return None
        compare_anew(now)
        return keep_text(now, changed, by=by)


def publish(row: Initiative, *, version: int | None = None, by: Person | None) -> None:
    """Everybody reads it from now on and can support it; its words are kept as the first version. version: the one that
    was read. Twice is once. Raises Refusal."""
    access.check(by is None or access.may_change(by, row))
    with deed(by):
        now = _locked(row)
        if now.published_at is not None:
            return
        if version is not None:
            check_shown(now, version)
        now.state, now.published_at = State.OPEN, timezone.now()
        now.save(update_fields=["state", "published_at"])
        keep_text(now, by=by)
        compare_anew(now)
        move_on(now, State.OPEN, by=by, role=Role.AUTHOR)


def withdraw(row: Initiative, reason: str, *, by: Person | None) -> None:
    """Its authors let go of a published one; it stays to be read, with the reason. Twice is once. Raises Refusal."""
    access.check(by is None or access.may_change(by, row))
    _step(row, State.WITHDRAWN, reason, WITHDRAWN_FROM, Role.AUTHOR, by, wanted=True)


def take_up_again(row: Initiative, *, by: Person | None) -> None:
    """A withdrawn one looks for support again, or is before the council where its question waits there still; its
    supporters are those it had. Twice is once. Raises Refusal."""
    access.check(by is None or access.may_change(by, row))
    waits = state_by_council(row) == State.ASKED
    _step(row, State.ASKED if waits else State.OPEN, "", (State.WITHDRAWN,), Role.AUTHOR, by)


def carry_out(row: Initiative, state: str, reason: str = "", *, by: Person | None) -> None:
    """Under way, or done: said by its authors or by those who look after it. Twice is once. Raises Refusal."""
    access.check(state in CARRIED_OUT_FROM)
    _step(row, state, reason, CARRIED_OUT_FROM[state], role_of(row, by), by)


def role_of(row: Initiative, by: Person | None) -> str:
    """As what somebody acts. Raises Refusal(403) for who may not say how far it is."""
    if by is None or access.may_change(by, row):
        return Role.AUTHOR
    access.check(access.looks_after(by, row))
    return Role.COUNCIL if access.of_its_council(by, row) else Role.ORGANISER


def remove_draft(row: Initiative, *, by: Person | None) -> None:
    """A draft goes; nobody but its authors ever read it. Twice is once. Raises Refusal."""
    access.check(by is None or access.may_change(by, row))
    with deed(by):
        now = Initiative.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if now.published_at is not None:
            raise Refusal(
                _("Others have read this initiative."),
                _("It was not deleted."),
                _("Withdraw it and say why: it then stays to be read."),
            )
        if now.retired_at is None:
            now.retired_at = timezone.now()
            now.save(update_fields=["retired_at"])


def _step(
    row: Initiative,
    state: str,
    reason: str,
    allowed: Collection[str],
    role: str,
    by: Person | None,
    *,
    wanted: bool = False,
) -> None:
    said = reason.strip()
    if wanted and not said:
        raise Refusal(_("Say why."), _("Nothing was changed."), status=422)
    if len(said) > 1000:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": 1000},
            _("Nothing was changed."),
            status=422,
        )
    with deed(by):
        now = _locked(row)
        if now.state == state:
            return
        if now.state not in allowed:
            raise Refusal(
                _("The initiative is at “%(state)s” now.") % {"state": now.get_state_display()},
                _("Nothing was changed: from there it does not come to “%(state)s”.") % {"state": State(state).label},
                _("Open the page again and look at what happened meanwhile."),
            )
        move_on(now, state, said, by=by, role=role)


def _locked(row: Initiative) -> Initiative:
    rows = Initiative.objects.select_for_update(of=("self",)).select_related("area", "organisation")
    now = rows.filter(pk=row.pk, retired_at=None).first()
    if now is None:
        raise Refusal(_("The initiative was deleted meanwhile."), _("Nothing was changed."), status=410)
    return now


def _check(data: InitiativeData) -> None:
    for missing, said, field in (
        (not data.title.strip(), _("The title is missing."), "title"),
        (not data.what.strip(), _("Say what is to be done."), "what"),
    ):
        if missing:
            raise Refusal(said, _("Nothing was saved."), status=422, field=field)
    if max(len(data.what), len(data.why), len(data.needs)) > LONGEST:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": LONGEST},
            _("Nothing was saved."),
            status=422,
        )
    if data.cost is not None and data.cost < 0:
        raise Refusal(_("A cost is not below nothing."), _("Nothing was saved."), status=422, field="cost")


def _check_organisation(data: InitiativeData, kept: int | None, by: Person | None) -> None:
    """Nobody says of another organisation than their own that it carries something; what stands there may stay."""
    named = data.organisation
    if by is None or named is None or named.pk == kept:
        return
    office = office_of(by)
    access.check(office is not None and office.pk == named.pk)
