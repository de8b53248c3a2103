"""A letter of thanks: what a knowledge angel did for a municipality and what came of it, as PDF."""

from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.documents.report import Block, Bullets, Heading, Paragraph, Report, Section, Table, report_pdf
from talka.programmes.roles import ANGEL, role_label
from talka.ui.numbers import date, number
from talka.ui.refusals import Refusal

from .actions.advice import newest
from .models import AngelRequest, MentorVisit, Recommendation
from .models.mentoring import HELD
from .queries.angels import done_by


def thanks_pdf(request: AngelRequest) -> bytes:
    """Raises Refusal before the first visit: there is nothing to say thank you for yet."""
    return report_pdf(thanks_report(request))


def thanks_report(request: AngelRequest) -> Report:
    """The letter in the blocks of a report, in the language that is spoken now."""
    angel = request.angel
    visits = list(MentorVisit.objects.filter(HELD, request=request, angel=angel))
    if angel is None or not visits:
        raise Refusal(
            _("No visit is entered yet."),
            _("The letter of thanks was not made."),
            _("Enter the visits first; the letter names their hours."),
        )
    language = (get_language() or "lv")[:2]
    done = done_by(angel, request)
    with translation.override(language):
        person = angel.person
        lead = _("%(organisation)s thanks %(angel)s for help with “%(title)s”.") % {
            "organisation": request.organisation, "angel": person.name, "title": request.title,
        }  # fmt: skip
        facts = (
            (role_label(request.programme, ANGEL), person.name),
            (_("Organisation"), str(person.organisation or "")),
            (_("Visits"), str(done.visits)),
            (_("Hours"), number(done.hours, 1)),
            (_("Kilometres"), number(done.km)),
            (_("Programme"), str(request.programme)),
        )
        return Report(
            title=_("Letter of thanks"),
            kind=str(request.organisation),
            facts=tuple((label, value) for label, value in facts if value),
            lead=lead,
            sections=tuple(_sections(request, visits)),
            author=str(request.organisation),
            language=language,
            illustrative=request.illustrative,
        )


def _sections(request: AngelRequest, visits: list[MentorVisit]) -> list[Section]:
    found = []
    if request.aims:
        found.append(Section(_("What we wanted to reach together"), (Paragraph(request.aims),)))
    rows = tuple((date(row.day), row.place, row.done, number(row.hours, 1)) for row in visits)
    headings = (
        Heading(_("Day"), 1.2), Heading(_("Place"), 1.2), Heading(_("What was done"), 3),
        Heading(_("Hours"), 0.7, figures=True),
    )  # fmt: skip
    found.append(Section(_("What was done"), (Table("", headings, rows),)))
    came = _came_of(request)
    if came:
        found.append(Section(_("What came of it"), tuple(came)))
    found.append(Section("", (Paragraph(_("Made on %(day)s.") % {"day": date(timezone.localdate())}),)))
    return found


def _came_of(request: AngelRequest) -> list[Block]:
    advice = newest(request)
    if advice is None:
        return []
    rows = list(advice.recommendations.all())
    lines = tuple(f"{row.words}: {_outcome(row)}" for row in rows)
    blocks: list[Block] = [Bullets(lines, ordered=True)]
    if request.review_words:
        blocks.append(Paragraph(request.review_words))
    return blocks


def _outcome(row: Recommendation) -> str:
    said = [str(row.get_answer_display()) if row.answer else _("not answered yet")]
    if row.progress:
        said.append(str(row.get_progress_display()))
    return "; ".join(said)
