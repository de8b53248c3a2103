"""Made-up content for the gallery: places and people that do not exist."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest
from i18nfield.forms import I18nForm, I18nFormField, I18nTextarea, I18nTextInput

from .charts import Dot, SmallBar
from .forms import CodeInput, DateInput
from .pages import page_of
from .way_chart import Course, Others
from .ways import Row, Stop, Way

COLOURS = (
    ("paper", "ink"),
    ("surface", "ink-soft"),
    ("pine", "on-pine"),
    ("madder", "on-madder"),
    ("pine-wash", "pine-strong"),
    ("madder-wash", "madder-strong"),
    ("amber-wash", "amber"),
    ("sky-wash", "sky"),
)
RIGA = dt.timezone(dt.timedelta(hours=2))


class SampleForm(I18nForm):
    """Every kind of field that a room may need."""

    title = I18nFormField(label="Nosaukums", widget=I18nTextInput, help_text="Vismaz vienā valodā.")
    words = I18nFormField(label="Apraksts", widget=I18nTextarea, required=False)
    email = forms.EmailField(label="E-pasta adrese", help_text="Uz to nosūtīsim apstiprinājumu.")
    organisation = forms.ChoiceField(
        label="Iestāde",
        choices=[("", "Izvēlieties"), ("1", "Ozolaines novada pašvaldība"), ("2", "Mežāres novada pašvaldība")],
    )
    day = forms.DateField(label="Diena", widget=DateInput, required=False)
    places = forms.IntegerField(label="Vietu skaits", min_value=1, required=False)
    code = forms.CharField(label="Telpas kods", widget=CodeInput, required=False)
    group = forms.ChoiceField(
        label="Darba grupa",
        choices=[("1", "Teritorijas attīstības plānošana un uzraudzība"), ("2", "Sabiedrības līdzdalība")],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label="Kas Jums vajadzīgs",
        choices=[("1", "Veģetārs ēdiens"), ("2", "Piekļuve ratiņkrēslā"), ("3", "Tulkojums zīmju valodā")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    file = forms.FileField(label="Prezentācija", required=False, help_text="PDF vai biroja dokuments, līdz 100 MB.")
    consent = forms.BooleanField(label="Esmu iepazinies ar paziņojumu par personas datu apstrādi")


class Brief(forms.Form):
    email = forms.EmailField(label="E-pasta adrese")
    note = forms.CharField(label="Piezīme", widget=forms.Textarea, required=False)


def tiles() -> list[dict[str, Any]]:
    """Nine made-up municipalities."""
    names = ("Ozolaine", "Mežāre", "Kalnava", "Upmala", "Liepsala", "Purviene", "Saulkrogs", "Bērzgale", "Akmeņupe")
    levels = (0, 1, 2, 3, 4, 5, 2, "none", 3)
    return [
        {
            "row": place // 3,
            "column": place % 3 + (place // 3) % 2,
            "label": f"{name}",
            "short": name[:3],
            "value": "" if level == "none" else f"{level}",
            "href": f"#{name}" if place % 2 == 0 else "",
            "level": level,
        }
        for place, (name, level) in enumerate(zip(names, levels, strict=True))
    ]


def way() -> Way:
    """From an event to two measures, and one theme more than there is room for."""
    themes = (
        "Kopīgi dati",
        "Sadarbība pār novadu robežām, kad pakalpojumu vienai pašvaldībai uzturēt ir par dārgu",
        "Iedzīvotāju iesaiste",
        "Plānotāju skaits",
        "Līgumi",
        "Laiks",
    )
    lines = [("seminar", "group")] + [("group", f"theme-{n}") for n in range(len(themes))]
    return Way(
        (
            Row("Pasākums", (Stop("seminar", "Plānošanas seminārs Ozolainē", "#seminar", here=True),)),
            Row("Darba grupa", (Stop("group", "Teritorijas attīstības plānošana", "#group"),)),
            Row("Temats", tuple(Stop(f"theme-{n}", words, f"#t{n}") for n, words in enumerate(themes)), anchor="#all"),
            Row("Rīcība", (Stop("m1", "Mācības darbam ar datiem"), Stop("m2", "Līgumu paraugi", "#m2"))),
        ),
        (*lines, ("theme-0", "m1"), ("theme-4", "m2"), ("theme-1", "m2")),
    )


def context(request: HttpRequest) -> dict[str, Any]:
    """All the variables that the examples use."""
    start = dt.datetime(2026, 3, 11, 10, 0, tzinfo=RIGA)
    bound = SampleForm({"email": "anna.ozola@", "group": "9"})
    return {
        "form": SampleForm(auto_id="id_%s"),
        "bound_form": SampleForm(bound.data, auto_id="bad_%s"),
        "hand_form": Brief(auto_id="hand_%s"),
        "trail": [("Pasākumi", "/"), ("Spēju stiprināšanas programma", "/")],
        "tabs_sample": [
            {"label": "Pārskats", "href": "#", "current": True},
            {"label": "Dalībnieki", "href": "#dalibnieki", "count": 60},
            {"label": "Darba kārtība", "href": "#kartiba"},
            {"label": "Apliecinājumi", "href": "#apliecinajumi", "count": 0},
        ],
        "steps_sample": [
            {"label": "Pieteikšanās", "state": "done", "href": "#"},
            {"label": "Darba grupas", "state": "done"},
            {"label": "Balsošana", "state": "current"},
            {"label": "Ziņojumi un turpmākās rīcības plāns", "state": "todo"},
        ],
        "facts_sample": [
            ("Laiks", "2026. gada 11. marts, 10:00–17:00"),
            ("Vieta", "Ozolaines kultūras nams, Skolas iela 1"),
            ("Rīkotājs", "Plānošanas reģionu un pašvaldību sadarbības atbalsta biedrība"),
            ("Tālrunis", ""),
        ],
        "bars_sample": [
            {"label": "Attīstības plānošanas speciālistu trūkums", "value": 23, "href": "#"},
            {"label": "Iedzīvotāju iesaiste ārpus novada centra", "value": 17},
            {"label": "Uzņēmējdarbības atbalsta infrastruktūra", "value": 9.5},
            {"label": "Citi", "value": 0},
        ],
        "values_sample": [41, 40.5, 40, 39.1, None, 38.4, 38.8, 39.5],
        "small_bars_sample": [
            SmallBar("Ozolaines novads", 0.4, "0,4", "#", [-1.2, -0.8, None, -0.1, 0.4], "no −1,2 līdz 0,4"),
            SmallBar("Mežāres novads", -1.8, "−1,8", "", [-1.1, -1.5, -1.4, -1.6, -1.8], "no −1,1 līdz −1,8"),
            SmallBar("Upmalas novads", None, "–"),
        ],
        "dots_sample": [
            Dot(980, "Mežāres novads: 980"),
            Dot(1020, "Upmalas novads: 1020"),
            Dot(1110, "Kalnavas novads: 1110", marked=True),
            Dot(1180, "Liepsalas novads: 1180"),
            Dot(1510, "Ozolaines novads: 1510"),
        ],
        "course_sample": Course(
            own=((2021, 8.2), (2022, 8.0), (2023, 7.3), (2024, 7.1)),
            line=((2021, 8.2), (2027, 5.0)),
            others=(Others(2021, 6.9, 7.8, 9.4), Others(2022, 6.6, 7.9, 9.1), Others(2023, 6.4, 7.6, 9.0)),
        ),
        "tiles_sample": tiles(),
        "way_sample": way(),
        "legend_sample": [
            (0, "0"),
            (1, "1–4"),
            (2, "5–8"),
            (3, "9–12"),
            (4, "13–16"),
            (5, "vairāk par 16"),
            ("none", "nav datu"),
        ],
        "page_sample": page_of(range(1, 412), request, 20),
        "start": start,
        "end": start.replace(hour=17),
        "last_day": start.replace(day=13, hour=15),
        "amount": 18250,
        "share": 0.274,
        "publicity_sample": {
            "title": "Izdomāts projekts pašvaldību attīstības plānošanas spēju stiprināšanai",
            "number": "0.0-00/IZD/000",
            "text": "Projektu finansē izdomāta programma.",
            "logos": [],
        },
        "code_sample": "7M4 KQX",
        "link_sample": "https://talka.example/k/7M4KQX",
    }
