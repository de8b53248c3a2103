"""Certificates of training programmes as PDF, and as the picture of a badge."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from talka.documents import certificate as paper
from talka.documents.badge import BadgePicture, baked_png
from talka.documents.publicity import Picture
from talka.programmes.publicity import publicity_attested, publicity_for_documents
from talka.ui.addresses import whole
from talka.ui.refusals import Refusal

from .models import TrainingCertificate
from .queries.frozen import TaughtModule, Told, project_of, told

MOST_MODULES = 16


def certificates_pdf(rows: Sequence[TrainingCertificate]) -> bytes:
    """In the language of the cohort's first session, with the facts frozen in them. Raises Refusal for none."""
    if not rows:
        raise Refusal(
            _("No certificate has been issued yet."), advice=_("Issue them to those who fulfil the rules first.")
        )
    logos: dict[int, tuple[Picture, ...]] = {}
    for row in rows:
        if row.cohort_id not in logos:
            project = project_of(row.cohort)
            logos[row.cohort_id] = publicity_for_documents(project).logos if project else ()
    return paper.certificates_pdf([_certificate(row, logos[row.cohort_id]) for row in rows])


def badge_png(certificate: TrainingCertificate, badge: str, language: str) -> bytes:
    """The picture with the signed badge in it."""
    facts = told(certificate, language)
    return baked_png(BadgePicture(facts.title, facts.organiser, language.split("-")[0], facts.illustrative), badge)


def _certificate(row: TrainingCertificate, logos: tuple[Picture, ...]) -> paper.Certificate:
    language = row.facts["language"]
    facts = told(row, language)
    with override(language):
        modules = _lines(facts.modules)
    return paper.Certificate(
        person=row.holder,
        event=facts.title,
        first_day=facts.days[0] if facts.days else None,
        last_day=facts.days[-1] if facts.days else None,
        organiser=facts.organiser,
        code=row.code,
        verify_url=whole(reverse("events:certificate", args=[row.code])),
        hours=facts.hours,
        team=facts.team,
        topics=modules,
        issued=timezone.localdate(row.issued_at),
        role="graduate",
        publicity=publicity_attested(_project_words(facts), logos),
        language=language,
        illustrative=facts.illustrative,
    )


def _lines(modules: Sequence[TaughtModule]) -> tuple[str, ...]:
    """As many as the paper has room for; where there are more, the page that verifies it has them all."""
    lines = [_line(module) for module in modules]
    if len(lines) <= MOST_MODULES:
        return tuple(lines)
    more = len(lines) - MOST_MODULES + 1
    said = ngettext("and %(number)s more", "and %(number)s more", more) % {"number": more}
    return (*lines[: MOST_MODULES - 1], said)


def _line(module: TaughtModule) -> str:
    if module.hours is None:
        return module.title
    hours = number_format(module.hours.normalize(), use_l10n=True)
    return _("%(module)s (%(hours)s h)") % {"module": module.title, "hours": hours}


def _project_words(facts: Told) -> dict[str, str]:
    return {name: getattr(facts, name) for name in ("project", "number", "funder", "publicity")}
