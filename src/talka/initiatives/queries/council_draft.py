"""The draft decision of a council and its explanatory note, put together from the question and its initiative."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.documents import council_decision as paper
from talka.ui.numbers import date

from ..access.council import council_now
from ..models import CouncilDecision, CouncilQuestion

BLANK = "____________________"


def draft_of(question: CouncilQuestion) -> paper.CouncilDecision:
    """In the active language, for a lawyer to look through: what the law says stands empty. Those of the parts."""
    language = get_language() or "lv"
    title = _("On the initiative “%(title)s”") if question.initiative else _("On the question “%(title)s”")
    return paper.CouncilDecision(
        council=council_now(question.council).name,
        title=title % {"title": question.title},
        points=_points(question, language),
        note=_note(question, language),
        remark=_(
            "Put together from the initiative and the question; a lawyer has to look through it before it is decided."
        ),
        language=language,
        illustrative=question.illustrative,
    )


def _points(question: CouncilQuestion, language: str) -> tuple[str, ...]:
    initiative = question.initiative
    decision = question.decisions.filter(annulled_on=None).exclude(outcome=CouncilDecision.Outcome.PUT_OFF).first()
    if decision is not None and decision.text:
        points = [decision.text]
    elif initiative is not None:
        points = [_("To support the initiative “%(title)s”: %(what)s") % {
            "title": initiative.title, "what": initiative.what.strip(),
        }]  # fmt: skip
    else:
        points = [_("To answer the question “%(title)s”: %(blank)s.") % {"title": question.title, "blank": BLANK}]
    money = initiative.cost if initiative is not None else None
    if decision is not None and decision.money is not None:
        money = decision.money
    if money is not None:
        line = (decision.budget_line if decision is not None else "") or BLANK
        told = {"eur": paper.eur(money, language), "line": line}
        points.append(_("To give %(eur)s for it. It is paid from: %(line)s.") % told)
    due = date(decision.due_on) if decision is not None and decision.due_on else BLANK
    who = (decision.responsible if decision is not None else "") or BLANK
    points.append(_("Responsible for carrying it out: %(who)s.") % {"who": who})
    points.append(_("To be carried out by: %(day)s.") % {"day": due})
    points.append(_("To answer those who asked within the time that the law sets, with the reasons of this decision."))
    return tuple(points)


def _note(question: CouncilQuestion, language: str) -> paper.Note:
    initiative = question.initiative
    if initiative is None:
        return paper.Note(purpose=question.text, content=_preparing(question))
    content = [initiative.what]
    if initiative.where:
        content.append(_("Where: %(text)s") % {"text": initiative.where})
    if initiative.carrier:
        content.append(_("Who carries it out: %(text)s") % {"text": initiative.carrier})
    if initiative.needs:
        content.append(_("What it needs beside money: %(text)s") % {"text": initiative.needs})
    content.append(_preparing(question))
    budget = (
        _("By its authors' estimate it costs %(eur)s.") % {"eur": paper.eur(initiative.cost, language)}
        if initiative.cost is not None
        else _("The authors name no cost.")
    )
    consulted = _("People who support the initiative: %(number)s.") % {"number": initiative.supporters.count()}
    return paper.Note(
        purpose="\n".join(part for part in (initiative.why, question.text) if part),
        content="\n".join(part for part in content if part),
        budget=budget,
        people=_("Place: %(area)s.") % {"area": initiative.area},
        consulted=consulted,
    )


def _preparing(question: CouncilQuestion) -> str:
    told = []
    if question.committee:
        told.append(_("Committee: %(text)s.") % {"text": question.committee.rstrip(".")})
    if question.rapporteur:
        told.append(_("Rapporteur: %(text)s.") % {"text": question.rapporteur.rstrip(".")})
    return " ".join(told)
