"""Peer reviews: the list, one as a guided path, beginning, changing, closing, the team."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.people.models import Person
from talka.people.personal_links import person_by
from talka.ui.forms import sent, tried
from talka.ui.pages import page_of

from ..access import reviews as access
from ..access.angels import askers_only, may_ask
from ..actions import review_team as team
from ..actions import reviews as actions
from ..actions.review_plans import may_answer, may_look_back
from ..forms.angels import CloseForm, ReasonForm
from ..forms.reviews import DeclineForm, PartForm, PeerForm, PeerReviewForm, SpeakerForm
from ..models import Peer, PeerReview
from ..queries.reviews import page_of_review, public_page, reviews_of
from .causes import cause_of_review, pairs_of
from .frame import back, person_of, sections

SIZE = 30


@require_safe
def peer_reviews(request: HttpRequest) -> HttpResponse:
    """Those the reader may know of: everybody sees what municipalities published."""
    person = person_of(request)
    state, words = request.GET.get("state", ""), request.GET.get("q", "")[:100]
    context = {
        "page": page_of(reviews_of(person, state=state, words=words), request, size=SIZE),
        "state": state,
        "words": words,
        "states": PeerReview.State.choices,
        "asks": may_ask(person),
        "sections": sections("learning:peer_reviews"),
    }
    return render(request, "learning/reviews/reviews.html", context)


@require_safe
def peer_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole way of one review on one page; for others what is published; for who is asked, the question."""
    person = person_of(request)
    row = access.review_for(person, pk)
    roles = access.roles_of(person, row)
    if roles & access.INSIDE:
        page = page_of_review(row, person)
        context = of_review(row) | {
            "page": page,
            "person": person,
            "may_change": access.may_change(person, row),
            "organises": access.ORGANISER in roles,
            "on_team": access.TEAM in roles,
            "reviewed": access.REVIEWED in roles,
            "may_answer": may_answer(person, row),
            "may_look_back": may_look_back(person, row),
        }
        return render(request, "learning/reviews/review.html", context)
    if access.ASKED in roles:
        context = of_review(row) | {"peer": access.peer_of(person, row), "form": DeclineForm()}
        return render(request, "learning/reviews/asked.html", context)
    return render(request, "learning/reviews/public.html", of_review(row) | {"page": public_page(row)})


def of_review(row: PeerReview) -> dict[str, Any]:
    """What pages of a review share."""
    return {"review": row, "illustrative": row.illustrative, "under_way": row.is_open}


