"""What every deed on an agreement shares: the row held, its search words, a new version of a text that changed."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from talka.people.actions.versions import check_shown
from talka.people.models import Organisation, Person
from talka.territories.models import Succession
from talka.ui.folding import fold
from talka.ui.numbers import date
from talka.ui.refusals import Refusal

from ...agreements.filling import whole_text
from ...models import Agreement, AgreementParty, AgreementText
from ...models.agreements import DRAFTED


def locked(agreement: Agreement, *, version: int | None = None) -> Agreement:
    """The row, held until the transaction ends. version: the one that was shown. Raises Refusal."""
    row = Agreement.objects.select_for_update(of=("self",)).select_related("case").get(pk=agreement.pk)
    if row.retired_at is not None:
        raise Refusal(_("This agreement was taken away."), _("Nothing was changed."), _("Bring it back first."))
    if version is not None:
        check_shown(row, version)
    return row


def locked_draft(agreement: Agreement, *, version: int | None = None) -> Agreement:
    """The row, held, where its text can still be changed. Raises Refusal."""
    row = locked(agreement, version=version)
    if row.standing or not row.is_drafted:
        raise Refusal(
            _("The text of this agreement cannot be changed any more."),
            _("Nothing was changed: what the councils endorsed stays as it is."),
            _("Draft an amendment: it begins with this text and takes its place once it is in force."),
        )
    return row


def changed(row: Agreement, by: Person | None) -> None:
    """Save the row after a change, with its search words; a text that reads differently is a new version, and councils
    that endorsed the one before are asked anew."""
    parties = list(parties_of(row))
    row.version += 1
    row.folded = fold(" ".join([row.title, row.number, row.subject, *(party.organisation.name for party in parties)]))
    if not row.standing and row.is_drafted and row.clauses.exists():
        _keep_text(row, parties, by)
    row.save()


def _keep_text(row: Agreement, parties: list[AgreementParty], by: Person | None) -> None:
    parts = whole_text(row, parties, list(row.clauses.all())).stored()
    last = row.texts.first()
    if last is not None and last.parts == parts:
        return
    row.text_number = last.number + 1 if last is not None else 1
    AgreementText.objects.create(agreement=row, number=row.text_number, parts=parts, by=by)
    if row.state == Agreement.State.ENDORSED:
        row.state = Agreement.State.SENT


def amendments_of(row: Agreement) -> QuerySet[Agreement]:
    """What is being drafted to take its place."""
    return Agreement.objects.filter(replaces=row, retired_at=None, state__in=DRAFTED)


def parties_of(row: Agreement) -> list[AgreementParty]:
    return list(AgreementParty.objects.filter(agreement=row).select_related("organisation").order_by("order", "pk"))


def check_exists(organisation: Organisation, on: dt.date | None) -> None:
    """A municipality that was merged away is no party to what begins later. on: the day the agreement takes effect, or
    None for one that is being drafted. Raises Refusal."""
    if organisation.area_id is None:
        return
    rows = list(Succession.objects.filter(old=organisation.area_id).select_related("new").order_by("-share"))
    if not rows or (on is not None and on < rows[0].on):
        return
    names = ", ".join(row.new.name for row in rows)
    raise Refusal(
        _("%(who)s was merged: since %(day)s there is %(names)s.")
        % {"who": organisation.name, "day": date(rows[0].on), "names": names},
        _("Nothing was changed: who does not exist any more concludes no agreement."),
        _("Choose the local government of %(names)s.") % {"names": names},
        status=422,
    )
