"""Letters about knowledge angels: an invitation, a proposal, what was answered, what ended, a review that is due."""

import datetime as dt
from collections.abc import Callable

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from talka.people.letters import language_of, write_to
from talka.people.models import Person
from talka.programmes.models import TeamMember
from talka.ui.addresses import whole
from talka.ui.numbers import date, time

from .models import Angel, AngelRequest, MentorVisit, Proposal

KIND = "angel"
ABOUT = "angel_request"
Told = Callable[[], tuple[str, str, str]]
"""Subject, what happened, and what to do; said in the language of who reads it."""


def invited(person: Person, token: str, *, by: Person | None, until: dt.datetime) -> None:
    """The only letter with a link that opens something without an account: emptied when the link ends."""
    link = whole(reverse("learning:angel_invited", args=[token]))

    def told() -> tuple[str, str, str]:
        return (
            _("Would you help as a knowledge angel?"),
            _(
                "%(who)s asks whether you would help municipalities with what you know from your own work. On this page"
                " you read what it means, say with what you can help and how much, and agree, or not:"
            )
            % {"who": by.organisation if by and by.organisation else _("Somebody who organises a programme")},
            _("If you do nothing, you are neither listed nor proposed to anybody."),
        )

    _write(person, f"invited-{until.isoformat()}", link, told, secret_until=until)


def proposed(proposal: Proposal) -> None:
    """To the angel: who asks and for what."""
    request = proposal.request

    def told() -> tuple[str, str, str]:
        return (
            _("You are asked to help: %(title)s") % {"title": request.title},
            _("%(organisation)s asks for help: %(title)s. You are proposed for it. Read what is wanted, and say whether"
              " you are willing:")
            % {"organisation": request.organisation, "title": request.title},
            _("Whoever asks learns of you only once you say yes. If you decline, you are not proposed to them again."),
        )  # fmt: skip

    _about(proposal.angel.person, f"proposed-{proposal.pk}", request, told)


def willing(proposal: Proposal) -> None:
    """To those who ask: an angel said yes."""

    def told() -> tuple[str, str, str]:
        return (
            _("Somebody is willing to help: %(title)s") % {"title": proposal.request.title},
            _("Somebody is willing to help you. Read who they are and why they were proposed, and agree or decline:"),
            "",
        )

    for person in those_who_ask(proposal.request):
        _about(person, f"willing-{proposal.pk}", proposal.request, told)


def agreed(proposal: Proposal) -> None:
    """To the angel: it begins."""

    def told() -> tuple[str, str, str]:
        return (
            _("Agreed: %(title)s") % {"title": proposal.request.title},
            _("%(organisation)s agreed. Now set the aims together and the day of the first visit:")
            % {"organisation": proposal.request.organisation},
            "",
        )

    _about(proposal.angel.person, f"agreed-{proposal.pk}", proposal.request, told)


def visit_agreed(visit: MentorVisit, by: Person | None) -> None:
    """To whoever of the two sides did not write it: when, where and what for. Once for each change."""
    when = (visit.day, visit.begins)

    def told() -> tuple[str, str, str]:
        return (
            _("A visit is agreed: %(title)s") % {"title": visit.request.title},
            _("%(when)s, %(place)s. What for: %(aims)s")
            % {"when": moment(*when), "place": visit.place, "aims": visit.aims},
            _("If it does not suit you, change the visit on this page or call it off; the other side is told."),
        )

    _the_other_side(visit, by, f"visit-{visit.pk}-{visit.version}", told)


def visit_called_off(visit: MentorVisit, by: Person | None) -> None:
    """To whoever of the two sides did not call it off."""
    when = (visit.day, visit.begins)

    def told() -> tuple[str, str, str]:
        return (
            _("A visit is called off: %(title)s") % {"title": visit.request.title},
            _("%(when)s, %(place)s: this visit is called off. Agree on another day on this page:")
            % {"when": moment(*when), "place": visit.place},
            "",
        )

    _the_other_side(visit, by, f"visit-off-{visit.pk}", told)


def moment(day: dt.date, begins: dt.time | None) -> str:
    """When a visit is, in words of the language that is spoken now."""
    said = date(day, weekday=True)
    return f"{said}, {time(begins)}" if begins is not None else said


def _the_other_side(visit: MentorVisit, by: Person | None, about: str, told: Told) -> None:
    people = those_who_ask(visit.request)
    if visit.angel is not None:
        people = [*people, visit.angel.person]
    for person in people:
        if by is None or person.pk != by.pk:
            _about(person, about, visit.request, told)


def withdrawn(request: AngelRequest, angel: Angel) -> None:
    """To the angel: those who asked do not need it any more."""

    def told() -> tuple[str, str, str]:
        return (
            _("The request was withdrawn: %(title)s") % {"title": request.title},
            _("%(organisation)s withdrew its request. The reason it gave: %(reason)s")
            % {"organisation": request.organisation, "reason": request.reason},
            _("Your place for a request is free again. Visits and advice that you entered are kept."),
        )

    # Who was only proposed reads its page no longer: their own page says what else they are asked.
    own = "" if request.angel_id == angel.pk else reverse("learning:my_angel")
    _about(angel.person, f"withdrawn-{request.pk}-{request.version}", request, told, path=own)


def declined(proposal: Proposal) -> None:
    """To the organisers: one of the two sides declined, and somebody else is to be proposed. No name and no reason: the
    page has both, and forgets them with the person."""
    request = proposal.request

    def told() -> tuple[str, str, str]:
        return (
            _("Declined, propose somebody else: %(title)s") % {"title": request.title},
            _("The request of %(organisation)s is open again, because one of the two sides declined. Who it was and why"
              " stands on its page:") % {"organisation": request.organisation},
            _("Have angels proposed anew there: these two are not proposed for each other again."),
        )  # fmt: skip

    for person in organisers_of(request):
        _about(person, f"declined-{proposal.pk}", request, told)


