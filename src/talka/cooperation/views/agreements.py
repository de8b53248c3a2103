"""Agreements: the register, one as a whole, where it is begun, changed, shown, taken away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.storage import serve_file
from talka.ui.forms import sent
from talka.ui.pages import page_of

from .. import access as cases
from ..access import agreements as access
from ..actions.agreements import drafting as actions
from ..agreements.library import form_name
from ..forms.agreements import BeginForm, ConditionsForm, ReminderForm, TermsForm, ValidityForm, WhatForm, form_choices
from ..forms.cases import service_choices
from ..law.register import services
from ..models import Agreement
from ..queries.agreements.page import page_of_agreement
from ..queries.agreements.register import Asked, agreements_of_case, register_of, retired_of
from .agreement_frame import about, form_page
from .frame import back, context_of, person_of

SIZE = 30
PARTS: dict[str, type[TermsForm]] = {"what": WhatForm, "conditions": ConditionsForm, "validity": ValidityForm}


def asked_of(request: HttpRequest) -> Asked:
    """What the address asks of the register; nonsense asks for nothing."""
    given = request.GET
    service, form, state = (given.get(name, "") for name in ("service", "form", "state"))
    try:
        day = parse_date(given.get("day", ""))
    except ValueError:
        day = None
    return Asked(
        words=given.get("q", "").strip()[:100],
        service=service if service in services() else "",
        form=form if form in dict(form_choices()) else "",
        party=given.get("party", "").strip()[:100],
        state=state if state in Agreement.State.values else "",
        day=day,
    )


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every agreement the reader may know of."""
    person = person_of(request)
    asked = asked_of(request)
    page = page_of(register_of(person, asked), request, size=SIZE)
    for row in page.rows:
        row.service_name = services()[row.service].name if row.service in services() else ""
        row.form_name = form_name(row.form)
    begins = access.may_begin_without_a_case(person)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "asked": asked,
        "services": service_choices(),
        "forms": form_choices(),
        "states": Agreement.State.choices,
        "begins": begins,
        "query": query.urlencode(),
        "retired": retired_of(person) if begins else [],
    }
    return render(request, "cooperation/agreements.html", context)


@require_safe
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    row = access.agreement_for(person, slug)
    case = row.case
    known = case is not None and cases.cases_known_to(person).filter(pk=case.pk).exists()
    replaces = row.replaces_id and access.known_to(person).filter(pk=row.replaces_id).exists()
    page = {
        "page": page_of_agreement(row, person),
        "case": case if known else None,
        "replaces": row.replaces if replaces else None,
        "may_restore": bool(row.retired_at),
    }
    return render(request, "cooperation/agreement.html", about(request, row, "agreement") | page)


@require_safe
def of_case(request: HttpRequest, slug: str) -> HttpResponse:
    """The agreements of one case."""
    person = person_of(request)
    case = cases.case_for(person, slug)
    rows = agreements_of_case(case, person)
    for row in rows:
        row.form_name = form_name(row.form)
    context = {"agreements": rows} | context_of(request, case, "cooperation:case_agreements")
    return render(request, "cooperation/case_agreements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_of_case(request: HttpRequest, slug: str) -> HttpResponse:
    """Draft an agreement of a case between its partners."""
    person = person_of(request)
    case = cases.case_to_change(person, slug)
    form = BeginForm(request.POST or None, of_case=True, suits=case.service, initial={"title": str(case.title)})
    made: list[Agreement] = []
    status = sent(request, form, lambda: made.append(actions.begin(case, form.terms(), by=person)))
    if not status:
        return back(request, "agreement_text", made[0].slug, said=_("The draft is laid out clause by clause."))
    context = {"form": form, "title": _("Draft an agreement"), "submit": _("Lay out the draft")}
    context |= {"back": "cooperation:case_agreements"} | context_of(request, case)
    return render(request, "cooperation/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draft an agreement that no case leads to."""
    person = person_of(request)
    access.begins_agreements_only(person)
    form = BeginForm(request.POST or None, of_case=False)
    made: list[Agreement] = []

    def begin() -> None:
        parties = list(form.cleaned_data["parties"])
        made.append(actions.begin_without_a_case(form.terms(), parties, by=person))

    status = sent(request, form, begin)
    if not status:
        return back(request, "agreement_text", made[0].slug, said=_("The draft is laid out clause by clause."))
    context = {"form": form, "title": _("Draft an agreement"), "submit": _("Lay out the draft")}
    return render(request, "cooperation/agreement_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """One part of the terms: what, conditions or validity."""
    if part not in PARTS:
        raise Http404
    person = person_of(request)
    row = access.agreement_to_change(person, slug)
    form = PARTS[part](request.POST or None, agreement=row)

    def save() -> None:
        actions.change(row, form.changes(), version=form.cleaned_data["version"], by=person)

    status = sent(request, form, save)
    if not status:
        return back(request, "agreement", row.slug, said=_("Saved; what stood there before is kept."))
    titles = {
        "what": _("What it is about"),
        "conditions": _("Terms in your own words"),
        "validity": _("Validity, renewal, notice"),
    }
    return form_page(request, row, form, titles[part], status)


@require_http_methods(["GET", "HEAD", "POST"])
def reminder(request: HttpRequest, slug: str) -> HttpResponse:
    """When the parties get a letter before the last day; the one thing that is set of an agreement that holds."""
    person = person_of(request)
    row = access.agreement_to_change(person, slug)
    first = {"version": row.version, "remind_months": row.remind_months}
    form = ReminderForm(request.POST or None, initial=first)
    status = sent(
        request,
        form,
        lambda: actions.set_reminder(
            row, form.cleaned_data["remind_months"], version=form.cleaned_data["version"], by=person
        ),
    )
    if not status:
        return back(request, "agreement", row.slug, said=_("Saved; what stood there before is kept."))
    return form_page(request, row, form, _("Letter before the last day"), status)


@require_safe
def signed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The text as it was signed, as an attachment."""
    row = access.agreement_for(person_of(request), slug)
    if not row.file:
        raise Http404
    return serve_file(row.file.name or "", row.file_name, row.media_type)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.agreement_to_change(person_of(request), slug)
    actions.publish(row, by=person_of(request))
    return back(request, "agreement", row.slug, said=_("Everybody reads the agreement in the register now."))


@require_POST
def unpublish(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.agreement_to_change(person_of(request), slug)
    actions.unpublish(row, by=person_of(request))
    return back(request, "agreement", row.slug, said=_("Only the parties read the agreement now."))


@require_POST
def retire(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.agreement_to_change(person_of(request), slug)
    actions.retire(row, by=person_of(request))
    messages.success(request, _("The agreement was taken away. It can be brought back from the register."))
    return redirect("cooperation:agreements")


@require_POST
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.agreement_to_restore(person_of(request), slug)
    actions.restore(row, by=person_of(request))
    return back(request, "agreement", row.slug, said=_("The agreement is back; only the parties read it."))
