"""The brief for one council, as its page and its paper show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.documents import council_brief as paper
from talka.people.models import Person
from talka.ui.numbers import euro, number, short_date

from ... import access
from ...law.register import forms, services
from ...models import CooperationCase, CouncilBrief, Partner
from .agreement import Agreed, agreed_on
from .money import Money, money_of


@dataclass(frozen=True)
class Brief:
    """Everything that is known for one council. row: what the partner wrote, empty where it wrote nothing; others: the
    other partners with how they answered. missing: what the council will ask and nobody has said yet."""

    partner: Partner
    row: CouncilBrief
    money: Money
    agreed: Agreed
    others: Sequence[Partner]
    language: str

    @property
    def case(self) -> CooperationCase:
        return self.partner.case

    @property
    def council(self) -> str:
        return self.partner.organisation.name

    @property
    def service(self) -> str:
        service = services().get(self.case.service)
        return str(service.name) if service is not None else self.case.service

    @property
    def seats(self) -> tuple[int | None, int | None]:
        """This partner's, and all together: as it wrote, else as the agreement has it."""
        return _said(self.row.seats, self.row.seats_all, self.agreed.seats, self.agreed.seats_all)

    @property
    def votes(self) -> tuple[int | None, int | None]:
        return _said(self.row.votes, self.row.votes_all, self.agreed.votes, self.agreed.votes_all)

    @property
    def way_out(self) -> str:
        return self.row.way_out or self.agreed.way_out

    @property
    def form_key(self) -> str:
        return self.row.form or self.agreed.form

    @property
    def form(self) -> str:
        form = forms().get(self.form_key)
        return str(form.name) if form is not None else ""

    @property
    def risks(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.row.risks.splitlines() if line.strip())

    def per_household(self, amount: Decimal | None) -> Decimal | None:
        return _each(amount, self.row.households)

    @property
    def missing(self) -> tuple[str, ...]:
        asked = (
            (
                self.money.today is None or self.money.after is None,
                _("what it costs today and together: the appraisal"),
            ),
            (self.row.households is None, _("the number of households, with its year and source")),
            (not self.row.level_after, _("the service level afterwards")),
            (self.row.jobs_after is None, _("the posts afterwards")),
            (self.votes[0] is None, _("seats and votes")),
            (not self.way_out, _("how to leave")),
            (not self.risks, _("the risks")),
            (not self.form_key, _("the form of cooperation")),
        )
        return tuple(words for lacks, words in asked if lacks)


def brief_of(partner: Partner, person: Person | None) -> Brief:
    """A fixed number of queries: the other partners, and what the appraisal asks."""
    row = getattr(partner, "brief", None) or CouncilBrief(partner=partner, version=0)
    standing = (Partner.State.TAKING_PART, Partner.State.INVITED, Partner.State.WITHDRAWN)
    others = Partner.objects.filter(case=partner.case, state__in=standing).exclude(pk=partner.pk)
    return Brief(
        partner,
        row,
        money_of(partner, person),
        agreed_on(partner, person),
        list(others.select_related("organisation")),
        (get_language() or "lv").split("-")[0],
    )


def paper_of(brief: Brief) -> paper.CouncilBrief:
    """The brief in words, in the active language. No query."""
    return paper.CouncilBrief(
        council=brief.council,
        case=str(brief.case.title),
        service=brief.service,
        day=timezone.localdate(),
        lead=_lead(brief),
        changes=_changes(brief),
        facts=_facts(brief),
        way_out=brief.way_out,
        risks=brief.risks,
        answered=tuple(paper.Answered(row.organisation.name, answer_of(row, brief.agreed)) for row in brief.others),
        notes=_notes(brief),
        language=brief.language,
        illustrative=brief.case.illustrative,
    )


def answer_of(partner: Partner, agreed: Agreed) -> str:
    """How a partner's council answered, else how the partner did, in words, with the day."""
    if partner.takes_part and partner.organisation_id in agreed.answers:
        return agreed.answers[partner.organisation_id]
    told = str(partner.get_state_display())
    return f"{told}, {short_date(partner.answered_on)}" if partner.answered_on else told