def not_this_time(proposal: Proposal) -> None:
    """To the angel: nothing comes of it, through no doing of theirs; why is not told."""
    request = proposal.request

    def told() -> tuple[str, str, str]:
        return (
            _("This time another way was found: %(title)s") % {"title": request.title},
            _("You were proposed to %(organisation)s, and nothing comes of it this time. Your page as an angel:")
            % {"organisation": request.organisation},
            _("Thank you for being ready to help. Your place for a request is free again."),
        )

    _about(proposal.angel.person, f"not-this-time-{proposal.pk}", request, told, path=reverse("learning:my_angel"))


def angel_left(request: AngelRequest, mark: str) -> None:
    """To those who ask and the organisers: the angel is not there any more, the request is open again."""
    for person in [*those_who_ask(request), *organisers_of(request)]:
        _about(person, f"left-{request.pk}-{mark}", request, lambda: _left(request))


def angel_left_organisers(request: AngelRequest, mark: str) -> None:
    """To the organisers alone: those who ask did not know yet who was proposed."""
    for person in organisers_of(request):
        _about(person, f"left-{request.pk}-{mark}", request, lambda: _left(request))


def taken_back(proposal: Proposal) -> None:
    """To those who ask, who knew of an angel who was willing: organisers ask somebody else."""
    for person in those_who_ask(proposal.request):
        _about(person, f"left-{proposal.request_id}-{proposal.pk}", proposal.request, lambda: _left(proposal.request))


def _left(request: AngelRequest) -> tuple[str, str, str]:
    return (
        _("The request is open again: %(title)s") % {"title": request.title},
        _("Whoever was proposed or agreed for it is not there for it any more. What was done so far is kept:"),
        _("Whoever asks has nothing to do: somebody else will be proposed."),
    )


def no_longer_listed(request: AngelRequest, mark: str) -> None:
    """To those who ask and the organisers, where something was agreed with an angel who took back their consent."""

    def told() -> tuple[str, str, str]:
        return (
            _("Your knowledge angel takes no new requests: %(title)s") % {"title": request.title},
            _("They took back their consent to be proposed. What you agreed on stays until one of you ends it:"),
            "",
        )

    for person in [*those_who_ask(request), *organisers_of(request)]:
        _about(person, f"no-longer-{request.pk}-{mark}", request, told)


def advised(request: AngelRequest, number: int) -> None:
    """To those who ask: the advice is there."""

    def told() -> tuple[str, str, str]:
        return (
            _("Advice for you: %(title)s") % {"title": request.title},
            _("The written advice is there. Answer each recommendation: whether you accept it, what will be done, by"
              " whom and until when:"),
            "",
        )  # fmt: skip

    for person in those_who_ask(request):
        _about(person, f"advised-{request.pk}-{number}", request, told)


def answered(request: AngelRequest, number: int) -> None:
    """To the angel: what became of the advice."""
    if request.angel is None:
        return

    def told() -> tuple[str, str, str]:
        return (
            _("Your advice is answered: %(title)s") % {"title": request.title},
            _("%(organisation)s answered each of your recommendations:") % {"organisation": request.organisation},
            "",
        )

    _about(request.angel.person, f"answered-{request.pk}-{number}", request, told)


def review_due(request: AngelRequest) -> int:
    """To both sides, once for each day on which it is due. How many letters."""

    def told() -> tuple[str, str, str]:
        return (
            _("Time to look back: %(title)s") % {"title": request.title},
            _("About ten months after the advice, look together at what became of each recommendation:"),
            _("If another day suits better, set it there; you will be reminded again."),
        )

    people = those_who_ask(request)
    if request.angel is not None:
        people = [*people, request.angel.person]
    for person in people:
        _about(person, f"review-{request.pk}-{request.review_due}", request, told)
    return len(people)


def those_who_ask(request: AngelRequest) -> list[Person]:
    """Who entered the request for their own organisation."""
    who = request.asked_by
    return [who] if who is not None and who.erased_at is None and who.email else []


def organisers_of(request: AngelRequest) -> list[Person]:
    rows = TeamMember.objects.filter(programme=request.programme_id, project=None, role=TeamMember.Role.ORGANISER)
    known = Person.objects.filter(pk__in=rows.values("person"), erased_at=None, merged_into=None).exclude(email="")
    return list(known.exclude(pk=request.asked_by_id or 0).order_by("pk"))


def _about(person: Person, about: str, request: AngelRequest, told: Told, *, path: str = "") -> None:
    """path: where its reader goes on, where that is not the request's own page."""
    link = whole(path or reverse("learning:angel_request", args=[request.pk]))
    _write(person, about, link, told, subject=(ABOUT, str(request.pk)))


def _write(
    person: Person,
    about: str,
    link: str,
    told: Told,
    *,
    subject: tuple[str, str] = ("", ""),
    secret_until: dt.datetime | None = None,
) -> None:
    """One letter; writing it again writes nothing. Nobody without an address is written to."""
    with translation.override(language_of(person)):
        heading, first, last = told()
    given = {"subject": heading, "first": first, "link": link, "last": last}
    key = f"{KIND}-{about}-{person.pk}"
    write_to(person, "learning/letters/angel.txt", given, kind=KIND, key=key, about=subject, secret_until=secret_until)
