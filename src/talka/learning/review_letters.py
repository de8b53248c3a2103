"""Letters about peer reviews: an invitation, what is there to be read, what was answered, what is due."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from talka.letters.actions import queue_letter
from talka.letters.rendering import render_letter
from talka.people.letters import letter_reference
from talka.people.models import Person
from talka.programmes.models import TeamMember
from talka.ui.addresses import whole
from talka.ui.numbers import date, dates

from .access.reviews import speaker_of
from .models import Peer, PeerReport, PeerReview
from .review_deadlines import Deadline

KIND = "peer_review"
Told = Callable[[], tuple[str, str, str]]
"""Subject, what happened, and what to do; said in the language of who reads it."""


def begun(review: PeerReview) -> None:
    """To the organisers, who put the team together."""

    def told() -> tuple[str, str, str]:
        return (
            _("A peer review is wanted: %(title)s") % {"title": review.title},
            _("%(organisation)s wants a peer review. Read what it wants to learn, and ask people into the team:")
            % {"organisation": review.organisation},
            "",
        )

    for person in organisers_of(review):
        _about(person, "begun", review, told)


def invited(peer: Peer, token: str, *, until: dt.datetime) -> None:
    """The only letter with a link that opens something without an account: emptied when the link ends."""
    review = peer.review
    link = whole(reverse("learning:peer_invited", args=[peer.pk, token]))

    def told() -> tuple[str, str, str]:
        return (
            _("Would you come to a peer review? %(title)s") % {"title": review.title},
            _("%(organisation)s wants a peer review. You are asked to be on the team, as: %(role)s. Read what is"
              " wanted and when, and say whether you come:")
            % {"organisation": review.organisation, "role": peer.get_role_display()},
            _("If you do nothing, you are not on the team."),
        )  # fmt: skip

    _write(peer.person, f"invited-{peer.pk}-{until.isoformat()}", link, told, secret_until=until)


def answered(peer: Peer) -> None:
    """To the organisers: whether somebody comes. Who it is and why stands on the page alone, which an erasure
    empties."""
    review = peer.review

    def told() -> tuple[str, str, str]:
        if peer.state == Peer.State.JOINED:
            said = _("Somebody whom you asked is on the team of the peer review now:")
        else:
            said = _("Somebody whom you asked does not come to the peer review. Who and why stands on the page:")
        return (_("An answer for the team: %(title)s") % {"title": review.title}, said, "")

    for person in organisers_of(review):
        _about(person, f"answered-{peer.pk}-{_mark(peer.answered_at)}", review, told)


def taken_off(peer: Peer) -> None:
    """To whom it was."""
    review = peer.review

    def told() -> tuple[str, str, str]:
        return (
            _("You are not on the team any more: %(title)s") % {"title": review.title},
            _("The organisers of the peer review took you off its team. The reason they gave: %(reason)s")
            % {"reason": peer.reason},
            "",
        )

    link = whole(reverse("learning:peer_reviews"))
    _write(peer.person, f"off-{peer.pk}-{_mark(peer.answered_at)}", link, told, about=review)


def part_changed(peer: Peer) -> None:
    """To whom it was given."""
    review = peer.review

    def told() -> tuple[str, str, str]:
        return (
            _("Your part on the team: %(title)s") % {"title": review.title},
            _("The organisers of the peer review gave you another part on its team: %(role)s.")
            % {"role": peer.get_role_display()},
            _("If that cannot be, write to them."),
        )

    _about(peer.person, f"part-{peer.pk}-{timezone.now().isoformat()}", review, told)


def speaks_now(review: PeerReview, person: Person) -> None:
    """To whoever answers for the municipality from now on."""

    def told() -> tuple[str, str, str]:
        return (
            _("You answer for %(organisation)s: %(title)s")
            % {"organisation": review.organisation, "title": review.title},
            _("You were named as the one who answers for %(organisation)s in a peer review. Letters about it come to"
              " you; read what is next:")
            % {"organisation": review.organisation},
            _("Sign in with this e-mail. If it should be somebody else, name them on the page."),
        )  # fmt: skip

    _about(person, f"speaks-{review.version}", review, told)


def days_set(review: PeerReview, *, besides: Person | None) -> None:
    """To the team: when the visit is."""

    def told() -> tuple[str, str, str]:
        return (
            _("Days of the visit: %(title)s") % {"title": review.title},
            _("The visit: %(days)s. Read the plan:") % {"days": dates(review.visit_from, review.visit_until)},  # type: ignore[arg-type]
            "",
        )

    for person in team_of(review, besides):
        _about(person, f"days-{review.version}", review, told)


def withdrawn(review: PeerReview, peer: Peer) -> None:
    def told() -> tuple[str, str, str]:
        return (
            _("The peer review does not take place: %(title)s") % {"title": review.title},
            _("%(organisation)s withdrew it. The reason it gave: %(reason)s")
            % {"organisation": review.organisation, "reason": review.reason},
            _("What was done so far is kept; nothing of it is public."),
        )

    _about(peer.person, f"withdrawn-{review.version}", review, told)


def statement_there(review: PeerReview, number: int, *, besides: Person | None) -> None:
    """To the team: what to read before the visit."""

    def told() -> tuple[str, str, str]:
        return (
            _("The position statement is there: %(title)s") % {"title": review.title},
            _("Read how %(organisation)s sees itself, version %(n)s:")
            % {"organisation": review.organisation, "n": number},
            "",
        )

    for person in team_of(review, besides):
        _about(person, f"statement-{number}", review, told)


def draft_there(review: PeerReview, report: PeerReport) -> None:
    """To the municipality: facts to check, and by when."""

    def told() -> tuple[str, str, str]:
        return (
            _("Check the facts: %(title)s") % {"title": review.title},
            _("The draft of the report is there. Read it until %(day)s and say which facts are"
              " wrong, or that all are right:")
            % {"day": date(report.check_until, case="until")},  # type: ignore[arg-type]
            _("What the team concludes is theirs; what it takes for a fact is yours to mend."),
        )  # fmt: skip

    for person in reviewed_of(review):
        _about(person, f"draft-{report.number}", review, told)


def remarked(review: PeerReview, report: PeerReport) -> None:
    """To the team: what the municipality said to the facts."""

    def told() -> tuple[str, str, str]:
        return (
            _("The facts are checked: %(title)s") % {"title": review.title},
            _("%(organisation)s read the draft and said what it has to say to the facts:")
            % {"organisation": review.organisation},
            "",
        )

    for person in team_of(review, None):
        _about(person, f"remarked-{report.number}-{_mark(report.remarked_at)}", review, told)


def final_there(review: PeerReview, report: PeerReport) -> None:
    """To the municipality and the organisers: it can be answered."""

    def told() -> tuple[str, str, str]:
        return (
            _("The report is there: %(title)s") % {"title": review.title},
            _("The final report of the peers is there. The municipality answers each recommendation, which makes the"
              " action plan, and says what of it everybody reads:"),
            "",
        )  # fmt: skip

    for person in [*reviewed_of(review), *organisers_of(review)]:
        _about(person, f"final-{report.number}", review, told)


def plan_made(review: PeerReview, *, besides: Person | None) -> None:
    """To the team: what the municipality will do."""

    def told() -> tuple[str, str, str]:
        return (
            _("The action plan is there: %(title)s") % {"title": review.title},
            _("%(organisation)s says to each recommendation what it will do:") % {"organisation": review.organisation},
            "",
        )

    for person in team_of(review, besides):
        _about(person, "plan", review, told)


def published(review: PeerReview, what: str, *, besides: Person | None) -> None:
    """To the team and organisers: everybody reads it now."""

    def told() -> tuple[str, str, str]:
        said = {
            "report": _("%(organisation)s published the report of the peers:"),
            "plan": _("%(organisation)s published its action plan:"),
            "progress": _("%(organisation)s published what came of the recommendations:"),
        }[what]
        return (
            _("Published: %(title)s") % {"title": review.title},
            said % {"organisation": review.organisation},
            "",
        )

    for person in [*team_of(review, besides), *organisers_of(review)]:
        _about(person, f"published-{what}", review, told)


def due(review: PeerReview, deadline: Deadline, day: dt.date) -> int:
    """To the municipality, the lead and the organisers, once for each day. How many letters."""

    def told() -> tuple[str, str, str]:
        return (
            _("Due soon, or late: %(title)s") % {"title": review.title},
            _("%(what)s: due on %(day)s.") % {"what": deadline.label, "day": date(day)},
            _("What everybody reads, the municipality says. Where the days of the visit moved, change them there."),
        )

    people = _each_once([*reviewed_of(review), *lead_of(review), *organisers_of(review)])
    for person in people:
        _about(person, f"due-{deadline.key}-{day}", review, told)
    return len(people)


def check_due(review: PeerReview, report: PeerReport) -> int:
    """To the municipality: the draft's facts are to be checked within days. How many letters."""

    def told() -> tuple[str, str, str]:
        return (
            _("Facts to be checked: %(title)s") % {"title": review.title},
            _("Until %(day)s the team waits for what you have to say to the facts of its draft:")
            % {"day": date(report.check_until, case="until")},  # type: ignore[arg-type]
            "",
        )

    people = reviewed_of(review)
    for person in people:
        _about(person, f"check-due-{report.number}", review, told)
    return len(people)


