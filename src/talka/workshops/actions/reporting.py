"""What a group tells the plenary; written by whoever leads it, never over somebody else's newer words."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from talka.documents.printable import clean
from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_lead
from ..models import Group, Report

MOST_SIGNS = 4000


@transaction.atomic
def write_report(group: Group, text: str, version: int, *, by: Person | None) -> Report:
    """The group's report. `version`: of the text that the page showed, 0 where there was none."""
    locked = (
        Group.objects.select_for_update(of=("self",), no_key=True)
        .select_related("workshop__event__project")
        .get(pk=group.pk)
    )
    require_lead(by, [locked])
    words = clean(text).strip()
    if len(words) > MOST_SIGNS:
        raise Refusal(
            _("A report has at most %(n)s signs.") % {"n": MOST_SIGNS},
            advice=_("On the projector a few sentences are read by everybody."),
            status=422,
        )
    report = Report.objects.filter(group=locked).first()
    standing = report.version if report else 0
    if report and report.text == words:
        return report
    if standing != version:
        raise Refusal(
            _("Somebody else has written the report meanwhile."),
            _("Your text was not saved, so that theirs is not lost."),
            _("Both are shown below: take over what is missing and save again."),
        )
    if report is None:
        report = Report.objects.create(group=locked, text=words)
    else:
        report.text, report.version = words, standing + 1
        report.save(update_fields=["text", "version", "updated_at"])
    append(locked.workshop.stream, "report-written", group=locked.pk)
    return report
