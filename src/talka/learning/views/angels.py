"""Knowledge angels: the list, one of them, one's own page, an invitation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.people.models import Person
from talka.people.personal_links import person_by
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import angels as access
from ..actions import angels as actions
from ..forms.angels import AngelForm, FilterForm
from ..forms.trainings import WhoForm
from ..models import Angel
from ..queries.angels import listed, own_page, rows_of
from .frame import back, person_of, sections

SIZE = 30


@require_safe
def angels(request: HttpRequest) -> HttpResponse:
    """Those who help: everybody sees who agreed to be public."""
    person = person_of(request)
    form = FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    area = asked.get("area")
    rows = listed(
        person,
        topic=asked.get("topic", ""),
        language=asked.get("language", ""),
        area=area.pk if area else None,
        words=asked.get("q", ""),
    )
    page = page_of(rows, request, size=SIZE)
    context = {
        "form": form,
        "page": page,
        "rows": rows_of(list(page.rows)),
        "filtered": any(asked.values()),
        "keeps": access.keeps_angels(person),
        "asks": access.may_ask(person),
        "own": access.angel_of(person),
        "sections": sections("learning:angels"),
    }
    return render(request, "learning/angels/angels.html", context)


@require_safe
def angel(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.angel_for(person_of(request), pk)
    context = {"angel": row, "row": rows_of([row])[0], "illustrative": row.person.illustrative}
    return render(request, "learning/angels/angel.html", context)


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """One's own page as an angel: what waits, what one is at, what came of it."""
    person = access.signed_in(person_of(request))
    own = access.angel_of(person)
    page = own_page(own) if own is not None else None
    context = {"angel": own, "page": page, "illustrative": person.illustrative}
    return render(request, "learning/angels/me.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Enter oneself, or change what one said."""
    person = access.signed_in(person_of(request))
    own = access.angel_of(person)
    agreed = own is not None and access.consents_of(own).exists()
    form = AngelForm(request.POST or None, person=person, angel=own, agreed=agreed)
    status = sent(request, form, lambda: _enter(form, person=person, by=person))
    if not status:
        return back(request, "my_angel", said=_("Saved. Proposals come by letter and stand on this page."))
    title = _("Change what you said") if own is not None else _("Help as a knowledge angel")
    context = {"form": form, "title": title, "cancel": "learning:my_angel", "illustrative": person.illustrative}
    return render(request, "learning/angels/form.html", context, status=status)


def _enter(form: AngelForm, *, person: Person, by: Person | None) -> None:
    version = form.cleaned_data["version"] or 0
    actions.enter(person, form.data_of(), agrees=form.agrees_to(), by=by, version=version)


@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    person = access.signed_in(person_of(request))
    own = access.angel_of(person)
    if own is not None:
        actions.withdraw(own, by=person)
    return back(
        request, "my_angel", said=_("From now on you are neither listed nor proposed. What you agreed on stays.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Organisers ask somebody by letter."""
    person = person_of(request)
    access.keepers_of_angels_only(person)
    form = WhoForm(request.POST or None)
    status = sent(request, form, lambda: actions.invite(form.who(), by=person))
    if not status:
        said = _("The letter is on its way. They are an angel once they have agreed by its link.")
        return back(request, "angels", said=said)
    context = {"form": form, "title": _("Invite a knowledge angel"), "submit": _("Write the letter")}
    return render(request, "learning/angels/form.html", context | {"cancel": "learning:angels"}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever was invited says with what they help, and agrees, by the link of the letter."""
    person = person_by(token, actions.INVITED)
    own = Angel.objects.filter(person=person).first()
    form = AngelForm(request.POST or None, person=person, angel=own)
    status = sent(request, form, lambda: _enter(form, person=person, by=None))
    if not status:
        messages.success(request, _("Thank you. You are entered; proposals come by letter."))
        return render(request, "learning/angels/thanks.html", {"person": person})
    context = {"form": form, "title": _("Help as a knowledge angel"), "person": person, "submit": _("I agree and help")}
    return render(request, "learning/angels/invited.html", context, status=status)
