"""What the documents have in common: that they are drafts, blanks to be filled in, who answers, what is kept."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talka.documents.report import Bullets, Cell, Heading, Notice, Paragraph, Section, Table
from talka.protection.queries.facts import Answering
from talka.ui.declared import Controller, Personal, declarations
from talka.ui.refusals import Words

REGULATION = gettext_lazy("General Data Protection Regulation, Regulation (EU) 2016/679")


def draft_notice() -> Notice:
    return Notice(
        _(
            "Draft, made from what the installation knows of itself. It has to be read, completed and approved by"
            " those who answer for it, with the advice of the data protection officer. What stands in square "
            "brackets is not filled in yet."
        )
    )


def filled(value: str) -> str:
    """What was filled in, or a visible blank. Only for documents that the public does not see."""
    return value or _("[not filled in yet]")


def blank(what: Words) -> Paragraph:
    return Paragraph(f"[{what}]")


def who_answers(who: Answering) -> Table:
    return Table(
        _("Who answers"),
        (Heading(_("Role"), 1), Heading(_("Who"), 2), Heading(_("Contact"), 2)),
        (
            (_("Controller (Article 4(7))"), filled(who.controller), filled(who.controller_contact)),
            (_("Data protection officer (Article 37)"), filled(who.officer), filled(who.officer_contact)),
            (_("Processor (Article 4(8))"), filled(who.processor), filled(who.processor_contact)),
            (_("Supervisory authority (Article 51)"), filled(who.authority), ""),
        ),
    )


def listed(words: Iterable[object]) -> str:
    return "; ".join(str(each) for each in words)


def kept_table(controller: Controller) -> Table:
    """What is declared for one controller: a row for each processing, with all that is kept in it (Article 30 asks for
    processing by its purpose, not for tables of a database)."""
    caption = (
        _("What is kept for the controller named by the project")
        if controller is Controller.PROJECT
        else _("What is kept to run the installation")
    )
    headings = (
        Heading(_("What"), 1.7),
        Heading(_("What for, and on what basis"), 1.8),
        Heading(_("Data"), 1.3),
        Heading(_("Who sees it"), 1.4),
        Heading(_("Where from"), 1.2),
        Heading(_("Time limit"), 1.7),
    )
    titles: dict[tuple[Cell, ...], list[str]] = {}
    for each in declarations():
        if each.personal.controller is controller:
            titles.setdefault(_processing(each.personal), []).append(str(each.personal.title))
    return Table(caption, headings, tuple((listed(what), *how) for how, what in titles.items()))


def _processing(told: Personal) -> tuple[Cell, ...]:
    return (
        f"{told.purpose} ({listed(told.basis)})",
        listed(told.data),
        listed(told.readers),
        listed(told.source),
        str(told.retention),
    )


def measures() -> tuple[str, ...]:
    """What Talka itself does; what the operator adds is theirs to write."""
    return (
        _("Every page asks who may see it; whoever may not know of a thing is told that it is not there."),
        _(
            "Sign-in by a code sent by e-mail, by passkey or by an electronic identity; no passwords. Wrong codes"
            " are counted and slowed down."
        ),
        _("Connections are encrypted where the installation has an https address; cookies then travel only over it."),
        _(
            "Pages run no foreign code and load nothing from other places; files that people send are checked by "
            "content and handed out as downloads."
        ),
        _("Earlier versions of entries are kept with who changed them, and emptied when the person is erased."),
        _("No figure is shown that fewer than five people stand behind."),
        _("Backups can be encrypted; whoever is erased is erased again when a backup is restored."),
        _("Logs hold no names and no addresses of people."),
        _("Each time of keeping is carried out by a nightly job, and tests hold every one of them to it."),
    )


def measures_section(title: str) -> Section:
    return Section(
        title,
        (
            Bullets(measures()),
            blank(_("to be added by the operator: who has access to the server, updates, place and keys of backups")),
        ),
    )


def data_subjects() -> str:
    return _(
        "Participants of events and group work, speakers and experts, invited people, members of project teams, "
        "administrators of the installation."
    )
