"""The record of processing activities (Article 30)."""

from django.utils import translation
from django.utils.translation import gettext as _

from talka.documents.report import Paragraph, Report, Section
from talka.protection.queries.facts import Answering
from talka.ui.declared import Controller

from .frame import REGULATION, data_subjects, draft_notice, filled, kept_table, measures_section, who_answers


def record_of(who: Answering, *, about: str, language: str, illustrative: bool = False) -> Report:
    """The record for what `about` names: the installation, a programme or a project."""
    with translation.override(language):
        return Report(
            title=_("Record of processing activities"),
            kind=str(REGULATION) + ", " + _("Article 30(1)"),
            facts=((_("About"), about),),
            sections=(
                Section(_("Who answers"), (draft_notice(), who_answers(who))),
                Section(
                    _("What for, and whose data"),
                    (
                        Paragraph(
                            _(
                                "Preparing and holding events and group work of municipal cooperation programmes, and "
                                "proving to the funder that they were held."
                            )
                        ),
                        Paragraph(data_subjects()),
                        Paragraph(
                            _("Law that gives the public task (Article 6(3)): %(law)s") % {"law": filled(who.law)}
                        ),
                    ),
                ),
                Section(_("What is kept"), (kept_table(Controller.PROJECT), kept_table(Controller.INSTALLATION))),
                Section(
                    _("Recipients and other countries"),
                    (
                        Paragraph(
                            _("Sub-processors: %(names)s") % {"names": who.subprocessors or _("none by default")}
                        ),
                        Paragraph(_("The server stands: %(place)s") % {"place": filled(who.place)}),
                        Paragraph(
                            _(
                                "Talka itself sends no data to other countries or to international organisations."
                                " Where a sub-processor does, it is to be written here with its safeguards "
                                "(Article 46)."
                            )
                        ),
                    ),
                ),
                measures_section(_("Technical and organisational measures (Article 32(1))")),
            ),
            language=language,
            illustrative=illustrative,
        )
