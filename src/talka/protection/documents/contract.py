"""The draft of a contract between controller and processor (Article 28(3))."""

from django.utils import translation
from django.utils.translation import gettext as _

from talka.documents.report import Bullets, Paragraph, Report, Section
from talka.protection.queries.facts import Answering
from talka.ui.declared import Data

from .frame import REGULATION, blank, data_subjects, draft_notice, filled, measures_section


def contract_of(who: Answering, *, about: str, language: str, illustrative: bool = False) -> Report:
    with translation.override(language):
        return Report(
            title=_("Contract on the processing of personal data"),
            kind=_("Draft") + " · " + str(REGULATION) + ", " + _("Article 28(3)"),
            facts=((_("About"), about),),
            sections=(
                _parties(who),
                _subject(),
                _duties(),
                _others(who),
                _end(),
                measures_section(_("Annex: measures (Article 32)")),
            ),
            language=language,
            illustrative=illustrative,
        )


def _parties(who: Answering) -> Section:
    return Section(
        _("1. Parties"),
        (
            draft_notice(),
            Paragraph(
                _("Controller: %(name)s, %(contact)s, represented by")
                % {"name": filled(who.controller), "contact": filled(who.controller_contact)}
            ),
            blank(_("name, office, basis of representation")),
            Paragraph(
                _("Processor: %(name)s, %(contact)s, represented by")
                % {"name": filled(who.processor), "contact": filled(who.processor_contact)}
            ),
            blank(_("name, office, basis of representation")),
        ),
    )


def _subject() -> Section:
    return Section(
        _("2. Subject matter, duration, nature and purpose"),
        (
            Paragraph(
                _(
                    "The processor runs the installation of Talka in which the controller prepares and holds "
                    "events and group work and proves them to the funder: it stores, shows, sends and erases data"
                    " on the controller's behalf."
                )
            ),
            Paragraph(_("Whose data: %(who)s") % {"who": data_subjects()}),
            Paragraph(_("Types of personal data:")),
            Bullets(tuple(str(each) for each in Data)),
            Paragraph(_("Duration:")),
            blank(_("from when to when, or as long as the main contract number …")),
        ),
    )


def _duties() -> Section:
    return Section(
        _("3. Duties of the processor"),
        (
            Bullets(
                (
                    _(
                        "It processes personal data only on documented instructions from the controller, also as "
                        "to transfers to a third country, unless law requires otherwise; of such a requirement it"
                        " informs the controller beforehand, where the law allows (Article 28(3)(a)). Settings "
                        "and deeds of the controller's organisers in Talka are documented instructions."
                    ),
                    _(
                        "Whoever works with the data has committed themselves to confidentiality or is bound to "
                        "it by law (Article 28(3)(b))."
                    ),
                    _("It takes the measures of the annex (Article 28(3)(c), Article 32)."),
                    _("It engages other processors only as said in section 4 (Article 28(3)(d))."),
                    _(
                        "It helps the controller to answer requests of people, as far as Talka's own pages do not"
                        " (Article 28(3)(e)); a request that reaches the processor is passed on within two "
                        "working days."
                    ),
                    _(
                        "It helps the controller with security, notification of breaches, impact assessments and "
                        "prior consultation (Article 28(3)(f)). Of a breach it tells the controller without undue"
                        " delay after becoming aware of it (Article 33(2))."
                    ),
                    _(
                        "At the end it returns all data and deletes existing copies, or deletes them, as the "
                        "controller chooses, unless law requires that they be stored (Article 28(3)(g))."
                    ),
                    _(
                        "It makes available what is needed to show that these duties are kept, and allows for and"
                        " contributes to audits and inspections (Article 28(3)(h)). It tells the controller at "
                        "once if an instruction seems to infringe the law."
                    ),
                ),
                ordered=True,
            ),
        ),
    )


def _others(who: Answering) -> Section:
    return Section(
        _("4. Other processors"),
        (
            Paragraph(
                _(
                    "Engaged with the controller's agreement when this contract is signed: %(names)s. Of intended"
                    " changes the processor informs the controller, who may object (Article 28(2)); the same "
                    "duties are laid upon every other processor by contract (Article 28(4))."
                )
                % {"names": who.subprocessors or _("none")}
            ),
            Paragraph(_("The server stands: %(place)s") % {"place": filled(who.place)}),
            blank(_("time within which the controller may object")),
        ),
    )


def _end() -> Section:
    return Section(
        _("5. Law, liability, signatures"),
        (
            blank(_("applicable law and court, liability (Article 82), fees")),
            Paragraph(_("This contract is in writing, including in electronic form (Article 28(9)).")),
            blank(_("signatures and dates")),
        ),
    )
