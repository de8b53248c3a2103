"""What was spent, by which document, beside what was planned."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ...access import projects as access
from ...models import Funding, JointPartner, JointProject, Spending
from .amounts import amount
from .budget import check_source
from .projects import locked, touch

MOST = 5000


@dataclass(frozen=True)
class SpendingData:
    """eur: above nought; day, document_number: of the invoice, order or payment."""

    source: str
    eur: Decimal
    day: date
    document_number: str
    title: str = ""
    partner: JointPartner | None = None
    funding: Funding | None = None


def save_spending(
    project: JointProject, data: SpendingData, *, by: Person | None, spending: Spending | None = None, version: int = 0
) -> Spending:
    """Enter one, or change one; `version` is the one that was shown. Raises Refusal."""
    access.check_change(by, project)
    if not data.document_number.strip():
        raise Refusal(
            _("The number of the document is missing."),
            _("Nothing was changed."),
            _("Whoever checks the project finds the payment by it."),
            status=422,
        )
    if data.day > timezone.localdate():
        raise Refusal(_("This day has not come yet."), _("Nothing was changed."), status=422)
    eur = amount(data.eur)
    if not eur:
        raise Refusal(_("The amount is nought."), _("Nothing was changed."), status=422)
    with deed(by):
        whole = locked(project)
        check_source(whole, data.source, data.partner, data.funding)
        row = _again(spending, version) if spending is not None else Spending(project=whole)
        if spending is None and Spending.objects.filter(project=whole).count() >= MOST:
            raise Refusal(_("A project has at most %(n)s payments.") % {"n": MOST}, _("Nothing was changed."))
        row.source, row.partner, row.funding = data.source, data.partner, data.funding
        row.day, row.document_number = data.day, data.document_number.strip()[:80]
        row.title, row.eur, row.by = data.title.strip()[:200], eur, by
        row.save()
        touch(whole)
    return row


def take_spending_out(spending: Spending, *, version: int, by: Person | None) -> None:
    """It goes, its versions stay. Raises Refusal."""
    access.check_change(by, spending.project)
    with deed(by):
        whole = locked(spending.project)
        _again(spending, version).delete()
        touch(whole)


def _again(spending: Spending, version: int) -> Spending:
    row = Spending.objects.select_for_update(of=("self",)).filter(pk=spending.pk).first()
    row = check_shown(row, version)
    row.version += 1
    return row
