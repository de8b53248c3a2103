"""From the day an agreement takes effect to its end: in force, amended, prolonged, terminated."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.kept_files import Sent, with_file
from talka.links.actions import connect
from talka.people.history import deed
from talka.people.models import Person
from talka.programmes.slugs import free_slug
from talka.ui.refusals import Refusal

from ...access import agreements as access
from ...agreements.months import months_later
from ...models import Agreement, AgreementClause, AgreementParty
from ...trail import AGREEMENT, CASE, LED_TO
from .drafting import lay_out, put, terms_of
from .rows import amendments_of, changed, check_exists, locked, parties_of


def enter_into_force(agreement: Agreement, *, on: dt.date, number: str, sent: Sent, by: Person | None) -> Agreement:
    """All have endorsed it and signed: it holds from a day on, and ends what it amends. sent: the signed text.
    Raises Refusal."""
    if by is not None:
        access.check_change(by, agreement)
    row = Agreement.objects.get(pk=agreement.pk)

    def save() -> None:
        with deed(by):
            now = locked(agreement)
            if now.state == Agreement.State.IN_FORCE:
                raise Refusal(_("It is in force already."), _("Nothing was changed."))
            if now.state != Agreement.State.ENDORSED:
                raise Refusal(
                    _("Not all councils have endorsed this text."),
                    _("Nothing was changed: what some have not agreed to does not bind them."),
                    _("The page of the agreement says whose answer is missing."),
                )
            _can_bind(now, on)
            if now.valid_to and on > now.valid_to:
                raise Refusal(_("The agreement would end before it begins."), _("Nothing was changed."), status=422)
            for name in ("file", "file_name", "media_type", "size", "link"):
                setattr(now, name, getattr(row, name))
            now.state, now.valid_from, now.number = Agreement.State.IN_FORCE, on, number.strip() or now.number
            changed(now, by)
            _end_what_it_amends(now, by)

    with_file(row, sent, save)
    row.refresh_from_db()
    return row


def _can_bind(row: Agreement, on: dt.date) -> None:
    """At least two parties are left, and each is there on that day. Raises Refusal."""
    standing = [party for party in parties_of(row) if party.stands]
    if len(standing) < 2:
        raise Refusal(
            _("An agreement has at least two parties."), _("Nothing was changed."), _("Add another one first.")
        )
    for party in standing:
        check_exists(party.organisation, on)


def _end_what_it_amends(row: Agreement, by: Person | None) -> None:
    if row.replaces_id is None or row.valid_from is None:
        return
    before = Agreement.objects.select_for_update(of=("self",)).get(pk=row.replaces_id)
    if before.state == Agreement.State.IN_FORCE:
        last = row.valid_from - dt.timedelta(days=1)
        before.state = Agreement.State.ENDED
        before.ended_on = max(last, before.valid_from or last)
        before.state_reason = _("Amended by “%(title)s”.") % {"title": row.title}
        changed(before, by)


def keep_signed(agreement: Agreement, sent: Sent, *, by: Person | None) -> None:
    """Keep the signed text, or where it can be read, with an agreement that holds. Raises Refusal."""
    access.check_change(by, agreement)
    if sent.empty:
        raise Refusal(_("Choose a file or give a link."), _("Nothing was changed."), status=422)
    row = Agreement.objects.get(pk=agreement.pk)

    def save() -> None:
        with deed(by):
            locked(agreement)
            row.save(update_fields=["file", "file_name", "media_type", "size", "link"])

    with_file(row, sent, save)


def terminate(agreement: Agreement, *, on: dt.date, reason: str, by: Person | None) -> Agreement:
    """The parties end it before its time. on: the last day it holds, also one to come. Raises Refusal."""
    access.check_change(by, agreement)
    if not reason.strip():
        raise Refusal(
            _("Please say why."),
            _("Nothing was changed."),
            _("Those who come after learn from why a cooperation ended."),
            status=422,
        )
    with deed(by):
        row = locked(agreement)
        if row.state != Agreement.State.IN_FORCE:
            raise Refusal(_("Only what is in force is terminated."), _("Nothing was changed."))
        if row.valid_from and on < row.valid_from:
            raise Refusal(_("The agreement would end before it begins."), _("Nothing was changed."), status=422)
        # Terminating shortens: past its last day an agreement goes on by an amendment that the councils endorse.
        if row.valid_to and on > row.valid_to and row.renewal != Agreement.Renewal.AUTOMATIC:
            raise Refusal(
                _("The agreement ends by itself before that day."),
                _("Nothing was changed."),
                _("Give a day up to its last one; if it is to hold longer, draft an amendment."),
                status=422,
            )
        row.state, row.ended_on, row.state_reason = Agreement.State.TERMINATED, on, reason.strip()[:500]
        changed(row, by)
    return row


def amend(agreement: Agreement, *, by: Person | None) -> Agreement:
    """Draft what is to take this agreement's place: its terms, parties, amounts and clauses to begin with. The old one
    holds until the new one is in force. Raises Refusal."""
    access.check_change(by, agreement)
    with deed(by):
        old = locked(agreement)
        if old.state != Agreement.State.IN_FORCE:
            raise Refusal(_("Only what is in force is amended."), _("Nothing was changed."))
        if amendments_of(old).exists():
            raise Refusal(_("An amendment is being drafted already."), _("Nothing was changed."))
        row = Agreement(replaces=old, case=old.case, illustrative=old.illustrative, by=by)
        put(row, terms_of(old))
        row.valid_from, row.number = None, ""
        row.slug = free_slug(Agreement, old.slug)
        for name in ("cost_key", "cost_key_note", "budget", "per", "capital"):
            setattr(row, name, getattr(old, name))
        row.save()
        _copy_parties(old, row, by)
        _copy_clauses(old, row, by)
        changed(row, by)
        if row.case_id:
            connect(CASE, row.case_id, LED_TO, AGREEMENT, row.pk)
    return row


def _copy_parties(old: Agreement, row: Agreement, by: Person | None) -> None:
    kept = ("organisation", "role", "signatory", "position", "seats", "votes", "amount", "contact", "order")
    for party in parties_of(old):
        if party.stands:
            AgreementParty.objects.create(agreement=row, by=by, **{name: getattr(party, name) for name in kept})


def _copy_clauses(old: Agreement, row: Agreement, by: Person | None) -> None:
    clauses = list(old.clauses.all())
    if not clauses:
        lay_out(row, by)
        return
    kept = ("key", "heading", "text", "left_out", "order")
    for clause in clauses:
        AgreementClause.objects.create(agreement=row, by=by, **{name: getattr(clause, name) for name in kept})


def pass_the_last_day(today: dt.date | None = None) -> tuple[int, int]:
    """The house's own deed, each night: agreements whose last day has passed end, or go on by themselves where they say
    so. How many ended, how many went on."""
    today = today or timezone.localdate()
    ended = prolonged = 0
    due = Agreement.objects.filter(state=Agreement.State.IN_FORCE, valid_to__lt=today, retired_at=None)
    for found in due.order_by("pk"):
        with deed(None):
            row = Agreement.objects.select_for_update(of=("self",)).get(pk=found.pk)
            if row.state != Agreement.State.IN_FORCE or row.valid_to is None or row.valid_to >= today:
                continue
            if row.renewal == Agreement.Renewal.AUTOMATIC and row.renews_months:
                while row.valid_to < today:
                    row.valid_to = months_later(row.valid_to, row.renews_months)
                prolonged += 1
            else:
                row.state, row.ended_on = Agreement.State.ENDED, row.valid_to
                ended += 1
            row.version += 1
            row.save()
    return ended, prolonged
