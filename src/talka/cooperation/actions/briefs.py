"""What a partner's council is told: written by the partner itself, before a decision is asked for."""

from dataclasses import dataclass, fields
from decimal import Decimal

from django.utils.translation import gettext as _

from talka.people.access import not_allowed
from talka.people.actions.versions import stale
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import access
from ..law.register import forms
from ..models import CouncilBrief, Partner
from ..models.brief import LONG
from .partners import again

TEXTS = ("level_after", "way_out", "risks", "people", "consulted")


@dataclass(frozen=True)
class BriefData:
    """households: a number with its year and where it stands; seats, votes: this partner's, of all partners' together.
    risks: one a line; form: key of a legal form."""

    households: int | None = None
    households_year: int | None = None
    households_source: str = ""
    level_after: str = ""
    jobs_after: Decimal | None = None
    seats: int | None = None
    seats_all: int | None = None
    votes: int | None = None
    votes_all: int | None = None
    way_out: str = ""
    risks: str = ""
    form: str = ""
    budget_note: str = ""
    people: str = ""
    consulted: str = ""
    responsible: str = ""


def write_brief(partner: Partner, data: BriefData, *, version: int, by: Person | None) -> CouncilBrief:
    """Write or change the brief of one partner. `version` is the one that was shown, 0 where there was none. by None:
    the house, loading files. Raises Refusal."""
    if by is not None:
        access.check_answer_for(by, partner)
        if not access.may_open_brief(by, partner):
            raise not_allowed()
    _check(data)
    with deed(by):
        again(partner)
        row = CouncilBrief.objects.filter(partner=partner).first()
        if (row.version if row else 0) != version:
            raise stale()
        row = row or CouncilBrief(partner=partner, version=0)
        for each in fields(BriefData):
            value = getattr(data, each.name)
            setattr(row, each.name, value.strip() if isinstance(value, str) else value)
        row.version += 1
        row.by = by
        row.save()
    return row


def _check(data: BriefData) -> None:
    nothing = _("Nothing was changed.")
    if data.households is not None and (data.households_year is None or not data.households_source.strip()):
        raise Refusal(
            _("A number of households needs its year and its source."),
            nothing,
            _("The council asks where it comes from. Statistics of the census say it for each municipality."),
            status=422,
        )
    if data.households is not None and data.households < 1:
        raise Refusal(_("There is at least one household."), nothing, status=422)
    if data.jobs_after is not None and data.jobs_after < 0:
        raise Refusal(_("Posts cannot be fewer than none."), nothing, status=422)
    for part, whole, told in (
        (data.seats, data.seats_all, _("The partner has more seats than there are.")),
        (data.votes, data.votes_all, _("The partner has more votes than there are.")),
    ):
        if part is not None and whole is not None and part > whole:
            raise Refusal(
                told, nothing, _("Write the partner's own number first, then that of all together."), status=422
            )
    if data.form and data.form not in forms():
        raise Refusal(_("This form of cooperation is not known."), nothing, status=422)
    if any(len(getattr(data, name)) > LONG for name in TEXTS):
        raise Refusal(
            _("A text is longer than %(n)s characters.") % {"n": LONG},
            nothing,
            _("The brief is one page: say the most important, keep the rest among the documents of the case."),
            status=422,
        )
