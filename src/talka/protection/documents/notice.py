"""The privacy notice of an event or of the installation (Articles 13 and 14): short first, then everything. Public."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from talka.documents.report import Block, Bullets, Heading, Paragraph, Report, Section, Table
from talka.protection.queries.facts import Answering
from talka.ui.declared import Controller, Personal, declarations

from .frame import listed

HERE = {
    "people.Person", "people.PersonalLink", "people.Consent", "letters.Letter", "events.Registration", "events.Answer",
    "events.Choice", "events.Attendance", "events.Certificate", "events.Invitation", "events.Photo", "workshops.Seat",
    "workshops.Card", "workshops.Ballot", "workshops.Answer", "events.FeedbackAnswer",
}  # fmt: skip
"""What a participant of an event leaves; the rest stands in the record of processing."""


@dataclass(frozen=True)
class About:
    """What a notice is about. short: what was told on the form; readers: who reads cards, in words, per group work;
    link: the address of the person's own page, if this is asked by its holder."""

    title: str
    short: tuple[tuple[str, str], ...]
    readers: tuple[str, ...] = ()
    sensitive: bool = False
    photos: bool = True
    illustrative: bool = False


def notice_of(about: About, who: Answering, *, language: str) -> Report:
    """What nobody filled in is left out: no sentence without its end."""
    with translation.override(language):
        return Report(
            title=_("Privacy notice"),
            kind=about.title,
            facts=about.short,
            sections=tuple(
                section
                for section in (
                    _answers(who),
                    _cards(about),
                    _kept(),
                    _voluntary(about),
                    _rights(who),
                    _cookies(),
                    _machines(who),
                )
                if section.blocks or section.parts
            ),
            language=language,
            illustrative=about.illustrative,
        )


def _answers(who: Answering) -> Section:
    lines = []
    if who.controller:
        lines.append(_("Controller: %(name)s") % {"name": _joined(who.controller, who.controller_contact)})
    if who.officer_contact:
        lines.append(_("Data protection officer: %(name)s") % {"name": _joined(who.officer, who.officer_contact)})
    if who.processor:
        words = _("Processor, who runs this installation: %(name)s")
        lines.append(words % {"name": _joined(who.processor, who.processor_contact)})
    if who.law:
        lines.append(_("Law that gives the public task (Article 6(3)): %(law)s") % {"law": who.law})
    return Section(_("Who answers"), (Bullets(tuple(lines)),) if lines else ())


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _cards(about: About) -> Section:
    if not about.readers:
        return Section(_("Who reads what you write in group work"))
    return Section(
        _("Who reads what you write in group work"),
        (
            Bullets(about.readers),
            Paragraph(
                _(
                    "It stands on the page before you write, and so does whether your name will stand on the "
                    "card. Once somebody has written, the circle of readers can only become smaller. Votes are "
                    "shown as sums, and no figure from fewer than five people."
                )
            ),
        ),
    )


def _kept() -> Section:
    """A part for each kind of data: on a phone it reads better than a table."""
    return Section(
        _("What is kept, what for, who sees it, how long"),
        parts=tuple(_part(each.personal) for each in declarations() if each.what in HERE),
    )


def _part(told: Personal) -> Section:
    return Section(
        str(told.title),
        (
            Bullets(
                (
                    f"{_('What for, and on what basis')}: {told.purpose} ({listed(told.basis)})",
                    f"{_('Who sees it')}: {listed(told.readers)}",
                    f"{_('How long')}: {told.retention}",
                )
            ),
        ),
    )


def _voluntary(about: About) -> Section:
    lines = [_("Without a name and an address for letters you cannot be registered; everything else is voluntary.")]
    if about.sensitive:
        lines.append(
            _(
                "Answers about diet and access needs may tell of your health. By giving them you agree explicitly that "
                "the organisers use them for this event (Article 9(2)(a)); you may take them out again at any time."
            )
        )
    if about.photos:
        lines.append(
            _(
                "Photographs in which you can be recognised are published only with your consent. You may take it"
                " back on your own page; what was done before stays lawful (Article 7(3))."
            )
        )
    lines.append(
        _(
            "Where a colleague or an organiser entered you, your name, address and organisation came from them "
            "(Article 14)."
        )
    )
    lines.append(_("No decision about you is made by a machine alone, and no profile is made (Article 22)."))
    return Section(_("What is voluntary"), (Bullets(tuple(lines)),))


def _rights(who: Answering) -> Section:
    blocks: list[Block] = [
        Bullets(
            (
                _("to see what is kept of you and get a copy (Article 15)"),
                _("to have it corrected (Article 16)"),
                _("to have it erased; what the law has kept as proof stays until its date (Article 17)"),
                _("to have it left alone while it is disputed (Article 18)"),
                _("to get what you gave in a form that machines read (Article 20)"),
                _("to object, on grounds of your situation (Article 21)"),
                _("to take back consent (Article 7(3))"),
            )
        ),
        Paragraph(
            _(
                "You do most of this yourself: on your own page, which the link in your letter opens. You may "
                "also write to the controller; the answer comes within a month (Article 12(3))."
            )
        ),
    ]
    if who.authority:
        words = _("You may complain to the supervisory authority (Article 77): %(name)s")
        blocks.append(Paragraph(words % {"name": who.authority}))
    return Section(_("Your rights"), tuple(blocks))


def cookie_rows() -> tuple[tuple[str, str, str], ...]:
    """Every cookie that Talka sets: name, what for, how long. A test sees that there is no other."""
    return (
        ("sessionid", _("keeps you signed in, and remembers your own registration on this device"), _("two weeks")),
        ("csrftoken", _("protects forms from being sent by other pages"), _("one year")),
        ("talka_language", _("the language you chose"), _("one year")),
        ("talka_theme", _("the colours you chose"), _("one year")),
        ("talka_scale", _("the size of letters you chose"), _("one year")),
        ("talka_seat_…", _("your place in a group work"), _("until its codes end, the day after the event")),
        ("messages", _("a notice for the next page, such as “Saved.”"), _("until it is shown")),
    )


def _cookies() -> Section:
    headings = (Heading(_("Cookie")), Heading(_("What for"), 2), Heading(_("How long")))
    return Section(
        _("Cookies"),
        (
            Paragraph(
                _(
                    "Only cookies without which what you asked for would not work. None counts visits, none is "
                    "for others. A phone in group work also keeps cards that could not be sent yet, until they "
                    "are."
                )
            ),
            Table(_("Cookies"), headings, cookie_rows()),
        ),
    )


def _machines(who: Answering) -> Section:
    lines = [_("Pages load nothing from other places, so nobody else learns that you were here.")]
    if who.place:
        lines.append(_("The server stands: %(place)s") % {"place": who.place})
    if who.subprocessors:
        lines.append(_("Others who help to run it: %(names)s") % {"names": who.subprocessors})
    return Section(_("Where it is kept"), (Bullets(tuple(lines)),))


def of_installation(title: str) -> About:
    """The notice for whoever looks at pages and takes part in nothing yet."""
    kept = [each for each in declarations() if each.personal.controller is Controller.INSTALLATION]
    return About(
        title=title,
        short=(
            (
                _("What is kept of a visitor"),
                _("Nothing but the cookies below, and for a day where a wrong code came from."),
            ),
            (_("What is kept of who takes part"), _("It stands in the privacy notice of each event.")),
            (_("What is kept of who signs in"), listed(dict.fromkeys(str(each.personal.title) for each in kept))),
        ),
    )
