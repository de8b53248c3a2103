"""The needs register of a programme."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talka.programmes.access import programme_for
from talka.programmes.models import Programme
from talka.ui.asked import whole
from talka.ui.pages import page_of
from talka.ui.refusals import Refusal

from .. import access, actions
from ..forms.register import RecordForm
from ..models import Need
from ..queries import register as queries
from .tabs import tabs

SIZE = 25


def register(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, programme_for(request.person, slug))


def _page(
    request: HttpRequest, programme: Programme, form: RecordForm | None = None, status: int = 200
) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("state", "theme", "by")}
    state = asked["state"] if asked["state"] in Need.State.values else ""
    found = queries.register_of(programme, request.person, state=state, theme=asked["theme"])
    page = page_of(found.entries, request, size=SIZE)
    rows = queries.rows_of(found, page.rows, request.person)
    by = queries.By(asked["by"]) if asked["by"] in [*queries.By] else None
    keeps = access.may_keep_register(request.person, programme)
    team = access.is_on_team(request.person, programme)
    return render(
        request,
        "needs/register.html",
        {
            "programme": programme,
            "page": page,
            "rows": rows,
            "found": found,
            "states": tabs(asked, "state", state, [("", _("All needs")), *Need.State.choices]),
            "themes": found.themes,
            "asked": asked,
            "ways": tabs(asked, "by", by or "", [(way.value, queries.label_of(way)) for way in queries.By]),
            "comparison": queries.compared(rows, found, by) if by else None,
            "heard": queries.not_heard(found) if team and not state and not asked["theme"] else None,
            "keeps": keeps,
            "form": form or (RecordForm() if keeps else None),
            "illustrative": programme.illustrative,
        },
        status=status,
    )


@require_POST
def record(request: HttpRequest, slug: str) -> HttpResponse:
    programme = programme_for(request.person, slug)
    form = RecordForm(request.POST)
    if not form.is_valid():
        return _page(request, programme, form, status=422)
    actions.record_need(programme, **form.cleaned_data, by=request.person)
    messages.success(request, _("The need stands in the register."))
    return redirect("needs:register", slug)


@require_POST
def merge(request: HttpRequest, slug: str) -> HttpResponse:
    """The chosen needs become one, which keeps the wording of the first or gets a new one."""
    programme_for(request.person, slug)
    chosen = [*dict.fromkeys(filter(None, map(whole, request.POST.getlist("need"))))]
    if len(chosen) < 2:
        raise Refusal(
            _("Choose at least two needs."), _("Nothing was changed."), _("Tick those that say the same."), status=422
        )
    first, *others = [access.need_for(request.person, pk) for pk in chosen]
    actions.merge(others, first, words=request.POST.get("words", ""), by=request.person)
    messages.success(request, _("They are one need now. Every card went along."))
    return redirect("needs:need", first.pk)
