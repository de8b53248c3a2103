"""Modules of a training programme."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.ui.forms import sent

from .. import access
from ..actions import trainings as actions
from ..forms.trainings import ModuleForm
from .frame import back, of_training, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    training = access.training_to_run(person, slug)
    form = ModuleForm(request.POST or None, training=training)
    status = sent(
        request,
        form,
        lambda: actions.add_module(training, form.data_of(), by=person, competences=form.cleaned_data["competences"]),
    )
    if not status:
        return back(request, "training", slug, said=_("The module is entered."), anchor="modules")
    context = {"form": form, "title": _("New module"), "submit": _("Enter")} | of_training(request, training)
    return render(request, "learning/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    module = access.module_to_change(person, slug, pk)
    form = ModuleForm(request.POST or None, training=module.training, module=module)
    status = sent(
        request,
        form,
        lambda: actions.change_module(module, form.data_of(), by=person, competences=form.cleaned_data["competences"]),
    )
    if not status:
        said = _("Saved; what stood there before is kept.")
        return back(request, "training", slug, said=said, anchor="modules")
    context = {"form": form, "title": _("Change the module")} | of_training(request, module.training)
    return render(request, "learning/form.html", context, status=status)


@require_POST
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    module = access.module_to_change(person_of(request), slug, pk)
    actions.move_module(module, request.POST.get("to") == "up", by=person_of(request))
    return back(request, "training", slug, anchor="modules")


@require_POST
def retire(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    module = access.module_to_change(person_of(request), slug, pk)
    actions.retire_module(module, by=person_of(request))
    said = _("The module is not taught any more; it can be brought back.")
    return back(request, "training", slug, said=said, anchor="modules")


@require_POST
def restore(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    module = access.module_to_change(person_of(request), slug, pk)
    actions.restore_module(module, by=person_of(request))
    return back(request, "training", slug, said=_("The module is back."), anchor="modules")
