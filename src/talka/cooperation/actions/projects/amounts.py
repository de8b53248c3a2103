"""Euro as they are taken in: exact to the cent, never below nought."""

from decimal import Decimal

from django.utils.translation import gettext as _

from talka.ui.refusals import Refusal

CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 11


def amount(eur: Decimal) -> Decimal:
    """The amount with two places behind the point. Raises Refusal: below nought, too large, parts of a cent."""
    if not eur.is_finite() or eur < 0:
        raise Refusal(
            _("An amount of money is below nought."),
            _("Nothing was changed."),
            _("Take money out of a line by writing the smaller amount."),
            status=422,
        )
    if eur >= LARGEST:
        raise Refusal(_("An amount of money is too large."), _("Nothing was changed."), status=422)
    exact = eur.quantize(CENT)
    if exact != eur:
        raise Refusal(
            _("An amount has parts of a cent: %(eur)s.") % {"eur": f"{eur:f}"},
            _("Nothing was changed."),
            _("Write euro with at most two places behind the comma."),
            status=422,
        )
    return exact
