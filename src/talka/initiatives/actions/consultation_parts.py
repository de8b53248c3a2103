"""The text that is consulted on: pasted and cut into parts, changed, ordered, a part taken out; the text after it."""

from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.actions.versions import check_shown, fill
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import consultations as access
from ..models import Consultation, ConsultationPart
from ..splitting import LONGEST_HEADING, LONGEST_PART, Part, split_text
from .consultations import locked

MOST_PARTS = 300
LONGEST_TEXT = 1_000_000
"""Characters of a pasted text: a spatial plan with its annexes is shorter."""


@dataclass(frozen=True)
class PartData:
    heading: str
    text: str = ""


def paste(row: Consultation, text: str, *, replace: bool, by: Person | None) -> int:
    """Cut the text into parts at its headings and add them after those that stand; how many. replace: in place of
    those that stand. Raises Refusal."""
    access.check_holds(by, row)
    if len(text) > LONGEST_TEXT:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": LONGEST_TEXT},
            _("Nothing was saved."),
            _("Consult on its chapters one after the other, or paste a part of it."),
            status=422,
        )
    parts = split_text(text, _("Introduction"))
    if not parts:
        raise Refusal(_("There are no words yet."), _("Nothing was saved."), status=422)
    with deed(by):
        now = _draft(row)
        if replace:
            now.parts.all().delete()
        _add(now, parts)
    return len(parts)


def add_part(row: Consultation, data: PartData, *, by: Person | None) -> None:
    """At the end. Raises Refusal."""
    access.check_holds(by, row)
    _check(data)
    with deed(by):
        _add(_draft(row), [Part(data.heading.strip(), data.text.strip())])


def change_part(part: ConsultationPart, data: PartData, *, version: int, by: Person | None) -> None:
    """version: the one that was shown. Raises Refusal."""
    access.check_holds(by, part.consultation)
    _check(data)
    with deed(by):
        _draft(part.consultation)
        now = check_shown(_held(part), version)
        fill(now, data)
        now.version += 1
        now.save()


def move_part(part: ConsultationPart, *, up: bool, by: Person | None) -> None:
    """One place up or down; at the end nothing happens. Raises Refusal."""
    access.check_holds(by, part.consultation)
    with deed(by):
        now = _draft(part.consultation)
        rows = list(ConsultationPart.objects.select_for_update(of=("self",)).filter(consultation=now, removed_at=None))
        place = next((at for at, each in enumerate(rows) if each.pk == part.pk), None)
        if place is None:
            raise _gone()
        other = place - 1 if up else place + 1
        if not 0 <= other < len(rows):
            return
        rows[place], rows[other] = rows[other], rows[place]
        for order, each in enumerate(rows, 1):
            if each.order != order:
                each.order = order
                each.save(update_fields=["order"])


def remove_part(part: ConsultationPart, why: str, *, by: Person | None) -> None:
    """From a draft it goes; of a text that everybody reads it is marked as taken out, with the reason, and what people
    said of it stays. Twice is once. Raises Refusal."""
    access.check_holds(by, part.consultation)
    said = why.strip()
    with deed(by):
        now = locked(part.consultation)
        if now.published_at is None:
            ConsultationPart.objects.filter(pk=part.pk).delete()
            return
        _unreported(now)
        if not said or len(said) > 500:
            raise Refusal(
                _("Say in at most %(number)s characters why it is taken out.") % {"number": 500},
                _("Nothing was changed."),
                status=422,
                field="reason",
            )
        if now.parts.filter(removed_at=None).count() == 1:
            raise Refusal(
                _("It is the only part."), _("Nothing was changed."), _("Take the consultation away instead.")
            )
        held = _held(part)
        if held is not None and held.removed_at is None:
            held.removed_at, held.removed_why = timezone.now(), said
            held.version += 1
            held.save(update_fields=["removed_at", "removed_why", "version"])


def set_after(row: Consultation, text: str, conclusion: str, *, version: int, by: Person | None) -> Consultation:
    """The whole text as it stands after the consultation, to be read beside the old one, and what came of it in a few
    words. version: the one that was shown. Raises Refusal."""
    access.check_holds(by, row)
    if max(len(text), len(conclusion)) > LONGEST_TEXT:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": LONGEST_TEXT},
            _("Nothing was saved."),
            status=422,
        )
    with deed(by):
        now = locked(row)
        check_shown(now, version)
        now.after, now.conclusion = text.strip(), conclusion.strip()
        now.version += 1
        now.save(update_fields=["after", "conclusion", "version"])
    return now


def _add(row: Consultation, parts: list[Part]) -> None:
    if row.parts.count() + len(parts) > MOST_PARTS:
        raise Refusal(
            _("A text has at most %(number)s parts.") % {"number": MOST_PARTS},
            _("Nothing was saved."),
            _("Leave headings out, so that several become one part."),
            status=422,
        )
    last = row.parts.aggregate(last=Max("order"))["last"] or 0
    for order, part in enumerate(parts, last + 1):
        ConsultationPart.objects.create(
            consultation=row, order=order, heading=part.heading[:LONGEST_HEADING], text=part.text
        )


def _draft(row: Consultation) -> Consultation:
    now = locked(row)
    if now.published_at is not None:
        raise Refusal(
            _("Everybody reads this text already."),
            _("It was not changed: what people said would be about other words."),
            _("A part can be taken out with a reason; the new text goes beside the old one after the consultation."),
        )
    return now


def _unreported(row: Consultation) -> None:
    if row.reported_at is not None:
        raise Refusal(_("The answers are published."), _("Nothing was changed."))


def _held(part: ConsultationPart) -> ConsultationPart | None:
    return ConsultationPart.objects.select_for_update(of=("self",)).filter(pk=part.pk).first()


def _check(data: PartData) -> None:
    if not data.heading.strip():
        raise Refusal(_("The heading is missing."), _("Nothing was saved."), status=422, field="heading")
    if len(data.text) > LONGEST_PART:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": LONGEST_PART},
            _("Nothing was saved."),
            status=422,
            field="text",
        )


def _gone() -> Refusal:
    return Refusal(_("This part is there no longer."), _("Nothing was changed."), status=410)
