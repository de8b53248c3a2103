"""The draft of a data protection impact assessment (Article 35): what Talka knows is written, the rest is asked."""

from django.utils import translation
from django.utils.translation import gettext as _

from talka.documents.report import Bullets, Cell, Heading, Paragraph, Report, Section, Table
from talka.protection.queries.facts import Answering
from talka.ui.declared import Controller

from .frame import REGULATION, blank, data_subjects, draft_notice, filled, kept_table, measures_section, who_answers


def assessment_of(who: Answering, *, about: str, language: str, illustrative: bool = False) -> Report:
    with translation.override(language):
        return Report(
            title=_("Data protection impact assessment"),
            kind=_("Draft") + " · " + str(REGULATION) + ", " + _("Article 35"),
            facts=((_("About"), about),),
            sections=(
                Section(_("Who answers"), (draft_notice(), who_answers(who))),
                _need(),
                _description(),
                _necessity(who),
                Section(_("Risks to people, and measures (Article 35(7)(c) and (d))"), (_risks(),)),
                measures_section(_("Measures that hold everywhere")),
                _end(),
            ),
            language=language,
            illustrative=illustrative,
        )


def _need() -> Section:
    return Section(
        _("Is an assessment needed? (Article 35(1) and (3))"),
        (
            Paragraph(
                _(
                    "Talka makes no decisions about people by machine and no profiles (Article 22), watches no "
                    "public place, and keeps data about health only as answers about diet and access that the "
                    "person gives. An assessment is not required by Article 35(3) for that alone; it is advised "
                    "where many events ask such questions, where opinions of few people could be traced, or where"
                    " the supervisory authority's list (Article 35(4)) names the processing."
                )
            ),
            blank(_("conclusion of the controller, with the advice of the data protection officer")),
        ),
    )


def _description() -> Section:
    return Section(
        _("What is done, and what for (Article 35(7)(a))"),
        (
            Paragraph(
                _(
                    "People are invited to events and register, attend, work in groups, write cards and vote; "
                    "what they say becomes needs and measures of the programme; attendance is proved to the "
                    "funder."
                )
            ),
            Paragraph(data_subjects()),
            kept_table(Controller.PROJECT),
        ),
    )


def _necessity(who: Answering) -> Section:
    return Section(
        _("Need and proportion (Article 35(7)(b))"),
        (
            Paragraph(_("Law that gives the public task (Article 6(3)): %(law)s") % {"law": filled(who.law)}),
            Bullets(
                (
                    _("Only what the purpose needs is asked: a name, an address for letters, the organisation."),
                    _("Nobody needs an account; in group work nobody needs a name."),
                    _("Consent to photographs stands apart from attendance and can be taken back."),
                    _("Before somebody writes a card, they read who will see it; that circle can only become smaller."),
                    _("Feedback leads to nobody; votes are shown only as sums."),
                    _("Times of keeping are short for what is sensitive, and carried out by the machine."),
                    _("Everybody sees, corrects, takes with them and erases their data on a page of their own."),
                )
            ),
            blank(_("views of data subjects or their representatives, where appropriate (Article 35(9))")),
        ),
    )


def _risks() -> Table:
    unknown = _("[to be judged]")
    rows: tuple[tuple[str, str], ...] = (
        (
            _("What somebody wrote critically becomes known to their employer or the ministry"),
            _(
                "Names on cards only in steps that say so beforehand; readers named beforehand; no figures from "
                "fewer than five people; a card stays when its author is erased"
            ),
        ),
        (
            _("Answers about diet and access tell of health"),
            _(
                "Asked only where the organiser switches the question on; seen by organisers, working group "
                "leaders and auditors; gone 30 days after the event"
            ),
        ),
        (
            _("A personal link falls into other hands"),
            _(
                "Links open one registration only; the copy of all data, restriction and erasure also need a code"
                " sent to the registered address"
            ),
        ),
        (
            _("Photographs are published against somebody's will"),
            _("Consent apart, taken back on the person's own page; places and devices are taken out of photographs"),
        ),
        (
            _("An address list is copied or lost"),
            _("Lists only for organisers; imports go after a day; every change has its author"),
        ),
        (
            _("The server is broken into or fails"),
            _(
                "Updates, encrypted backups, rehearsed restore; no passwords to steal; notification within 72 "
                "hours (Article 33)"
            ),
        ),
        (
            _("Data are kept longer than needed"),
            _("A time limit for every kind of data, carried out each night"),
        ),
        (
            _("An erased person comes back, from a backup or a table"),
            _("Erasures are repeated after a restore; tables that name the person are emptied with them"),
        ),
    )
    told: tuple[tuple[Cell, ...], ...] = tuple((risk, unknown, unknown, measure) for risk, measure in rows)
    return Table(
        _("Risks"),
        (
            Heading(_("Risk"), 2),
            Heading(_("Likelihood")),
            Heading(_("Severity")),
            Heading(_("What is done about it"), 3),
        ),
        told,
        note=_("Likelihood and severity depend on the programme and are judged by the controller."),
    )


def _end() -> Section:
    return Section(
        _("Advice, decision, review"),
        (
            blank(_("advice of the data protection officer (Article 35(2)), name and date")),
            blank(_("residual risk, and whether the supervisory authority is to be consulted (Article 36)")),
            blank(_("decision of the controller, signature and date")),
            blank(_("date of the next review (Article 35(11))")),
        ),
    )
