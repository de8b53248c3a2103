"""The papers of an event file that Talka makes, each as plain data for the renderers. Names stand in the agenda and the
attendance list only; no figure from fewer than five people."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from talka.documents.findings import FindingsReport
from talka.documents.printable import day_range, long_date
from talka.documents.report import Block, Bullets, Heading, Linked, Notice, Paragraph, Quote, Report, Section, Table
from talka.events.letters_of_planning import about_event
from talka.events.models import Event, Presentation
from talka.events.queries.costs import costs_of
from talka.events.queries.feedback import feedback_summary
from talka.letters.rendering import render_letter
from talka.programmes.publicity import publicity_for_documents
from talka.results.queries.findings_report import findings_report
from talka.ui.addresses import whole

from .facts import Facts


@dataclass(frozen=True)
class Nobody:
    """Whom a letter is shown to that goes to many."""

    name: str


@dataclass
class Papers:
    """Those of one event, in its own language."""

    facts: Facts

    @property
    def event(self) -> Event:
        return self.facts.event

    @property
    def language(self) -> str:
        return self.event.language

    @cached_property
    def base(self) -> str:
        """The address of this installation, with which links in papers begin."""
        return whole("")

    @cached_property
    def findings(self) -> FindingsReport:
        """As everybody may read them: without cards that only a group reads."""
        return findings_report(self.event, language=self.language, base=self.base, inside=False)

    def _report(self, kind: str, *sections: Section, lead: str = "") -> Report:
        event = self.event
        day = day_range(event.first_day, event.last_day, self.language)
        facts = [(_("Date"), day), (_("Place"), ", ".join(part for part in (str(event.venue), event.address) if part))]
        return Report(
            title=str(event.title),
            kind=kind,
            facts=tuple((label, value) for label, value in facts if value),
            lead=lead,
            sections=sections,
            publicity=publicity_for_documents(event.project),
            author=str(event.project.controller),
            language=self.language,
            illustrative=event.project.programme.illustrative,
        )

    def invitation(self) -> Report:
        """The letter as it went out, without names, and to how many."""
        with override(self.language):
            facts = self.facts
            context = about_event(self.event, self.language) | {
                "person": Nobody(_("[name, surname]")),
                "link": _("[the personal link]"),
            }
            words = render_letter("events/letters/invitation.txt", context, self.language)
            sent = ngettext("%(n)s letter was sent.", "%(n)s letters were sent.", facts.invitations_sent)
            invited = ngettext("%(n)s person was invited.", "%(n)s people were invited.", facts.invited)
            when = ""
            if facts.invited_at is not None:
                day = long_date(timezone.localdate(facts.invited_at), self.language)
                when = _("The last one went out on %(day)s.") % {"day": day}
            counts = [invited % {"n": facts.invited}, sent % {"n": facts.invitations_sent}, when]
            return self._report(
                _("Invitation"),
                Section(_("To how many it went"), (Bullets(tuple(part for part in counts if part)),)),
                Section(words.subject, (Paragraph(words.text.split("\n-- \n")[0].strip()),)),
            )

    def feedback(self) -> Report:
        with override(self.language):
            found = feedback_summary(self.event)
            rows = tuple(
                (str(row.question), row.answered, None if row.mean is None else Decimal(str(row.mean)))
                for row in found.rated
            )
            headings = (
                Heading(_("Question"), 4),
                Heading(_("Answers"), figures=True),
                Heading(_("Mean, of 5"), figures=True),
            )
            marks = Table(_("Marks from 1 to 5"), headings, rows, _("A dash: fewer than five people answered."))
            said = tuple(
                Section(str(part.question), tuple(Quote(text) for text in part.texts))
                for part in found.said
                if part.texts
            )
            sheets = ngettext("%(n)s sheet came in.", "%(n)s sheets came in.", found.sheets or 0)
            return self._report(
                _("Summary of feedback"),
                Section(_("Marks"), (marks,)),
                *((Section(_("What was written"), parts=said),) if said else ()),
                lead=sheets % {"n": found.sheets or 0} + " " + _("Sheets carry no names."),
            )

    def group_work(self) -> Report:
        """Each group's report-out and its themes; figures are silent as in the findings report."""
        with override(self.language):
            paper = self.findings
            sections = []
            for group in paper.groups:
                themes = [theme for theme in paper.themes if theme.group == group.group]
                blocks: list[Block] = [Paragraph(group.text)] if group.text else []
                if themes:
                    headings = (
                        Heading(_("Theme"), 4),
                        Heading(_("Cards"), figures=True),
                        Heading(_("Votes"), figures=True),
                    )
                    rows = tuple((Linked(one.title, one.link), one.cards, one.votes) for one in themes)
                    blocks.append(Table(_("Themes"), headings, rows, _("A dash: fewer than five people.")))
                sections.append(Section(group.group, tuple(blocks) or (Paragraph(_("Nothing was written down.")),)))
            for game in paper.games:
                ideas = tuple(": ".join(part for part in idea if part) for idea in game.ideas)
                blocks = [Bullets(ideas)] if ideas else []
                if game.common:
                    blocks += [Paragraph(_("Ideas that several teams had:")), Bullets(game.common)]
                sections.append(Section(game.title or _("Ideas of the teams"), tuple(blocks)))
            return self._report(_("Results of group work"), *sections)

    def publications(self) -> Report:
        with override(self.language):
            headings = (
                Heading(_("Title"), 3),
                Heading(_("Where"), 1.4),
                Heading(_("Date"), 1.2),
                Heading(pgettext("publication", "Kind"), 1.3),
            )
            rows = tuple(
                (
                    Linked(row.title, row.url) if row.url else row.title,
                    row.publisher or None,
                    long_date(row.day, self.language) if row.day else None,
                    str(row.get_kind_display()),
                )
                for row in self.facts.publications
            )
            links = tuple(row.url for row in self.facts.publications if row.url)
            blocks: list[Block] = [Table(_("Where was written or told of the event"), headings, rows)]
            if links:
                blocks += [Paragraph(_("The addresses in full:")), Bullets(links)]
            return self._report(_("Publications"), Section(_("Publications"), tuple(blocks)))

    def presentations(self, rows: list[Presentation]) -> Report:
        """Those that are links only, and all by name."""
        with override(self.language):
            headings = (Heading(_("Presentation"), 3), Heading(_("Agenda item"), 3), Heading(_("File or address"), 3))
            told = tuple(
                (str(row.title), str(row.item.title), row.file_name or Linked(row.url, row.url)) for row in rows
            )
            return self._report(
                _("Presentations"), Section(_("Presentations"), (Table(_("What was handed in"), headings, told),))
            )

    def costs(self) -> Report:
        with override(self.language):
            found = costs_of(self.event)
            headings = (
                Heading(_("What for"), 2.4),
                Heading(_("Budget line"), 2),
                Heading(_("Planned, EUR"), 1, figures=True),
                Heading(_("Spent, EUR"), 1, figures=True),
                Heading(_("Document"), 1.6),
            )
            rows = tuple(
                (
                    row.what,
                    f"{row.budget_line.code} {row.budget_line.title}" if row.budget_line else None,
                    row.planned_eur,
                    row.spent_eur,
                    ", ".join(
                        part
                        for part in (
                            row.document_number,
                            long_date(row.document_date, self.language) if row.document_date else "",
                        )
                        if part
                    )
                    or None,
                )
                for row in found.rows
            )
            lines = tuple(
                (
                    f"{row.line.code} {row.line.title}" if row.line else _("Without a budget line"),
                    row.planned,
                    row.spent,
                )
                for row in found.lines
            )
            sums = (*lines, (_("Together"), found.planned, found.spent))
            short = (
                Heading(_("Budget line"), 4),
                Heading(_("Planned, EUR"), figures=True),
                Heading(_("Spent, EUR"), figures=True),
            )
            return self._report(
                _("Costs"),
                Section(_("By budget line"), (Table(_("Sums by budget line"), short, sums),)),
                Section(_("Each cost"), (Table(_("Costs with their documents"), headings, rows),)),
            )

    def certificates(self) -> Report:
        with override(self.language):
            facts = self.facts
            words = ngettext("%(n)s certificate was issued.", "%(n)s certificates were issued.", facts.certificates)
            people = ngettext("%(n)s person took part.", "%(n)s people took part.", facts.people)
            blocks: list[Block] = [Bullets((words % {"n": facts.certificates}, people % {"n": facts.people}))]
            if facts.issued_at is not None:
                day = long_date(timezone.localdate(facts.issued_at), self.language)
                blocks.append(Paragraph(_("The last one was issued on %(day)s.") % {"day": day}))
            address = self.base + reverse("events:verify")
            blocks.append(
                Notice(_("Each certificate can be verified by its code at %(address)s") % {"address": address})
            )
            return self._report(_("Certificates"), Section(_("How many"), tuple(blocks)))
