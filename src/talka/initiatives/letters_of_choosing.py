"""Letters about a vote: a link of one's own, an option that was withdrawn, the result. They are written to addresses of
the roll; none says how anybody voted."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from talka.letters.actions import queue_letter
from talka.letters.rendering import render_letter
from talka.people.letters import letter_reference
from talka.people.models import Person
from talka.people.personal_links import digest_of
from talka.ui.addresses import whole

from .models import Choosing, ChoosingOption, Voter

INVITED = "initiatives-vote-invited"
WITHDRAWN = "initiatives-vote-withdrawn"
RESULT = "initiatives-vote-result"
CALLED_OFF = "initiatives-vote-called-off"


def invited(voter: Voter, token: str) -> None:
    """The one letter that holds the link; its words are forgotten when voting closes."""
    row = voter.choosing
    link = whole(reverse("initiatives:vote_by_link", args=[token]))
    told = {"choosing": row, "link": link, "last_day": row.last_day, "closes": row.closes}
    key = f"{INVITED}-{digest_of(token)[:32]}"
    _write([voter], INVITED, "initiatives/choosing/letters/invited.txt", told, key, secret=row)


def withdrawn(option: ChoosingOption) -> None:
    """To everybody on the roll who was invited or has voted: nobody knows whose ballots name it."""
    row = option.choosing
    link = whole(reverse("initiatives:choosing", args=[row.pk]))
    told = {"choosing": row, "option": option, "link": link, "last_day": row.last_day, "closes": row.closes}
    _write(_of(row), WITHDRAWN, "initiatives/choosing/letters/withdrawn.txt", told, f"{WITHDRAWN}-{option.pk}")


def ended(row: Choosing) -> None:
    """The result is announced, or the vote was called off. To be called before the addresses of the roll are
    forgotten."""
    told: dict[str, object] = {"choosing": row, "link": whole(reverse("initiatives:choosing", args=[row.pk]))}
    if row.called_off_at is not None:
        _write(_of(row), CALLED_OFF, "initiatives/choosing/letters/called_off.txt", told, f"{CALLED_OFF}-{row.pk}")
    else:
        told["few"] = row.few_voted
        _write(_of(row), RESULT, "initiatives/choosing/letters/result.txt", told, f"{RESULT}-{row.pk}")


def _of(row: Choosing) -> list[Voter]:
    """One line of each who was invited, by whichever of their lines, or has voted."""
    rows = Voter.objects.filter(choosing=row, joined=None).select_related("person")
    invited = set(Voter.objects.filter(choosing=row, sent_on__isnull=False).values_list("joined", flat=True))
    return [one for one in rows.order_by("pk") if one.sent_on or one.voted_on or one.pk in invited]


def _write(
    voters: Iterable[Voter],
    kind: str,
    template: str,
    told: Mapping[str, object],
    key: str,
    secret: Choosing | None = None,
) -> None:
    """Once to each address, in its language."""
    written: set[str] = set()
    words: dict[str, object] = {}
    for voter in voters:
        person: Person | None = voter.person
        alive = person is not None and person.erased_at is None
        address = voter.email or (person.email if person is not None and alive else "")
        if not address or address.lower() in written:
            continue
        written.add(address.lower())
        language = voter.language
        if not voter.email and person is not None and person.language in ("lv", "en"):
            language = person.language
        if secret is not None or language not in words:
            words[language] = render_letter(template, {**told, "name": voter.name}, language)
        queue_letter(
            to=address,
            to_name=voter.name,
            letter=words[language],  # type: ignore[arg-type]
            kind=kind,
            key=key if secret is not None else f"{key}-{voter.pk}",
            person_ref=letter_reference(person) if person is not None else "",
            secret_until=secret.closes_at if secret is not None else None,
        )