def _lead(brief: Brief) -> str:
    money, row = brief.money, brief.row
    if money.less is None:
        return _("What it costs together is not computed or not accepted yet.")
    today, after = brief.per_household(money.today), brief.per_household(money.after)
    if row.households and today is not None and after is not None:
        told = {"today": euro(today), "after": euro(after)}
        return _("A household pays %(after)s a year for it together instead of %(today)s today.") % told
    told = {"eur": euro(abs(money.less))}
    if money.less >= 0:
        return _("Together it costs the municipality %(eur)s a year less than today.") % told
    return _("Together it costs the municipality %(eur)s a year more than today.") % told


def _changes(brief: Brief) -> tuple[paper.Change, ...]:
    money, row = brief.money, brief.row
    rows = [paper.Change(_("Cost in a year"), _eur(money.today), _eur(money.after))]
    if row.households:
        today, after = brief.per_household(money.today), brief.per_household(money.after)
        rows.append(paper.Change(_("Cost for a household in a year"), _eur(today), _eur(after)))
    elif money.people:
        today, after = _each(money.today, money.people), _each(money.after, money.people)
        rows.append(paper.Change(_("Cost for an inhabitant in a year"), _eur(today), _eur(after)))
    rows.append(paper.Change(_("Service level"), money.level, row.level_after))
    rows.append(paper.Change(_("Posts at the municipality"), _posts(money.jobs), _posts(row.jobs_after)))
    return tuple(rows)


def _facts(brief: Brief) -> tuple[tuple[str, str], ...]:
    money, row = brief.money, brief.row
    told = ""
    if money.stable is not None:
        told = _("nobody would be better off outside") if money.stable else _("some would be better off outside")
    return (
        (_("Form of cooperation"), brief.form),
        (_("Cost key"), money.key),
        (_("Seats in the steering body"), _of(*brief.seats)),
        (_("Votes"), _of(*brief.votes)),
        (_("With these shares"), told),
        (_("Paid from"), row.budget_note),
    )


def _notes(brief: Brief) -> tuple[str, ...]:
    money, row = brief.money, brief.row
    notes = []
    if money.year or money.source:
        told = {"year": money.year or "–", "source": money.source or "–"}
        notes.append(_("Cost today: %(year)s, %(source)s.") % told)
    if row.households:
        told = {"n": number(row.households), "year": row.households_year or "–", "source": row.households_source}
        notes.append(_("Households: %(n)s, %(year)s, %(source)s.") % told)
    if money.stale:
        notes.append(_("Figures were changed since the shares were accepted; compute them again before deciding."))
    return tuple(notes)


def _said(
    part: int | None, whole: int | None, agreed: int | None, agreed_whole: int | None
) -> tuple[int | None, int | None]:
    return (part, whole) if part is not None else (agreed, agreed_whole)


def _each(amount: Decimal | None, number_of: int | None) -> Decimal | None:
    return (amount / number_of).quantize(Decimal("0.01")) if amount is not None and number_of else None


def _eur(amount: Decimal | None) -> str:
    return euro(amount) if amount is not None else ""


def _posts(jobs: Decimal | None) -> str:
    return number(jobs) if jobs is not None else ""


def _of(part: int | None, whole: int | None) -> str:
    if part is None:
        return ""
    return _("%(part)s of %(all)s") % {"part": part, "all": whole} if whole is not None else str(part)


@dataclass(frozen=True)
class Listed:
    """A partner whose council decides: whether its brief may be opened here, and whether it was begun."""

    partner: Partner
    opens: bool
    begun: bool
    may_write: bool


def briefs_of(case: CooperationCase, person: Person | None) -> list[Listed]:
    """One line for each partner that takes part. One query, and one for each whose people an organiser may stand in
    for."""
    rows = Partner.objects.filter(case=case, state=Partner.State.TAKING_PART).select_related("organisation", "brief")
    found = []
    for row in rows:
        row.case = case
        opens = access.may_open_brief(person, row)
        writes = opens and access.may_answer_for(person, row)
        found.append(Listed(row, opens, getattr(row, "brief", None) is not None, writes))
    return found
