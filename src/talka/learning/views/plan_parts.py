"""What a community plan is made of: what the place has, who is there, what is to be done. The three are entered,
changed and removed alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from talka.ui.forms import sent
from talka.ui.refusals import Words

from ..access import community_plans as access
from ..actions import community_plans as actions
from ..forms.community_plans import ActivityForm, ActorForm, AssetForm, PartForm
from ..models import CommunityPlan, PlanActivity, PlanActor, PlanAsset
from .community_plans import of_plan
from .frame import back, person_of


@dataclass(frozen=True)
class Part:
    """name: as its addresses are called; anchor: where on the plan's page it stands; title: of the form for a new
    one."""

    name: str
    anchor: str
    title: Words
    model: Any
    form: Callable[..., PartForm]
    add: Callable[..., object]
    change: Callable[..., object]


ASSET = Part(
    "plan_asset", "assets", gettext_lazy("What the place has"),
    PlanAsset, AssetForm, actions.add_asset, actions.change_asset,
)  # fmt: skip
ACTOR = Part(
    "plan_actor", "actors", gettext_lazy("Who is there"),
    PlanActor, ActorForm, actions.add_actor, actions.change_actor,
)  # fmt: skip
ACTIVITY = Part(
    "plan_activity", "activities", gettext_lazy("What is to be done"),
    PlanActivity, ActivityForm, actions.add_activity, actions.change_activity,
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int, part: Part) -> HttpResponse:
    person = person_of(request)
    plan = access.plan_to_write(person, pk)
    form = part.form(request.POST or None, plan=plan, person=person)
    status = sent(request, form, lambda: part.add(plan, form.data_of(), by=person))
    if not status:
        return back(request, "community_plan", pk, said=_("Entered."), anchor=part.anchor)
    return _form(request, plan, form, part.title, status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, row: int, part: Part) -> HttpResponse:
    person = person_of(request)
    one = access.row_to_change(person, part.model, pk, row)
    form = part.form(request.POST or None, plan=one.plan, person=person, row=one)
    status = sent(request, form, lambda: part.change(one, form.data_of(), version=form.version_shown(), by=person))
    if not status:
        said = _("Saved; what stood there before is kept.")
        return back(request, "community_plan", pk, said=said, anchor=part.anchor)
    remove = reverse(f"learning:remove_{part.name}", args=[pk, row])
    return _form(request, one.plan, form, str(one), status, remove=remove)


@require_POST
def remove(request: HttpRequest, pk: int, row: int, part: Part) -> HttpResponse:
    """Pressed twice, the second time says so, too: it is gone."""
    person = person_of(request)
    actions.remove_row(access.plan_to_write(person, pk), part.model, row, by=person)
    return back(request, "community_plan", pk, said=_("Removed."), anchor=part.anchor)


def _form(
    request: HttpRequest, plan: CommunityPlan, form: PartForm, title: Words, status: int, *, remove: str = ""
) -> HttpResponse:
    """remove: the address by which the row goes, where it is one that stands already."""
    context = of_plan(request, plan) | {"form": form, "title": title, "remove": remove}
    if not remove:
        context["submit"] = _("Enter")
    return render(request, "learning/community_plans/form.html", context, status=status)