def reviewed_of(review: PeerReview) -> list[Person]:
    """Who answers for the municipality, as long as they work for it and can be written to."""
    who = speaker_of(review)
    return [who] if who is not None and who.email else []


def team_of(review: PeerReview, besides: Person | None) -> list[Person]:
    """All who are on it, but for who acted."""
    rows = Peer.objects.filter(review=review, state=Peer.State.JOINED, person__erased_at=None)
    return [row.person for row in rows.select_related("person") if besides is None or row.person_id != besides.pk]


def lead_of(review: PeerReview) -> list[Person]:
    rows = Peer.objects.filter(review=review, state=Peer.State.JOINED, role=Peer.Role.LEAD, person__erased_at=None)
    return [row.person for row in rows.select_related("person")]


def organisers_of(review: PeerReview) -> list[Person]:
    rows = TeamMember.objects.filter(programme=review.programme_id, project=None, role=TeamMember.Role.ORGANISER)
    known = Person.objects.filter(pk__in=rows.values("person"), erased_at=None, merged_into=None).exclude(email="")
    told = [person.pk for person in reviewed_of(review)]
    return list(known.exclude(pk__in=told).order_by("pk"))


def _each_once(people: Iterable[Person]) -> list[Person]:
    return list({person.pk: person for person in people}.values())


def _mark(at: dt.datetime | None) -> str:
    return at.isoformat() if at is not None else ""


def _about(person: Person, about: str, review: PeerReview, told: Told) -> None:
    link = whole(reverse("learning:peer_review", args=[review.pk]))
    _write(person, f"{review.pk}-{about}", link, told, about=review)


def _write(
    person: Person,
    key: str,
    link: str,
    told: Told,
    *,
    about: PeerReview | None = None,
    secret_until: dt.datetime | None = None,
) -> None:
    """One letter; writing it again writes nothing. Nobody without an address is written to."""
    if not person.email or person.erased_at is not None:
        return
    language = person.language if person.language in dict(settings.LANGUAGES) else "lv"
    with translation.override(language):
        heading, first, last = told()
    given = {"person": person, "subject": heading, "first": first, "link": link, "last": last}
    queue_letter(
        to=person.email,
        to_name=person.name,
        letter=render_letter("learning/letters/angel.txt", given, language),
        kind=KIND,
        key=f"{KIND}-{key}-{person.pk}",
        person_ref=letter_reference(person),
        about=(KIND, str(about.pk)) if about is not None else ("", ""),
        secret_until=secret_until,
    )