def pdf_named(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def form_page(request: HttpRequest, row: PeerReview, status: int, **context: Any) -> HttpResponse:
    return render(request, "learning/reviews/form.html", of_review(row) | context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin one; ?need=, ?measure= or ?request= says what it comes from."""
    person = askers_only(person_of(request))
    cause = cause_of_review(request, person)
    form = PeerReviewForm(request.POST or None, person=person, cause=cause)
    made: list[PeerReview] = []
    status = sent(
        request,
        form,
        lambda: made.append(
            actions.begin(
                form.data_of(),
                form.cleaned_data["programme"],
                form.cleaned_data["organisation"],
                by=person,
                causes=pairs_of(cause),
            )
        ),
    )
    if not status:
        said = _("The peer review is entered. Organisers of the programme put the team together.")
        return back(request, "peer_review", made[0].pk, said=said)
    context = {"form": form, "title": _("Begin a peer review"), "submit": _("Begin"), "cause": cause}
    return render(request, "learning/reviews/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = _somebody(request)
    row = access.review_to_change(person, pk)
    form = PeerReviewForm(request.POST or None, person=person, review=row)
    status = sent(
        request,
        form,
        lambda: actions.change(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person),
    )
    if not status:
        return back(request, "peer_review", pk, said=_("Saved; what stood there before is kept."))
    return form_page(request, row, status, form=form, title=_("Change the peer review"))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.review_to_change(person, pk)
    form = ReasonForm(request.POST or None)
    status = sent(request, form, lambda: actions.withdraw(row, form.cleaned_data["reason"], by=person))
    if not status:
        return back(request, "peer_review", pk, said=_("The peer review is withdrawn; what was done is kept."))
    return form_page(
        request, row, status, form=form, title=_("Withdraw the peer review"), submit=_("Withdraw"),
        lead=_("The team is told, and reads the reason. Nothing of it stays public."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.review_to_change(person, pk)
    form = CloseForm(request.POST or None)
    status = sent(request, form, lambda: actions.close(row, form.cleaned_data["reason"], by=person))
    if not status:
        return back(request, "peer_review", pk, said=_("The peer review is closed. What is published stays so."))
    return form_page(request, row, status, form=form, title=_("Close the peer review"), submit=_("Close it"))


@require_POST
def open_again(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.open_again(access.review_to_change(person, pk), by=person)
    return back(request, "peer_review", pk, said=_("The peer review is open again."))


@require_http_methods(["GET", "HEAD", "POST"])
def name_speaker(request: HttpRequest, pk: int) -> HttpResponse:
    """Who answers for the municipality from now on."""
    person = person_of(request)
    row = access.review_to_change(person, pk)
    form = SpeakerForm(request.POST or None)
    status = sent(request, form, lambda: actions.name_speaker(row, form.who(), by=person))
    if not status:
        return back(request, "peer_review", pk, said=_("Named; a letter is on its way to them."), anchor="speaker")
    return form_page(
        request, row, status, form=form, title=_("Who answers for the municipality"), submit=_("Name them"),
        lead=_("Letters about the draft, the report and what is due go to them. Colleagues can do the same here."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Organisers ask somebody into the team by letter."""
    person = person_of(request)
    row = access.review_to_organise(person, pk)
    form = PeerForm(request.POST or None, review=row)
    status = sent(request, form, lambda: team.invite(row, form.who(), form.cleaned_data["role"], by=person))
    if not status:
        said = _("The letter is on its way. They are on the team once they have said yes by its link.")
        return back(request, "peer_review", pk, said=said, anchor="team")
    return form_page(
        request, row, status, form=form, title=_("Ask somebody into the team"), submit=_("Write the letter"),
        lead=_("Peers come from other organisations: nobody reviews their own."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def change_part(request: HttpRequest, pk: int) -> HttpResponse:
    """An organiser gives somebody of the team another part."""
    person = person_of(request)
    peer = access.peer_to_organise(person, pk)
    form = PartForm(request.POST or None, initial={"role": peer.role})
    status = sent(request, form, lambda: team.change_part(peer, form.cleaned_data["role"], by=person))
    if not status:
        said = _("Saved; they are told by letter.")
        return back(request, "peer_review", peer.review_id, said=said, anchor="team")
    title = _("Another part: %(who)s") % {"who": peer.person.name}
    return form_page(request, peer.review, status, form=form, title=title)


@require_http_methods(["GET", "HEAD", "POST"])
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """An organiser takes somebody off the team."""
    person = person_of(request)
    peer = access.peer_to_organise(person, pk)
    return _with_reason(
        request,
        peer,
        _("Take off the team: %(who)s") % {"who": peer.person.name},
        lambda why: team.take_off(peer, why, by=person),
        lead=_("They read the reason in a letter. What they noted for the team stays with it."),
        to=("peer_review", peer.review_id),
        anchor="team",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody of the team cannot go on."""
    person = person_of(request)
    peer = access.peer_for(person, pk)
    if person is None or peer.person_id != person.pk:
        raise Http404
    return _with_reason(
        request,
        peer,
        _("I cannot go on"),
        lambda why: team.say_no(peer, why, by=person),
        lead=_("The organisers alone read why. What you noted for the team stays with it."),
        to=("peer_reviews",),
    )


def _with_reason(
    request: HttpRequest,
    peer: Peer,
    title: str,
    deed: Callable[[str], object],
    *,
    lead: str,
    to: tuple[Any, ...],
    anchor: str = "",
) -> HttpResponse:
    """to: the page that comes afterwards."""
    form = ReasonForm(request.POST or None)
    status = sent(request, form, lambda: deed(form.cleaned_data["reason"]))
    if not status:
        return back(request, *to, said=_("Saved; those whom it concerns are told by letter."), anchor=anchor)
    return form_page(request, peer.review, status, form=form, title=title, submit=title, lead=lead)


@require_POST
def answer_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever is asked says whether they come, signed in."""
    person = person_of(request)
    peer = access.own_invitation(person, pk)
    comes = request.POST.get("comes") == "yes"
    form = DeclineForm(request.POST)
    status = tried(form, lambda: _answer(form, peer, comes, by=person), "reason")
    if status:
        context = of_review(peer.review) | {"peer": peer, "form": form}
        return render(request, "learning/reviews/asked.html", context, status=status)
    if comes:
        return back(request, "peer_review", peer.review_id, said=_("Thank you. You are on the team."))
    return back(request, "peer_reviews", said=_("Thank you for the answer. The organisers are told."))


@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The same by the link of the letter, without an account."""
    person = person_by(token, team.purpose(pk))
    peer = access.own_invitation(person, pk)
    form = DeclineForm(request.POST or None)
    status = sent(request, form, lambda: _answer(form, peer, request.POST.get("comes") == "yes", by=None), "reason")
    if not status:
        return render(request, "learning/reviews/thanks.html", of_review(peer.review) | {"peer": peer})
    context = of_review(peer.review) | {"peer": peer, "form": form, "by_link": True}
    return render(request, "learning/reviews/asked.html", context, status=status)


def _answer(form: DeclineForm, peer: Peer, comes: bool, *, by: Person | None) -> None:
    if comes:
        team.say_yes(peer, by=by)
    else:
        team.say_no(peer, form.cleaned_data["reason"], by=by)


def _somebody(request: HttpRequest) -> Person:
    person = person_of(request)
    if person is None:
        raise Http404
    return person
