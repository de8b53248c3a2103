"""The draft decision of a council and its explanatory note, put together from what the brief knows."""

from django.utils.translation import gettext as _

from talka.documents import council_decision as paper
from talka.ui.numbers import number

from ...law.register import forms
from .page import Brief, answer_of

MOST_BASIS = 2
"""Sections of laws that a draft cites: the first of its form in the register, which is what allows it; the rest says
how."""


def decision_of(brief: Brief) -> paper.CouncilDecision:
    """In the active language. Sections of laws only where the register has read them in the law. No query."""
    money = brief.money
    parties = [brief.partner, *(row for row in brief.others if row.takes_part or row.state == row.State.INVITED)]
    return paper.CouncilDecision(
        council=brief.council,
        title=_("On taking part in the cooperation “%(title)s”") % {"title": brief.case.title},
        points=_points(brief),
        parties=tuple(
            paper.DecidingParty(row.organisation.name, str(row.get_role_display()), money.share_of(row))
            for row in parties
        ),
        basis=basis_of(brief.form_key),
        key=money.key,
        total_eur=money.total,
        note=_note(brief),
        language=brief.language,
        illustrative=brief.case.illustrative,
    )


def basis_of(form: str) -> tuple[str, ...]:
    """The sections of laws on which a form rests, each as it is cited; none where nobody read them."""
    known = forms().get(form)
    if known is None:
        return ()
    cited = [f"{one.law.title}, {one.at}" for one in known.checked.provisions if one.law is not None]
    return tuple(dict.fromkeys(cited))[:MOST_BASIS]


def _points(brief: Brief) -> tuple[str, ...]:
    money, row = brief.money, brief.row
    told = {"title": brief.case.title, "service": brief.service}
    points = [_("To take part in the cooperation “%(title)s” (%(service)s) with the parties named below.") % told]
    if brief.form:
        points.append(_("Form of cooperation: %(form)s.") % {"form": brief.form})
    if money.after is not None:
        told = {"key": money.key, "eur": paper.eur(money.after, brief.language)}
        points.append(_("Cost key: %(key)s. The municipality pays %(eur)s a year.") % told)
    if row.budget_note:
        points.append(_("It is paid from: %(source)s.") % {"source": row.budget_note.rstrip(".")})
    if brief.votes[0] is not None or brief.seats[0] is not None:
        said = {"seats": _whole(*brief.seats), "votes": _whole(*brief.votes)}
        points.append(_("In the steering body the municipality has seats: %(seats)s; votes: %(votes)s.") % said)
    if brief.way_out:
        points.append(_("Way out: %(text)s") % {"text": brief.way_out})
    blank = "____________________"
    points.append(_("Responsible for carrying it out: %(who)s.") % {"who": row.responsible or blank})
    points.append(_("Who checks that it is carried out: %(who)s.") % {"who": blank})
    return tuple(points)


def _note(brief: Brief) -> paper.Note:
    money, row = brief.money, brief.row
    content = [_("Service: %(service)s.") % {"service": brief.service}]
    if brief.form:
        content.append(_("Form of cooperation: %(form)s.") % {"form": brief.form})
    content += [f"{each.organisation.name}: {answer_of(each, brief.agreed).rstrip('.')}." for each in brief.others]
    content += [_("Risk: %(text)s") % {"text": risk} for risk in brief.risks]
    budget = []
    if money.today is not None:
        budget.append(_("Today: %(eur)s a year.") % {"eur": paper.eur(money.today, brief.language)})
    if money.after is not None:
        budget.append(_("Together: %(eur)s a year.") % {"eur": paper.eur(money.after, brief.language)})
    if money.less is not None:
        more = _("Less by %(eur)s a year.") if money.less >= 0 else _("More by %(eur)s a year.")
        budget.append(more % {"eur": paper.eur(abs(money.less), brief.language)})
    if row.households and (for_each := brief.per_household(money.after)) is not None:
        said = {"eur": paper.eur(for_each, brief.language), "n": number(row.households)}
        budget.append(_("For a household: %(eur)s a year (%(n)s households).") % said)
    if row.budget_note:
        budget.append(_("It is paid from: %(source)s.") % {"source": row.budget_note.rstrip(".")})
    people = [row.people]
    if row.level_after:
        people.append(_("Service level afterwards: %(text)s") % {"text": row.level_after})
    if row.jobs_after is not None:
        people.append(_("Posts afterwards: %(n)s.") % {"n": number(row.jobs_after)})
    return paper.Note(
        purpose=str(brief.case.about or ""),
        content="\n".join(content),
        budget="\n".join(budget),
        people="\n".join(part for part in people if part),
        consulted=row.consulted,
    )


def _whole(part: int | None, whole: int | None) -> str:
    if part is None:
        return "–"
    return f"{part}/{whole}" if whole is not None else str(part)
