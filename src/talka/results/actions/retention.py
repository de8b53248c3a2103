"""After a project's retention date figures and reports stay, and who entered or handed them in goes."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from talka.people.personal_data import blank_versions
from talka.results.models import IndicatorValue, Report
from talka.results.personal import drop_proof


@transaction.atomic
def forget_past_projects(today: dt.date | None = None) -> int:
    """Empty who acted, versions included, and let the files go that proved a figure; how many rows."""
    today = today or timezone.localdate()
    values = IndicatorValue.objects.filter(indicator__project__retention_until__lt=today)
    reports = Report.objects.filter(project__retention_until__lt=today)
    every_value, every_report = list(values.values_list("pk", flat=True)), list(reports.values_list("pk", flat=True))
    gone = values.exclude(by=None).update(by=None) + reports.exclude(handed_in_by=None).update(handed_in_by=None)
    blank_versions(IndicatorValue, every_value, ["by"])
    blank_versions(Report, every_report, ["handed_in_by"])
    for row in values.exclude(file=""):
        drop_proof(row)
        gone += 1
    return gone
