"""What a person is told before they register: who keeps what, why, how long, who else sees it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from talka.events.models import Event, Question
from talka.programmes.funders import Asked, template_of, words
from talka.ui import numbers


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
    """The privacy notice of an event. One query: whether sensitive questions are asked."""
    project = event.project
    controller = str(project.controller) or _("The organiser of this event")
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
    asked = event.questions.filter(kind__in=[Question.Kind.DIET, Question.Kind.ACCESS]).exists()
    if asked:
        kept += " " + _("Answers about diet and access are deleted 30 days after the event.")
    template = template_of(project)
    wanted = template.attendance.asked if template else ()
    if wanted:
        kept += " " + _("What the funder asks as long as the attendance list.")
    points = (
        (_("Responsible for your data"), controller),
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
