"""Community plans: the list, one as a whole, and where it is begun, changed, published and kept."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.media_types import PDF
from talka.documents.storage import serve_bytes
from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import community_plans as access
from ..actions import community_plans as actions
from ..actions import plan_versions
from ..forms.community_plans import CommentForm, KeepForm, NewPlanForm, PlanForm
from ..models import CommunityPlan, Team
from ..papers_of_plans import plan_pdf
from ..queries import community_plans as queries
from ..queries import plan_versions as kept
from .frame import back, person_of, sections

SIZE = 30


def of_plan(request: HttpRequest, plan: CommunityPlan) -> dict[str, object]:
    """The plan and what the reader may do with it."""
    person = person_of(request)
    open_ = plan.retired_at is None
    writes = access.may_write(person, plan)
    return {
        "plan": plan,
        "writes": writes and open_,
        "publishes": access.may_publish(person, plan) and open_,
        "talks": access.may_talk(person, plan) and open_,
        "open_to_all": access.open_to_all(plan),
        "inside": writes or access.teaches(person, plan),
        "illustrative": plan.illustrative,
    }


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """The plans the reader may know of, the newest first."""
    person = person_of(request)
    words = request.GET.get("q", "").strip()[:100]
    context = {
        "page": page_of(queries.plans_of(person, words=words), request, size=SIZE),
        "words": words,
        "begins": access.may_begin(person),
        "retired": queries.retired_of(person),
        "sections": sections("learning:community_plans"),
    }
    return render(request, "learning/community_plans/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin one; ?team= says of which team."""
    person = person_of(request)
    team = _asked_team(request, person)
    if team is None and not access.may_begin(person):
        raise Http404
    form = NewPlanForm(request.POST or None, person=person, team=team)
    made: list[CommunityPlan] = []
    status = sent(request, form, lambda: made.append(_begin(form, person)))
    if not status:
        said = _("The plan is begun; nobody else reads it yet. Now what the place has, and who is there.")
        return back(request, "community_plan", made[0].pk, said=said)
    context = {"form": form, "title": _("New community plan"), "submit": _("Begin")}
    return render(request, "learning/community_plans/form.html", context, status=status)


def _asked_team(request: HttpRequest, person: Person | None) -> Team | None:
    asked = request.GET.get("team", "")
    if not asked:
        return None
    team = access.team_to_plan(person, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
    if team is None:
        raise Http404
    return team


def _begin(form: NewPlanForm, person: Person | None) -> CommunityPlan:
    team = form.team()
    if team is not None:
        return actions.begin_for_team(team, form.data_of(), by=person)
    if form.own is None:
        raise Http404
    return actions.begin_for_organisation(form.own, form.data_of(), by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan; its people and those who teach comment on it here."""
    person = person_of(request)
    door = access.plan_to_talk_about if request.method == "POST" else access.plan_for
    row = door(person, pk)
    form = CommentForm(request.POST or None)
    status = sent(request, form, lambda: plan_versions.comment(row, form.cleaned_data["text"], by=person))
    if not status:
        return back(request, "community_plan", pk, said=_("Said."), anchor="comments")
    context = of_plan(request, row) | {"page": queries.page_of_plan(row, person)}
    if context["talks"]:
        context |= {"form": form, "comments": page_of(queries.comments_of(row), request, size=SIZE)}
    return render(request, "learning/community_plans/plan.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.plan_to_write(person, pk)
    form = PlanForm(request.POST or None, plan=row)
    status = sent(
        request,
        form,
        lambda: actions.change_plan(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person),
    )
    if not status:
        return back(request, "community_plan", pk, said=_("Saved; what stood there before is kept."))
    context = of_plan(request, row) | {"form": form, "title": _("Change the plan"), "may_retire": True}
    return render(request, "learning/community_plans/form.html", context, status=status)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.plan_to_publish(person, pk)
    actions.publish_plan(row, by=person)
    said = _("Everybody can read it now, as it stands and as you change it. Comments stay with you.")
    if not access.open_to_all(row):
        said = _("Published. Everybody reads it once the programme in which it was made is open to everybody.")
    return back(request, "community_plan", pk, said=said)


@require_POST
def unpublish(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.unpublish_plan(access.plan_to_write(person, pk), by=person)
    said = _("Only the community and those who accompany it read it now.")
    return back(request, "community_plan", pk, said=said)


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.retire_plan(access.plan_to_write(person, pk), by=person)
    return back(request, "community_plans", said=_("The plan was taken away; it can be brought back from this list."))


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.restore_plan(access.plan_to_restore(person, pk), by=person)
    return back(request, "community_plan", pk, said=_("The plan is back. It is not published."))


@require_safe
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """To be printed: all of it but the comments."""
    person = person_of(request)
    row = access.plan_for(person, pk)
    context = {"plan": row, "page": queries.page_of_plan(row, person), "illustrative": row.illustrative}
    return render(request, "learning/community_plans/print.html", context)


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.plan_for(person, pk)
    return serve_bytes(plan_pdf(row, queries.page_of_plan(row, person)), f"ciema-plans-{row.pk}.pdf", PDF)


@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """What was kept; those who write keep how it stands now."""
    person = person_of(request)
    door = access.plan_to_write if request.method == "POST" else access.plan_inside
    row = door(person, pk)
    form = KeepForm(request.POST or None)
    status = sent(request, form, lambda: plan_versions.keep_version(row, form.cleaned_data["note"], by=person))
    if not status:
        return back(request, "community_plan_versions", pk, said=_("Kept, as it stands now."))
    context = of_plan(request, row) | {"versions": kept.versions_of(row), "form": form}
    return render(request, "learning/community_plans/versions.html", context, status=status)


@require_safe
def version(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """The plan as it once stood."""
    row = access.version_for(person_of(request), pk, version)
    stood, page = kept.as_it_stood(row)
    context = of_plan(request, row.plan) | {"version": row, "stood": stood, "page": page, "since": kept.since(row)}
    return render(request, "learning/community_plans/version.html", context)
