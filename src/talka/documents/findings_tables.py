"""The findings of an event as a workbook to count with: needs, proposals, the comparison, who took part, what it is."""

from collections.abc import Mapping

from django.utils import translation
from django.utils.translation import gettext as _

from .findings import Finding, FindingsReport
from .printable import day_range
from .sheets import Column, Sheet, write_xlsx


def findings_xlsx(paper: FindingsReport) -> bytes:
    """The same figures as page and papers; an empty cell where none is told."""
    with translation.override(paper.language):
        sheets = [
            _findings(_("Needs"), _("Need"), paper.needs),
            _findings(_("Proposals"), _("Proposal"), paper.proposals),
        ]
        if paper.compared is not None:
            sheets += [_events(paper), _again(paper)]
        if paper.by_region or paper.by_kind:
            sheets.append(_people(paper))
        return write_xlsx(*sheets, _about(paper))


def _findings(title: str, column: str, findings: tuple[Finding, ...]) -> Sheet:
    columns = (
        Column("title", column),
        Column("votes", _("Votes"), kind="integer"),
        Column("cards", _("Cards"), kind="integer"),
        Column("people", _("People"), kind="integer"),
        Column("municipalities", _("Municipalities"), kind="integer"),
        Column("by_hand", _("Partly counted by hand"), kind="boolean"),
        Column("groups", _("Working groups")),
        Column("leads_to", _("Linked with")),
        Column("link", _("Web page")),
    )
    rows = [
        {
            "title": one.title,
            "votes": one.votes,
            "cards": one.cards,
            "people": one.people,
            "municipalities": one.municipalities,
            "by_hand": one.by_hand,
            "groups": "; ".join(one.groups),
            "leads_to": "; ".join(one.leads_to),
            "link": one.link,
        }
        for one in findings
    ]
    return Sheet(title, columns, rows)


def _events(paper: FindingsReport) -> Sheet:
    assert paper.compared is not None
    columns = (
        Column("title", _("Event")),
        Column("first_day", _("First day"), kind="date"),
        Column("people", _("Participants"), kind="integer"),
        Column("organisations", _("Organisations"), kind="integer"),
        Column("municipalities", _("Municipalities"), kind="integer"),
        Column("needs", _("Needs"), kind="integer"),
        Column("proposals", _("Proposals"), kind="integer"),
        *((Column("satisfaction", _("Satisfaction"), kind="decimal"),) if paper.compared.rated else ()),
        Column("link", _("Web page")),
    )
    rows = [{column.key: getattr(one, column.key) for column in columns} for one in paper.compared.events]
    return Sheet(_("Earlier events"), columns, rows)


def _again(paper: FindingsReport) -> Sheet:
    assert paper.compared is not None
    columns = (Column("need", _("Need")), Column("event", _("Also voiced at")), Column("link", _("Web page")))
    rows = [
        {"need": one.need.text, "event": event.text, "link": event.link}
        for one in paper.compared.again
        for event in one.events
    ]
    return Sheet(_("Needs that came again"), columns, rows)


def _people(paper: FindingsReport) -> Sheet:
    columns = (
        Column("by", _("Compared by")),
        Column("name", _("Region or kind")),
        Column("people", _("Participants"), kind="integer"),
    )
    parts = ((_("Region"), paper.by_region), (_("Kind of organisation"), paper.by_kind))
    rows = [{"by": by, "name": one.name, "people": one.people} for by, shares in parts for one in shares]
    return Sheet(_("Who took part"), columns, rows)


def _about(paper: FindingsReport) -> Sheet:
    """What every paper of the project says, in rows."""
    told: list[tuple[str, object]] = [
        (_("Event"), paper.event),
        (_("Date"), day_range(paper.first_day, paper.last_day, paper.language)),
        (_("Place"), paper.place),
        (_("Organiser"), paper.organiser),
        (_("Participants"), paper.people),
        (_("Municipalities that took part"), ", ".join(paper.presence.names) if paper.presence else ""),
        (_("Main finding"), paper.lead),
        (_("How the figures were made"), paper.method),
        (_("Few people"), _("An empty cell: no figure is shown from fewer than five people, or it is not known.")),
        (_("Web page"), paper.link),
    ]
    if paper.publicity:
        told += [
            (_("Project"), paper.publicity.project),
            (_("Number"), paper.publicity.number),
            (_("Funder"), paper.publicity.funder),
            (_("Publicity"), paper.publicity.text),
        ]
    if paper.illustrative:
        told.insert(0, (_("Attention"), _("made-up data")))
    rows: list[Mapping[str, object]] = [{"what": what, "value": str(value)} for what, value in told if value]
    return Sheet(_("About"), (Column("what", _("What")), Column("value", _("Value"), width=60)), rows)
