"""What a person is told before they register: who keeps what, why, how long, who else sees it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from talka.documents.report import Report
from talka.events.models import Event, Question
from talka.programmes.funders import Asked, template_of, words
from talka.protection.documents.notice import About, notice_of
from talka.protection.queries.facts import Answering, answering
from talka.ui import numbers

Readers = Callable[[Event], Sequence[str]]
_readers: list[Readers] = []


@dataclass(frozen=True)
class Notice:
    """The notice in the active language. `digest` names exactly these words."""

    points: tuple[tuple[str, str], ...]
    photos: str

    @property
    def digest(self) -> str:
        text = "\n".join(f"{label}: {words}" for label, words in (*self.points, ("", self.photos)))
        return hashlib.sha256(text.encode()).hexdigest()


def notice_for(event: Event) -> Notice:
    """The short privacy notice of an event. Two queries: who answers, and whether sensitive questions are asked."""
    return _notice(event, answering(event.project), _asks_health(event))


def register_readers(told: Readers) -> None:
    """`told(event)` says who reads what people write at an event, in words of the active language."""
    if told not in _readers:
        _readers.append(told)


def full_notice(event: Event, language: str) -> Report:
    """The whole of it, as page or document. Two queries, and those of rooms that say who reads what."""
    who, asked = answering(event.project), _asks_health(event)
    with translation.override(language):
        about = About(
            title=str(event.title),
            short=_notice(event, who, asked).points,
            readers=tuple(line for told in _readers for line in told(event)),
            sensitive=asked,
            illustrative=event.project.programme.illustrative,
        )
    return notice_of(about, who, language=language)


def _asks_health(event: Event) -> bool:
    return event.questions.filter(kind__in=[Question.Kind.DIET, Question.Kind.ACCESS]).exists()


def _notice(event: Event, who: Answering, asked: bool) -> Notice:
    project = event.project
    controller = ", ".join(part for part in (who.controller, who.controller_contact) if part)
    controller = controller or _("The organiser of this event")
    funder = str(project.funder) or str(project.programme.funder)
    recipients = _("The organisers and working group leaders of this event.")
    if funder:
        recipients += " " + _(
            "The attendance list may be seen by those who control the use of the funding: %(funder)s."
        ) % {"funder": funder}
    if project.retention_until:
        kept = _("The attendance list until %(day)s, as the funder requires.") % {
            "day": numbers.date(project.retention_until, case="until")
        }
    else:
        kept = _("The attendance list as long as the funder requires.")
    if asked:
        kept += " " + _("Answers about diet and access are deleted 30 days after the event.")
    officer = ", ".join(part for part in (who.officer, who.officer_contact) if part) if who.officer_contact else ""
    template = template_of(project)
    wanted = template.attendance.asked if template else ()
    if wanted:
        kept += " " + _("What the funder asks as long as the attendance list.")
    points = (
        (_("Responsible for your data"), controller),
        *(((_("Data protection officer"), officer),) if officer else ()),
        (_("What for"), _("To hold the event, and to prove to the funder who took part.")),
        *_asked(wanted),
        (_("On what basis"), _("A task in the public interest; for the attendance list, a legal obligation.")),
        (_("Who sees it"), recipients),
        (_("How long"), kept),
        (
            _("Your rights"),
            _("On your own page you see, correct and cancel your registration; you may ask for a copy or for erasure."),
        ),
    )
    photos = _("I agree that photographs and video of the event in which I can be recognised are published.")
    return Notice(points, photos)


def _asked(wanted: Sequence[Asked]) -> list[tuple[str, str]]:
    """What is asked for the funder's sake alone, and why; it is in nobody's way who does not answer."""
    if not wanted:
        return []
    told = " ".join(f"{words(one.label)}: {words(one.why)}" for one in wanted)
    return [(_("What the funder asks"), f"{told} " + _("You may leave these questions empty."))]
