"""Peer reviews: beginning one, changing what it is about and when, closing, withdrawing."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from talka.links.actions import connect
from talka.needs.causes import Cause, check_known
from talka.people.actions.accounts import create_account
from talka.people.actions.persons import PersonData, find_or_create_person
from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.programmes.models import Programme
from talka.ui.refusals import Refusal

from .. import review_letters as letters
from ..access import reviews as access
from ..access.angels import may_ask_in, requests_known_to
from ..models import Peer, PeerReview
from ..review_themes import CORE
from ..trail import LED_TO
from ..trail_of_angels import ANGEL_REQUEST
from ..trail_of_reviews import PEER_REVIEW

State = PeerReview.State
PUBLISHED = ("report_public_at", "plan_public_at", "progress_public_at")
LONGEST_VISIT = dt.timedelta(days=30)
SAID = ("programme", "organisation", "title", "wanted", "themes", "own_theme", "visit_from", "visit_until")


@dataclass(frozen=True)
class ReviewData:
    """What is to be reviewed. themes: keys of review_themes.py; own_theme: the one the municipality chose."""

    title: str
    wanted: str
    themes: Sequence[str] = ()
    own_theme: str = ""
    visit_from: dt.date | None = None
    visit_until: dt.date | None = None


def begin(
    data: ReviewData,
    programme: Programme,
    organisation: Organisation,
    *,
    by: Person | None,
    causes: tuple[Cause, ...] = (),
) -> PeerReview:
    """Begin a review of one's own organisation; organisers begin it for any. The same twice is once. causes: the need,
    measure or request for an angel it comes from, as ("need", row id). by None: the house, loading files. Raises
    Refusal."""
    if by is not None:
        access.check(may_ask_in(by, programme, organisation))
    _check(data)
    if organisation.illustrative != programme.illustrative:
        raise Refusal(
            _("Made-up organisations are reviewed in made-up programmes only."),
            _("Nothing was saved."),
            _("Choose another programme."),
            status=422,
        )
    with deed(by):
        # Held, so that a button pressed twice begins one: the second finds what the first made.
        Programme.objects.select_for_update(of=("self",), no_key=True).get(pk=programme.pk)
        row = PeerReview(programme=programme, organisation=organisation, asked_by=by)
        _fill(row, data)
        said = {name: getattr(row, name) for name in SAID}
        if by is not None and (there := PeerReview.objects.filter(state=State.OPEN, asked_by=by, **said).first()):
            return there
        row.save()
        for kind, pk in causes:
            _must_know(by, kind, pk)
            connect(kind, pk, LED_TO, PEER_REVIEW, row.pk)
        letters.begun(row)
    return row


def change(review: PeerReview, data: ReviewData, *, version: int, by: Person | None) -> PeerReview:
    """`version` is the one that was shown. Other days move the deadlines, and people are reminded anew; the team is
    told. Raises Refusal."""
    access.check(access.may_change(by, review))
    _check(data)
    with deed(by):
        row = open_one(review)
        check_shown(row, version)
        before = (row.visit_from, row.visit_until)
        _fill(row, data)
        row.version += 1
        row.save()
        if before != (row.visit_from, row.visit_until) and row.visit_from is not None:
            letters.days_set(row, besides=by)
    return row


def close(review: PeerReview, words: str, *, by: Person | None) -> PeerReview:
    """The work is done. What is published stays so. Twice is once."""
    access.check(access.may_change(by, review))
    with deed(by):
        row = locked(review)
        if row.state == State.CLOSED:
            return row
        row = open_one(review)
        row.state, row.reason = State.CLOSED, words.strip()[:500]
        row.version += 1
        row.save(update_fields=["state", "reason", "version"])
    return row


def open_again(review: PeerReview, *, by: Person | None) -> PeerReview:
    """Closed too early, or withdrawn and wanted after all. Twice is once."""
    access.check(access.may_change(by, review))
    with deed(by):
        row = locked(review)
        if row.state != State.OPEN:
            row.state, row.reason = State.OPEN, ""
            row.version += 1
            row.save(update_fields=["state", "reason", "version"])
    return row


def withdraw(review: PeerReview, reason: str, *, by: Person | None) -> PeerReview:
    """It is not wanted any more: the team is told, what was done is kept, nothing of it is public, also where it is
    opened again, until the municipality publishes it anew. Twice is once. Raises Refusal."""
    access.check(access.may_change(by, review))
    if not reason.strip():
        raise Refusal(
            _("The reason is missing."), _("Nothing was changed."), _("Say why: the team reads it."), status=422
        )  # fmt: skip
    with deed(by):
        row = locked(review)
        if row.state == State.WITHDRAWN:
            return row
        row.state, row.reason = State.WITHDRAWN, reason.strip()[:500]
        # Whoever opens it again may be an organiser, and publishes nothing by that.
        row.report_public_at = row.plan_public_at = row.progress_public_at = None
        row.version += 1
        row.save(update_fields=["state", "reason", "version", *PUBLISHED])
        standing = Peer.objects.filter(review=row, state__in=[Peer.State.INVITED, Peer.State.JOINED])
        for peer in standing.select_related("person"):
            letters.withdrawn(row, peer)
    return row


def name_speaker(review: PeerReview, who: PersonData, *, by: Person | None) -> PeerReview:
    """Who answers for the municipality from now on, and is written to: somebody who works for it. They get an account
    and a letter. Twice is once. Raises Refusal."""
    access.check(access.may_change(by, review))
    if not who.email.strip():
        raise Refusal(
            _("The e-mail is missing."), _("Nothing was changed."), _("Letters about the review go there."), status=422
        )
    with deed(by):
        row = open_one(review)
        # Organisers may say that somebody works there; a colleague names whom others have entered.
        given = dataclasses.replace(who, organisation=row.organisation if access.organises(by, row) else None)
        person = find_or_create_person(given, by=by, illustrative=row.illustrative).person
        if person.pk == row.asked_by_id:
            return row
        if not access.speaks_for_reviewed(person, row):
            raise Refusal(
                _("%(who)s does not work for %(organisation)s, as far as is known.")
                % {"who": person.name, "organisation": row.organisation},
                _("Nothing was changed."),
                _("Name somebody else, or have their organisation entered with the person first."),
                status=422,
            )
        if person.account_id is None:
            # They sign in by a code sent to this address, so nobody else can.
            create_account(person, by=None)
        row.asked_by = person
        row.version += 1
        row.save(update_fields=["asked_by", "version"])
        letters.speaks_now(row, person)
    return row


def locked(review: PeerReview) -> PeerReview:
    """Its row, held until the transaction ends."""
    rows = PeerReview.objects.select_for_update(of=("self",)).select_related("programme", "organisation", "asked_by")
    return rows.get(pk=review.pk)


def open_one(review: PeerReview) -> PeerReview:
    """As `locked`. Raises Refusal for one that is over."""
    row = locked(review)
    if row.state != State.OPEN:
        raise Refusal(
            _("This peer review is over."),
            _("Nothing was saved."),
            _("Open it again first, if there is more to be done."),
        )
    return row


def _fill(row: PeerReview, data: ReviewData) -> None:
    row.title, row.wanted, row.own_theme = data.title.strip(), data.wanted.strip(), data.own_theme.strip()
    row.themes = [key for key in CORE if key in set(data.themes)]
    row.visit_from, row.visit_until = data.visit_from, data.visit_until


def _must_know(by: Person | None, kind: str, pk: int) -> None:
    """Raises Refusal for what the person may not know of."""
    if kind != ANGEL_REQUEST:
        check_known(by, kind, pk)
    elif by is not None and not requests_known_to(by).filter(pk=pk).exists():
        raise Refusal(_("This request is not known."), _("Nothing was saved."), status=422)


def _check(data: ReviewData) -> None:
    if set(data.themes) - set(CORE):
        raise Refusal(_("This choice is not known."), _("Nothing was saved."), status=422)
    first, last = data.visit_from, data.visit_until
    for wrong, said in (
        (not data.title.strip(), _("The title is missing.")),
        (not data.wanted.strip(), _("What is wanted is missing.")),
        (not data.themes and not data.own_theme.strip(), _("No theme is named.")),
        ((first is None) != (last is None), _("The visit needs its first and its last day, or neither yet.")),
        (first is not None and last is not None and last < first, _("The visit ends before it begins.")),
        (
            first is not None and last is not None and last - first > LONGEST_VISIT,
            _("A visit of more than a month is no visit: look at the days again."),
        ),
    ):
        if wrong:
            raise Refusal(said, _("Nothing was saved."), status=422)
