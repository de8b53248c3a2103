"""A community plan as a PDF: to lay on the table of a meeting, to hand in with an application."""

from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from talka.documents.report import Block, Bullets, Heading, Paragraph, Report, Section, Table, report_pdf
from talka.territories.queries import name_of
from talka.ui.numbers import date, euro, short_date

from .models import CommunityPlan, PlanActivity
from .queries.community_plans import PlanPage


def plan_pdf(plan: CommunityPlan, page: PlanPage) -> bytes:
    return report_pdf(plan_report(plan, page))


def plan_report(plan: CommunityPlan, page: PlanPage) -> Report:
    """The plan in the blocks of a report, in the language that is spoken now; the community's words as they wrote
    them."""
    facts = (
        (_("Community"), str(plan.organisation)),
        (_("Place"), name_of(plan.area) if plan.area else ""),
        (pgettext("community plan", "As of"), date(timezone.localdate())),
    )
    return Report(
        title=plan.title,
        kind=_("Community plan"),
        facts=tuple((label, value) for label, value in facts if value),
        sections=tuple(_sections(plan, page)),
        author=str(plan.organisation),
        language=(get_language() or "lv")[:2],
        illustrative=plan.illustrative,
        mark="" if plan.published_at else _("Draft"),
    )


def _sections(plan: CommunityPlan, page: PlanPage) -> list[Section]:
    found = []
    if plan.about:
        found.append(Section(_("What the place is like"), (Paragraph(plan.about),)))
    if plan.wanted:
        found.append(Section(_("What we want it to be"), (Paragraph(plan.wanted),)))
    if page.assets:
        parts = tuple(Section(label, (Bullets(tuple(_asset(row) for row in rows)),)) for label, rows in page.assets)
        found.append(Section(_("What the place has"), (), parts))
    if page.actors:
        headings = (
            Heading(_("Who"), 1.4),
            Heading(_("What they are for the place"), 2),
            Heading(_("What they bring"), 2),
        )
        rows = tuple((row.title, row.role, row.gives) for row in page.actors)
        found.append(Section(_("Who is there"), (Table("", headings, rows),)))
    if page.activities:
        found.append(Section(_("What is to be done"), tuple(_activities(page))))
    came = [one.row for one in page.activities if one.row.came_of_it or one.row.reason]
    if came:
        lines = tuple(f"{row.what}: {row.came_of_it or row.reason}" for row in came)
        found.append(Section(_("What came of it"), (Bullets(lines),)))
    return found


def _asset(row: object) -> str:
    title, about, where = (str(getattr(row, name)) for name in ("title", "about", "where"))
    head = f"{title} ({where})" if where else title
    return f"{head}: {about}" if about else head


def _activities(page: PlanPage) -> list[Block]:
    headings = (
        Heading(_("What"), 2), Heading(_("Who carries it"), 1.3), Heading(_("By when"), 1),
        Heading(_("Costs"), 1, figures=True), Heading(_("Paid from"), 1.2), Heading(_("How far it is"), 1),
    )  # fmt: skip
    rows = tuple(
        (
            f"{row.what}: {row.aim}" if row.aim else row.what,
            row.carried_by,
            short_date(row.by_when) if row.by_when else None,
            _cost(row),
            row.paid_from,
            str(row.get_state_display()),
        )
        for row in (one.row for one in page.activities)
    )
    blocks: list[Block] = [Table("", headings, rows)]
    if page.money is not None:
        words = _("Together, as far as it is said and not dropped: %(sum)s.") % {"sum": euro(page.money.total)}
        if unknown := page.money.unknown:
            words += " " + ngettext(
                "Of %(n)s activity the cost is not known yet.",
                "Of %(n)s activities the cost is not known yet.",
                unknown,
            ) % {"n": unknown}
        blocks.append(Paragraph(words))
    return blocks


def _cost(row: PlanActivity) -> str | None:
    return None if row.cost_eur is None else euro(row.cost_eur)
