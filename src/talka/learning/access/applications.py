"""Who sees what of applications: applicants their own, the selection what was sent, nobody else anything."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from talka.people import personal_links
from talka.people.access import is_administrator, not_allowed, once
from talka.people.models import Person
from talka.programmes.access import organises_anything, programmes_organised
from talka.ui.folding import fold
from talka.ui.refusals import Refusal

from ..models import Application, Cohort, Criterion, Scorer, SelectionDecision, SelectionMeeting, Staff
from . import COORDINATOR, TRAINER, cohort_for, may_run_cohort, roles_in, training_to_run

MOST_OWN = 50


def purpose_of(application: Application) -> str:
    """What a personal link that opens this application is made for."""
    return f"application-{application.pk}"


def scorer_of(person: Person | None, cohort: Cohort) -> Scorer | None:
    """The person's place in the cohort's selection, as long as they coordinate or teach there. One query per request,
    and that of their roles."""
    if person is None or not roles_in(person, cohort.training, cohort) & {COORDINATOR, TRAINER}:
        return None
    rows = Scorer.objects.filter(cohort=cohort, person=person, left_at=None)
    return once(person, f"scorer of cohort {cohort.pk}", rows.first)


def may_select(person: Person | None, cohort: Cohort) -> bool:
    """Those who run the cohort, and the members of its selection, read what was sent."""
    return may_run_cohort(person, cohort) or scorer_of(person, cohort) is not None


@dataclass(frozen=True)
class Side:
    """Whose side somebody is on: by number and address, and by whom they work for, by their own word too. A stake is a
    stake."""

    person: int
    email: str
    office: int | None
    called: str

    def has_stake_in(self, application: Application, mails: Collection[str]) -> bool:
        """mails: the addresses of those named for the team, in small letters."""
        if application.person_id == self.person or (self.email and self.email in mails):
            return True
        return self.office is not None and (
            self.office == application.organisation_id or self.called == application.folded
        )


def side_of(person: Person) -> Side:
    """A query or two where their organisation was not read with them."""
    office = person.organisation
    office = (office.merged_into or office) if office else None
    return Side(person.pk, person.email.lower(), office.pk if office else None, fold(office.name) if office else "")


def own_side(person: Person | None, application: Application, mails: Collection[str]) -> bool:
    """Whether somebody has a stake in it: it is theirs, of their organisation, or names them for the team. mails: the
    addresses of those named. Such a person gives no points, decides nothing and sees no points of others."""
    return person is not None and side_of(person).has_stake_in(application, {one.lower() for one in mails})


def criterion_to_change(person: Person | None, slug: str, pk: int) -> Criterion:
    training = training_to_run(person, slug)
    return get_object_or_404(training.criteria, pk=pk)


def cohort_to_apply(person: Person | None, slug: str, number: int) -> Cohort:
    """ "Not found" where it is not known, was taken away, or never asked for applications."""
    row = cohort_for(person, slug, number)
    if row.retired_at is not None or row.training.retired_at is not None or row.apply_from is None:
        raise Http404
    return row


def cohort_to_select(person: Person | None, slug: str, number: int) -> Cohort:
    """For pages of the selection: those who run the cohort, and its members."""
    row = cohort_for(person, slug, number)
    if row.training.retired_at is not None or not may_select(person, row):
        raise Http404
    return row


def sent_to(person: Person | None, slug: str, number: int, pk: int) -> Application:
    """An application that was sent and not withdrawn, for the selection. Drafts are nobody's but their applicant's."""
    cohort = cohort_to_select(person, slug, number)
    rows = Application.objects.select_related("person", "organisation", "area", "team")
    row = rows.filter(cohort=cohort, pk=pk, withdrawn_at=None).exclude(sent_at=None).first()
    if row is None:
        raise Http404
    row.cohort = cohort
    return row


def sent_to_decide(person: Person | None, slug: str, number: int, pk: int) -> Application:
    """For those who run the cohort."""
    row = sent_to(person, slug, number, pk)
    if not may_run_cohort(person, row.cohort):
        raise Http404
    return row


def own_application(person: Person | None, pk: int) -> Application:
    """For its applicant, signed in. The training may be a draft again: whoever applied still sees what they wrote."""
    if person is None:
        raise Http404
    return _own(Application.objects.filter(person=person), pk)


def application_by_link(pk: int, token: str) -> Application:
    """For whoever holds the link from the letter. Raises Http404, or Refusal(410) where the link is over."""
    person = personal_links.person_by(token, f"application-{pk}")
    return _own(Application.objects.filter(person=person), pk)


def _own(rows: QuerySet[Application], pk: int) -> Application:
    found = rows.select_related("cohort__training__programme", "person", "organisation", "area", "team")
    row = found.filter(pk=pk, cohort__retired_at=None, cohort__training__retired_at=None).first()
    if row is None:
        raise Http404
    return row


def own_in(person: Person | None, cohort: Cohort) -> list[Application]:
    """The person's own applications to the cohort, the newest first. One query."""
    if person is None:
        return []
    rows = Application.objects.filter(person=person, cohort=cohort).annotate(told_outcome=told_outcome())
    return list(rows.order_by("-pk")[:MOST_OWN])


def told_outcome() -> Subquery:
    """What an applicant was told last: never what was decided and is not told yet."""
    told = SelectionDecision.objects.filter(application=OuterRef("pk")).exclude(told_at=None)
    return Subquery(told.order_by("-pk").values("outcome")[:1])


def meeting_to_change(person: Person | None, slug: str, number: int, pk: int) -> SelectionMeeting:
    cohort = cohort_to_select(person, slug, number)
    row = SelectionMeeting.objects.filter(cohort=cohort, pk=pk).first()
    if row is None or not may_run_cohort(person, cohort):
        raise Http404
    row.cohort = cohort
    return row


def scorer_to_change(person: Person | None, slug: str, number: int, pk: int) -> Scorer:
    cohort = cohort_to_select(person, slug, number)
    row = Scorer.objects.filter(cohort=cohort, pk=pk).first()
    if row is None or not may_run_cohort(person, cohort):
        raise Http404
    row.cohort = cohort
    return row


def cohorts_run_by(person: Person) -> QuerySet[Cohort, str]:
    """Ids of the cohorts whose letters the person may read, as texts: for the outbox."""
    rows = Cohort.objects.all()
    if not is_administrator(person):
        staff = Staff.objects.filter(
            Q(cohort=None) | Q(cohort=OuterRef("pk")), training=OuterRef("training"), person=person, role=COORDINATOR
        )
        known = Q(Exists(staff))
        if organises_anything(person):
            known |= Q(training__programme__in=programmes_organised(person))
        rows = rows.filter(known)
    return rows.annotate(as_text=Cast("pk", CharField())).values_list("as_text", flat=True)


def check_own_side(person: Person | None, application: Application) -> None:
    """Raises Refusal(403) for whoever has a stake in it. For actions."""
    mails = application.members.values_list("email", flat=True)
    if own_side(person, application, list(mails)):
        raise conflict()


def conflict() -> Refusal:
    return Refusal(
        _("This is a conflict of interest: the application is yours or of your own organisation."),
        _("Nothing was changed."),
        _("Somebody else of the selection gives points and decides here."),
        status=403,
    )


def check_scorer(person: Person | None, cohort: Cohort) -> Scorer:
    """Raises Refusal(403). For actions."""
    scorer = scorer_of(person, cohort)
    if scorer is None:
        raise not_allowed()
    return scorer
