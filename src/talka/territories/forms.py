from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 60 * 1024 * 1024


class BoundariesForm(forms.Form):
    file = forms.FileField(
        label=_("Boundaries as GeoJSON"), help_text=_("A FeatureCollection in WGS 84, at most 60 MB.")
    )
    code_property = forms.CharField(
        label=_("Property that holds the ATVK code"), initial="ATVK", help_text=_("As it is called in the file.")
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 60 MB. Export it with fewer points."))
        return file
