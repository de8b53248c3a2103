"""Forms of homework: setting it, handing it in, answering it."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.forms import I18nForm

from talka.documents.kept_files import Sent
from talka.programmes.forms import words
from talka.ui.forms import DateInput

from ..actions.answers import LONGEST as LONGEST_ANSWER
from ..actions.homework import LONGEST, HomeworkData
from ..models import Cohort, HandInRemark, Homework, Module


class SentForm(forms.Form):
    """A file or an address with whatever else is asked."""

    file = forms.FileField(label=_("File"), required=False, help_text=_("At most 50 MB."))
    link = forms.URLField(label=_("or where it can be read"), required=False, max_length=500, assume_scheme="https")

    def sent(self) -> Sent:
        file = self.cleaned_data["file"]
        return Sent(file, file.name if file else "", self.cleaned_data["link"])


class HomeworkForm(I18nForm, SentForm):
    """New homework, or one that is changed; `version` tells a stale form."""

    title = words(_("Title"), required=True, longest=200)
    task = words(_("What is to be done"), required=True, long=True)
    due_on = forms.DateField(
        label=_("Due day"), widget=DateInput(), help_text=_("What comes later is taken too, and said to be late.")
    )
    module = forms.ModelChoiceField(
        Module.objects.none(), label=_("Module"), required=False, empty_label=_("Of no single module")
    )
    each = forms.TypedChoiceField(
        label=_("Who hands in"),
        choices=[("", _("The team, one for all")), ("yes", _("Each person their own"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    needed = forms.BooleanField(
        label=_("Needed"),
        required=False,
        initial=True,
        help_text=_("Where the certificate has a rule about homework, it asks for what is needed."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = ("title", "task", "due_on", "module", "each", "needed", "file", "link")

    def __init__(self, *args: Any, cohort: Cohort, homework: Homework | None = None, **kwargs: Any) -> None:
        if homework is not None:
            kept = ("title", "task", "due_on", "module", "needed", "link", "version")
            kwargs["initial"] = {name: getattr(homework, name) for name in kept} | {
                "each": "yes" if homework.each else ""
            }
        super().__init__(*args, **kwargs)
        kept_too = Q(pk=homework.module_id if homework else None)
        taught = Q(training=cohort.training, retired_at=None)
        self.fields["module"].queryset = Module.objects.filter(taught | kept_too)
        if homework is not None and homework.is_kept:
            self.fields["file"].help_text = _("At most 50 MB; a new one replaces the old.")

    def data_of(self) -> HomeworkData:
        said = self.cleaned_data
        return HomeworkData(said["title"], said["task"], said["due_on"], said["module"], said["needed"], said["each"])


class HandInForm(SentForm):
    """What a team or a person hands in."""

    text = forms.CharField(
        label=_("Your text"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Or only a file or an address."),
    )

    field_order = ("text", "file", "link")


class RemarkForm(SentForm):
    """A word in the thread; those who teach may return or accept with it."""

    text = forms.CharField(
        label=pgettext_lazy("in a thread", "What you say"),
        required=False,
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    verdict = forms.ChoiceField(
        label=_("What follows"),
        choices=HandInRemark.Verdict.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Those whose work it is are written to in any case."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = ("text", "verdict", "file", "link")

    def __init__(self, *args: Any, teaches: bool, newest: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": newest, "verdict": ""}
        super().__init__(*args, **kwargs)
        if not teaches:
            del self.fields["verdict"], self.fields["version"]
