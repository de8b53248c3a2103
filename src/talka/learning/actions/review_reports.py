"""The report of a team of peers: the team's own work, a draft for checking facts, the final one; what is published."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.kept_files import Sent, goes_on, with_file
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import review_letters as letters
from ..access import reviews as access
from ..models import PeerFinding, PeerRecommendation, PeerReport, PeerReview
from ..review_themes import OWN
from .recommendations import check_words, tidied
from .review_work import next_number
from .reviews import locked, open_one

Stage = PeerReport.Stage
REPORT, PLAN, PROGRESS = "report", "plan", "progress"


@dataclass(frozen=True)
class FindingData:
    """Of one theme. strengths, consider: lines of text; recommendations: each gets an answer of its own."""

    strengths: str = ""
    consider: str = ""
    recommendations: Sequence[str] = ()

    @property
    def empty(self) -> bool:
        return not (self.strengths.strip() or self.consider.strip() or tidied(self.recommendations))


@dataclass(frozen=True)
class ReportData:
    """findings: by the theme's key; check_until: by when the municipality checks facts, for a draft alone."""

    stage: str
    text: str = ""
    findings: Mapping[str, FindingData] = field(default_factory=dict)
    check_until: dt.date | None = None


def write(
    review: PeerReview, data: ReportData, *, by: Person | None, sent: Sent | None = None, after: int | None = None
) -> PeerReport:
    """A new version by the team; those before are kept. A draft and the final one are told to the municipality. The
    same twice is once. by None: the house, loading files. after: the version it was written upon, 0 for none; None:
    whichever there is. Raises Refusal where somebody else wrote one meanwhile, and once the final one is being answered
    or is published: what others rely on is not changed under them."""
    if by is not None:
        access.check(access.on_team(by, review))
    sent = sent or Sent()
    said = [(theme, tidied(each.recommendations)) for theme, each in data.findings.items()]
    _check(review, data, [words for _theme, each in said for words in each])
    row = PeerReport(
        review=review,
        stage=data.stage,
        text=data.text.strip(),
        check_until=data.check_until if data.stage == Stage.DRAFT else None,
    )
    before = newest(review)
    if before is not None and sent.empty and _says_the_same(before, row, data):
        return before
    goes_on(row, before, sent)

    def save() -> None:
        with deed(by):
            held = open_one(review)
            _check_not_relied_on(held)
            last = newest(held)
            row.number = next_number(last.number if last else 0, after)
            row.save()
            PeerFinding.objects.bulk_create(
                [
                    PeerFinding(
                        report=row,
                        order=order,
                        theme=theme,
                        strengths=each.strengths.strip(),
                        consider=each.consider.strip(),
                    )
                    for order, (theme, each) in enumerate(data.findings.items(), start=1)
                    if not each.empty
                ]
            )
            each_said = [(theme, words) for theme, lines in said for words in lines]
            PeerRecommendation.objects.bulk_create(
                [
                    PeerRecommendation(report=row, order=order, theme=theme, words=words)
                    for order, (theme, words) in enumerate(each_said, start=1)
                ]
            )
            if row.stage == Stage.DRAFT:
                letters.draft_there(held, row)
            elif row.stage == Stage.FINAL:
                letters.final_there(held, row)

    with_file(row, sent, save)
    return row


def remark(report: PeerReport, text: str, *, by: Person | None) -> PeerReport:
    """What the municipality found wrong in the facts of a draft; nothing: the facts are right. The team is told. It can
    be said anew as long as no newer version is there. Raises Refusal."""
    access.check(access.may_change(by, report.review))
    with deed(by):
        review = open_one(report.review)
        row = PeerReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        last = PeerReport.objects.filter(review=review).exclude(stage=Stage.WORK).order_by("-number").first()
        if row.stage != Stage.DRAFT or last is None or last.pk != row.pk:
            raise Refusal(
                _("This is no draft that waits for your remarks."),
                _("Nothing was saved."),
                _("Open the page again and read the newest version."),
            )
        row.remarks, row.remarked_at = text.strip(), timezone.now()
        row.save(update_fields=["remarks", "remarked_at"])
        letters.remarked(review, row)
    return row


