"""Forms of the event file. They only read what was typed; actions decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.forms import I18nForm

from talka.programmes.forms import words
from talka.ui.forms import DateInput

from .actions.own_items import OwnItemData
from .actions.publications import PublicationData
from .models import OwnItem, Publication, When


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, picture, office document or edoc, at most 100 MB."),
    )
    caption = forms.CharField(label=_("What it shows"), max_length=300, required=False)


class ReasonForm(forms.Form):
    """Why an item does not apply."""

    reason = forms.CharField(
        label=_("It does not apply, because"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence that an auditor understands: “The event was held online, so nothing was signed.”"),
    )


class TakeBackForm(forms.Form):
    reason = forms.CharField(label=_("Why it is taken back"), max_length=300)
    with_content = forms.BooleanField(
        label=_("Delete its content too"),
        required=False,
        help_text=_("Where it shows what it must not. Its name, its digest and your reason stay on record."),
    )


class PublicationForm(forms.Form):
    """A publication, new or corrected; `version` tells a stale form."""

    title = forms.CharField(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(label=pgettext_lazy("publication", "Kind"), choices=Publication.Kind.choices)
    publisher = forms.CharField(
        label=_("Where"), max_length=200, required=False, help_text=_("Newspaper, web site, station.")
    )
    url = forms.URLField(label=_("Address"), max_length=500, required=False, assume_scheme="https")
    day = forms.DateField(
        label=_("Published on"), widget=DateInput, required=False, help_text=_("Empty where it is not on record.")
    )
    copy_file = forms.FileField(
        label=pgettext_lazy("publication", "Copy"),
        required=False,
        help_text=_("PDF or picture, for when the page is gone one day."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Publication | None = None, **kwargs: Any) -> None:
        if row is not None:
            names = ("title", "kind", "publisher", "url", "day", "version")
            kwargs["initial"] = {name: getattr(row, name) for name in names}
        super().__init__(*args, **kwargs)
        if row is not None and row.copy is not None:
            self.fields["copy_file"].label = _("Another copy instead of “%(name)s”") % {"name": row.copy.file_name}

    def data_of(self) -> PublicationData:
        said = self.cleaned_data
        copy = said["copy_file"]
        return PublicationData(
            kind=said["kind"],
            title=said["title"],
            publisher=said["publisher"],
            url=said["url"],
            day=said["day"],
            copy=copy or None,
            copy_name=copy.name if copy else "",
        )


class OwnItemForm(I18nForm):
    title = words(_("Title"), required=True, longest=200)
    about = words(_("What exactly is to be there"), long=True)
    when = forms.ChoiceField(label=_("Missing from"), choices=When.choices, initial=When.AFTER)
    people = forms.BooleanField(
        label=_("Its files may name or show people"),
        required=False,
        initial=True,
        help_text=_("Then they are deleted when the project's retention date has passed."),
    )

    def __init__(self, *args: Any, row: OwnItem | None = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def data_of(self) -> OwnItemData:
        said = self.cleaned_data
        return OwnItemData(said["title"], said["about"] or "", said["when"], said["people"])
