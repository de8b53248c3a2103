"""A part of the text with what people say of it; the form for one's own comment; taking part by a personal link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.people import personal_links
from talka.people.failed_codes import REGISTERING, client_address, note_failure, too_many
from talka.ui.forms import sent
from talka.ui.pages import page_of
from talka.ui.refusals import Refusal

from ..access import consultations as access
from ..actions import consultation_comments as actions
from ..actions.consultation_links import purpose_of
from ..forms.consultations import CommentForm, LinkForm
from ..models import Consultation, ConsultationPart
from ..queries import consultation_comments as comment_queries
from ..queries import consultations as queries
from .consultations import of_consultation
from .frame import back, person_of
from .readers import reader_of, remember

SIZE = 20
ASKED = "consultation link"


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    row = access.consultation_for(person_of(request), pk)
    return _read(request, row, access.part_for(row, part))


@require_http_methods(["GET", "HEAD", "POST"])
def whole(request: HttpRequest, pk: int) -> HttpResponse:
    """Comments on the text as a whole."""
    return _read(request, access.consultation_for(person_of(request), pk), None)


def _read(request: HttpRequest, row: Consultation, one: ConsultationPart | None) -> HttpResponse:
    """A comment that cannot be taken any more stands in the form, to be copied."""
    person = reader_of(request)
    form = CommentForm(request.POST or None, person=person)

    def deed() -> None:
        said = form.cleaned_data
        actions.comment(row, one, said["words"], shown_as=said["shown_as"], by=person)

    status = sent(request, form, deed)
    if not status:
        said = _(
            "Your comment is here for everybody to read. Once the consultation is over you get an answer by letter."
        )
        return _back(request, row, one, said)
    page = page_of(comment_queries.comments_on(row, one), request, size=SIZE)
    context = of_consultation(request, row) | {
        "part": one,
        "beside": queries.beside(one) if one is not None else None,
        "page": page,
        "told": comment_queries.told(row, list(page.rows), person),
        "form": form,
        "lost": request.method == "POST" and bool(request.POST.get("words")),
        "title": one.heading if one is not None else _("The whole text"),
    }
    return render(request, "initiatives/consultations/part.html", context, status=status)


def _back(request: HttpRequest, row: Consultation, one: ConsultationPart | None, said: str) -> HttpResponse:
    """To the part, None: to the whole text."""
    if one is None:
        return back(request, "consultation_whole", row.pk, said=said, anchor="comments")
    return back(request, "consultation_part", row.pk, one.pk, said=said, anchor="comments")


@require_POST
def support(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """same=0 takes it back."""
    person = reader_of(request)
    row = access.consultation_for(person_of(request), pk)
    one = access.comment_in(row, comment)
    if request.POST.get("same") == "0":
        actions.take_support_back(one, by=person)
        return _back(request, row, one.part, _("Taken back."))
    fresh = actions.support(one, by=person)
    return _back(request, row, one.part, _("You say the same.") if fresh else _("You have said so already."))


@require_POST
def take_back(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    person = reader_of(request)
    row = access.consultation_for(person_of(request), pk)
    one = access.comment_of_ones_own(person, row, comment)
    actions.take_back(one, by=person)
    return _back(request, row, one.part, _("Your comment is taken back."))


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody without an account asks for a personal link. Whoever asks learns nothing of who is known here."""
    row = access.consultation_for(person_of(request), pk)
    form = LinkForm(request.POST or None)
    address = client_address(request)
    if request.method == "POST" and too_many(ASKED, address, REGISTERING):
        raise Refusal(
            _("Too many links have been asked for from here."),
            _("No letter was sent."),
            _("Try again in ten minutes, or sign in."),
            status=429,
        )

    def deed() -> None:
        actions.send_link(row, language=get_language() or "lv", **form.cleaned_data)

    status = sent(request, form, deed)
    if not status:
        note_failure(ASKED, address)
        said = _("A letter with your personal link is on its way. Look also among unwanted letters.")
        return back(request, "consultation", pk, said=said)
    context = of_consultation(request, row) | {
        "form": form,
        "title": _("Take part without an account"),
        "submit": _("Send me the link"),
    }
    return render(request, "initiatives/consultations/link.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """What the letter leads to: a button, so that a program that opens links does nothing. It opens comments and
    nothing of what is kept of the person."""
    row = access.consultation_for(person_of(request), pk)
    person = personal_links.person_by(token, purpose_of(row))
    if request.method == "POST":
        remember(request, person)
        return back(request, "consultation", pk, said=_("Welcome, %(name)s!") % {"name": person.name})
    context = of_consultation(request, row) | {"person": person, "title": _("Take part")}
    return render(request, "initiatives/consultations/by_link.html", context)
