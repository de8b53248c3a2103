import re

from django import forms
from django.utils import translation

from talka.ui.forms import DateInput, DateTimeInput
from talka.ui.samples import SampleForm


def html_of(form):
    """As browsers take it: how its templates are laid out in lines is not what is asked."""
    with translation.override("lv"):
        return re.sub(r"\s+(?=[<>])|(?<=>)\s+", "", str(form))


def test_every_label_and_every_description_leads_to_something():
    for form in (SampleForm(), SampleForm({"email": "x"})):
        page = html_of(form)
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        for wanted in re.findall(r'(?: for|aria-describedby)="([^"]+)"', page):
            for part in wanted.split():
                assert part in ids, part
        for link in re.findall(r'href="#([^"]+)"', page):
            assert link in ids, link


def test_errors_are_tied_to_their_inputs_and_listed_first():
    page = html_of(SampleForm({"email": "x"}))
    email = re.search(r'<input type="email"[^>]*>', page).group(0)
    assert 'aria-invalid="true"' in email
    assert 'aria-describedby="id_email_helptext id_email_error"' in email
    assert page.index('class="error-summary"') < page.index("<label")
    assert '<a href="#id_email">E-pasta adrese:' in page
    assert '<a href="#id_group_0">Darba grupa:' in page
    assert '<a href="#id_title_0">Nosaukums:' in page


def test_a_fresh_form_shows_no_errors_and_says_required_in_words():
    page = html_of(SampleForm())
    assert "error-summary" not in page
    assert "field-faulty" not in page
    assert page.count('<span class="required">(obligāti)</span>') == 5


def test_each_language_has_its_own_label():
    page = html_of(SampleForm({"title_0": "Talka & <draugi>", "title_1": "Bee"}))
    assert (
        '<label for="id_title_0">Latviski</label><input type="text" name="title_0" value="Talka &amp; &lt;draugi&gt;"'
        in page
    )
    assert '<label for="id_title_1">Angliski</label><input type="text" name="title_1" value="Bee"' in page
    assert 'lang="en"' in page
    assert "placeholder" not in page


def test_groups_are_fieldsets_and_a_single_box_is_not():
    page = html_of(SampleForm())
    assert page.count("<fieldset") == page.count("<legend>") == 4
    assert re.search(r'<input type="checkbox" name="consent"[^>]*><label for="id_consent">', page)


def test_errors_of_the_form_as_a_whole_stand_in_the_summary():
    class Strict(forms.Form):
        day = forms.DateField(widget=DateInput)
        at = forms.DateTimeField(widget=DateTimeInput)

        def clean(self):
            raise forms.ValidationError("Kopumā <nē>")

    page = html_of(Strict({"day": "2026-03-29", "at": "2026-03-29T02:30"}))
    assert "<li>Kopumā &lt;nē&gt;</li>" in page
    assert 'type="date" name="day" value="2026-03-29"' in page
    assert 'type="datetime-local" name="at" value="2026-03-29T02:30"' in page
    for language in ("lv", "en"):
        with translation.override(language):
            assert Strict({"day": "2026-03-29", "at": "2026-03-27T02:30"}).fields["at"].clean("2026-03-27T02:30")