def publish(review: PeerReview, what: str, public: bool, *, by: Person | None) -> PeerReview:
    """Everybody reads it, or does so no longer: by the word of the reviewed municipality alone. what: the report, the
    plan or the progress. Raises Refusal where it is not there yet."""
    access.check(access.speaks_for_reviewed(by, review))
    with deed(by):
        row = locked(review)
        if row.state == PeerReview.State.WITHDRAWN:
            raise Refusal(_("This peer review is over."), _("Nothing was changed."))
        there = {
            REPORT: final_of(row) is not None,
            PLAN: row.plan_made_on is not None,
            PROGRESS: row.progress_held_on is not None,
        }
        if what not in there:
            raise Refusal(_("This choice is not known."), _("Nothing was changed."), status=422)
        if public and not there[what]:
            raise Refusal(
                _("It is not there yet."), _("Nothing was published."), _("Publish it once it stands on the page.")
            )
        column = f"{what}_public_at"
        if public == (getattr(row, column) is not None):
            return row
        setattr(row, column, timezone.now() if public else None)
        row.save(update_fields=[column])
        if public:
            letters.published(row, what, besides=by)
    return row


def newest(review: PeerReview) -> PeerReport | None:
    return PeerReport.objects.filter(review=review).order_by("-number").first()


def final_of(review: PeerReview) -> PeerReport | None:
    """The version that counts: which is answered and published."""
    return PeerReport.objects.filter(review=review, stage=Stage.FINAL).order_by("-number").first()


def _check_not_relied_on(review: PeerReview) -> None:
    last = final_of(review)
    if last is None:
        return
    if review.report_public_at is not None:
        raise Refusal(
            _("The report is published."),
            _("Nothing was saved."),
            _("Ask the municipality to take it back first, if something in it has to change."),
        )
    if last.recommendations.exclude(answer="").exists():
        raise Refusal(
            _("The report is being answered already."),
            _("Nothing was saved."),
            _("What is answered stays as it stood. What you would add belongs to the progress review."),
        )


def fault_of_day(check_until: dt.date | None) -> Refusal | None:
    """What is wrong with the day by which a draft is checked; None: nothing."""
    if check_until is not None and check_until >= timezone.localdate():
        return None
    return Refusal(
        _("By when the municipality checks the facts is missing, or has passed."),
        _("Nothing was saved."),
        _("Give them two weeks, for instance."),
        status=422,
    )


def _says_the_same(before: PeerReport, row: PeerReport, data: ReportData) -> bool:
    """Whether a version of these words is there already: the button was pressed twice."""
    if (before.stage, before.text, before.check_until) != (row.stage, row.text, row.check_until):
        return False
    kept = {each.theme: (each.strengths, each.consider) for each in before.findings.all()}
    said = {
        theme: (each.strengths.strip(), each.consider.strip())
        for theme, each in data.findings.items()
        if not each.empty
    }
    words = [(each.theme, each.words) for each in before.recommendations.order_by("order")]
    return kept == said and words == [
        (theme, one) for theme, each in data.findings.items() for one in tidied(each.recommendations)
    ]


def _themes_of(review: PeerReview) -> set[str]:
    """Those of the review, and those taken out of it since, of which something is written: it is not lost."""
    written = PeerFinding.objects.filter(report__review=review).values_list("theme", flat=True)
    return {*review.themes, *([OWN] if review.own_theme else []), *written}


def _check(review: PeerReview, data: ReportData, recommendations: Sequence[str]) -> None:
    themes = _themes_of(review)
    filled = {theme for theme, each in data.findings.items() if not each.empty}
    if data.stage not in Stage.values or filled - themes:
        raise Refusal(_("This choice is not known."), _("Nothing was saved."), status=422)
    if recommendations or data.stage == Stage.FINAL:
        check_words(recommendations)
    fault = fault_of_day(data.check_until) if data.stage == Stage.DRAFT else None
    if fault is not None:
        raise fault
    if data.stage != Stage.WORK and not data.text.strip() and not filled:
        raise Refusal(_("The report is empty."), _("Nothing was saved."), status=422)
