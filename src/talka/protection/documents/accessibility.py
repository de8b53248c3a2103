"""The accessibility statement, after the model of Commission Implementing Decision (EU) 2018/1523. It is public."""

from django.utils import translation
from django.utils.translation import gettext as _

from talka.documents.report import Block, Bullets, Paragraph, Report, Section
from talka.protection.queries.facts import Answering


def known_gaps() -> tuple[str, ...]:
    """What Talka itself cannot promise."""
    return (
        _(
            "Files that organisers and speakers upload (presentations, scans, recordings) may lack headings, "
            "descriptions and captions."
        ),
        _("Photographs of cards and wall papers carry a description only where somebody wrote one."),
        _(
            "Word and PowerPoint files made by Talka have headings, table headers and descriptions, but have not "
            "been tested with every reader."
        ),
        _(
            "The page for the big screen of a hall is made to be seen from afar; what it shows stands on "
            "everybody's own page too."
        ),
    )


def statement_of(who: Answering, *, address: str, language: str) -> Report:
    """The statement of this installation. address: where it is on the web. What nobody filled in is left out."""
    with translation.override(language):
        body = who.controller or who.processor or _("The operator of this installation")
        return Report(
            title=_("Accessibility statement"),
            lead=_(
                "%(body)s is committed to making this website accessible, in accordance with Directive (EU) "
                "2016/2102 on the accessibility of the websites and mobile applications of public sector bodies."
            )
            % {"body": body},
            facts=((_("Website"), address),),
            sections=(
                _status(),
                _gaps(who),
                _preparation(who),
                *_contact(who),
                *_enforcement(who),
            ),
            language=language,
        )


def _status() -> Section:
    return Section(
        _("Compliance status"),
        (
            Paragraph(
                _(
                    "This website is partially compliant with the Web Content Accessibility Guidelines (WCAG) "
                    "2.1, level AA, as EN 301 549 refers to them, due to the non-compliances listed below. Pages "
                    "are built and tested against WCAG 2.2, level AA."
                )
            ),
        ),
    )


def _gaps(who: Answering) -> Section:
    own: tuple[Block, ...] = (Paragraph(who.access_gaps),) if who.access_gaps else ()
    return Section(_("Non-accessible content"), (Bullets(known_gaps()), *own))


def _preparation(who: Answering) -> Section:
    blocks: list[Block] = [
        Paragraph(
            _(
                "Talka, the software behind this website, is tested by its makers: an automatic check (axe) on "
                "its pages and walks through whole events by keyboard and without JavaScript. Automatic checks "
                "find only a part of the faults; people with disabilities have not tested this edition."
            )
        )
    ]
    if who.access_tested:
        blocks.append(
            Paragraph(
                _("This installation was tested on %(day)s. %(how)s")
                % {"day": who.access_tested, "how": who.access_tested_how}
            )
        )
    return Section(_("Preparation of this accessibility statement"), tuple(blocks))


def _contact(who: Answering) -> tuple[Section, ...]:
    contact = who.access_contact or who.controller_contact
    if not contact:
        return ()
    words = _("If you cannot use something, tell us, and say on which page and with what you read it: %(contact)s")
    return (Section(_("Feedback and contact information"), (Paragraph(words % {"contact": contact}),)),)


def _enforcement(who: Answering) -> tuple[Section, ...]:
    if not who.access_enforcement:
        return ()
    return (Section(_("Enforcement procedure"), (Paragraph(who.access_enforcement),)),)
