"""Apliecinājumi: one page per person, with a code by which anyone can see that it is true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from .pdf import render_pdf
from .printable import day_range, long_date, number
from .publicity import Publicity, publicity_data
from .qr import qr_print, spaced_code


@dataclass(frozen=True)
class Certificate:
    """What is attested. hours: teaching hours; topics: what the event was about, in a few lines;
    verify_url: the page that says whether the certificate holds; signatory: name and office under the line.
    role: "participant", "speaker", "facilitator", or "graduate" of a training programme, which then is the event; the
    topics are its modules and the team is the municipality or community for which somebody took part.
    """

    person: str
    event: str
    first_day: date | None
    organiser: str
    code: str
    verify_url: str
    last_day: date | None = None
    place: str = ""
    hours: Decimal | int | None = None
    topics: tuple[str, ...] = ()
    issued: date | None = None
    role: str = "participant"
    team: str = ""
    signatory: str = ""
    publicity: Publicity | None = None
    language: str = "lv"
    illustrative: bool = False


def certificates_data(papers: Sequence[Certificate]) -> Mapping[str, object]:
    """What the template `certificate` gets. All in the language of the first."""
    first = papers[0]
    with translation.override(first.language):
        deeds = {
            "participant": _("took part in the event"),
            "speaker": _("was a speaker at the event"),
            "facilitator": _("led a working group at the event"),
            "graduate": _("completed the training programme"),
        }
        certificates = []
        for one in papers:
            facts = [
                (_("Date"), day_range(one.first_day, one.last_day, first.language) if one.first_day else ""),
                (_("Place"), one.place),
                (_("Team"), one.team),
                (_("Hours"), number(one.hours, first.language) if one.hours else ""),
                (_("Issued on"), long_date(one.issued, first.language) if one.issued else ""),
            ]
            certificates.append(
                {
                    "person": one.person,
                    "event": one.event,
                    "deed": deeds[one.role],
                    "facts": [{"label": label, "value": value} for label, value in facts if value],
                    "topics": list(one.topics),
                    "topics_title": _("Modules") if one.role == "graduate" else _("Topics"),
                    "organiser": one.organiser,
                    "signatory": one.signatory,
                    "publicity": publicity_data(one.publicity),
                    "qr": qr_print(one.verify_url),
                    "qr_alt": _("QR code, code %(code)s") % {"code": one.code},
                    "code": spaced_code(one.code),
                    "address": one.verify_url.removeprefix("https://").removeprefix("http://"),
                    "illustrative": one.illustrative,
                }
            )
        title = _("Certificate")
        return {
            "title": f"{title}: {first.event}" if len(papers) > 1 else f"{title}: {first.person}",
            "author": first.organiser,
            "certificates": certificates,
            "words": {"certificate": title, "verify": _("Verify by the code or at")},
        }


def certificates_pdf(papers: Sequence[Certificate]) -> bytes:
    """One page per certificate; at least one must be given. Raises ValueError for none."""
    if not papers:
        raise ValueError("no certificate to print")
    return render_pdf("certificate", certificates_data(papers), language=papers[0].language)
