"""Give group work that stands the stages of the working group, and put its cards, themes and dots where they belong."""

import uuid

from django.db import migrations
from django.db.models import F
from django.utils import timezone

HEAD = {
    "key": "working-group",
    "title": {"lv": "Darba grupa", "en": "Working group"},
    "about": {
        "lv": "Katrs uzraksta, kas trūkst, grupa sakārto kartītes tematos, domā, kuras rīcības palīdzētu, balso ar "
        "punktiem un ziņo visiem. Tā strādāja pirmajā pašvaldību sadarbības seminārā.",
        "en": "Everybody writes what is lacking, the group sorts the cards into themes, thinks which activities would "
        "help, votes with dots and reports to all. So they worked at the first seminar on municipal cooperation.",
    },
    "group_word": {"lv": "darba grupa", "en": "working group"},
    "group_size": {"min": 6},
    "order": 1,
}
STAGES = [
    {
        "key": "lack",
        "kind": "collect",
        "title": {"lv": "Kas mums trūkst", "en": "What we lack"},
        "prompt": {
            "lv": "Kā Jums pietrūkst, lai plānotu savas vietas attīstību? Katrai domai sava kartīte.",
            "en": "What do you lack to plan the development of your place? One thought per card.",
        },
        "minutes": 15,
        "limit": 20,
        "lanes": [{"key": "lack", "kind": "lack", "words": {"lv": "Kas mums trūkst", "en": "What we lack"}}],
    },
    {
        "key": "themes",
        "kind": "cluster",
        "title": {"lv": "Temati", "en": "Themes"},
        "prompt": {
            "lv": "Kartītes, kas saka to pašu, liekam kopā un dodam tematam vārdu.",
            "en": "We put cards that say the same together and give the theme a name.",
        },
        "minutes": 15,
        "of": ["lack"],
    },
    {
        "key": "do",
        "kind": "collect",
        "title": {"lv": "Kas būtu jādara", "en": "What should be done"},
        "prompt": {
            "lv": "Kuras rīcības palīdzētu? Mācības, pieredzes apmaiņa, kopīgs projekts, kas cits?",
            "en": "Which activities would help? Training, exchange of experience, a joint project, something else?",
        },
        "minutes": 20,
        "limit": 20,
        "lanes": [{"key": "do", "kind": "do", "words": {"lv": "Kas būtu jādara", "en": "What should be done"}}],
    },
    {
        "key": "proposals",
        "kind": "cluster",
        "title": {"lv": "Priekšlikumu temati", "en": "Themes of proposals"},
        "prompt": {
            "lv": "Priekšlikumus, kas saka to pašu, liekam kopā.",
            "en": "We put proposals that say the same together.",
        },
        "minutes": 10,
        "of": ["lack", "do"],
    },
    {
        "key": "vote",
        "kind": "vote",
        "title": {"lv": "Balsošana", "en": "Voting"},
        "prompt": {
            "lv": "Dodiet punktus tematiem, kas ir vissvarīgākie.",
            "en": "Give dots to the themes that matter most.",
        },
        "minutes": 10,
        "of": ["lack", "do"],
        "vote": {"way": "dots", "on": "themes"},
    },
    {
        "key": "who",
        "kind": "discuss",
        "title": {"lv": "Kurš ko darīs", "en": "Who does what"},
        "prompt": {
            "lv": "Vienojamies: kurš, ko un līdz kuram laikam dara pirmos soļus.",
            "en": "We agree who takes which first steps, and by when.",
        },
        "minutes": 10,
        "lanes": [{"key": "who", "kind": "note", "words": {"lv": "Kurš ko darīs", "en": "Who does what"}}],
    },
    {
        "key": "report",
        "kind": "report",
        "title": {"lv": "Ziņojums visiem", "en": "Report to the plenary"},
        "prompt": {
            "lv": "Katra grupa stāsta pārējiem. Klausītāji atbalsta vai jautā.",
            "en": "Each group tells the others. The listeners support or question.",
        },
        "minutes": 20,
        "minutes_each": 5,
        "sees": "all",
        "lanes": [
            {"key": "support", "kind": "note", "words": {"lv": "Atbalstu", "en": "I support"}},
            {"key": "question", "kind": "note", "words": {"lv": "Man ir jautājums", "en": "I have a question"}},
        ],
    },
]
NOW = {"gather": None, "collect": "lack", "cluster": "themes", "vote": "vote", "report": "report", "closed": "report"}
"""Where a step of before lies among the stages; closed is no stage but a moment."""
ASKED = {"lack": "lack", "do": "do"}
"""The stage and the column in which a card of a kind is asked for."""
DOTS = 5
BATCH = 1000


def give_stages(apps, schema_editor):
    model = {name: apps.get_model("workshops", name) for name in (
        "Workshop", "Stage", "Card", "CardVersion", "Cluster", "Ballot", "Seat",
    )}  # fmt: skip
    for workshop in model["Workshop"].objects.all():
        workshop.head = HEAD
        made = {
            table["key"]: model["Stage"].objects.create(
                workshop=workshop, key=table["key"], order=order, kind=table["kind"], table=_as_it_was(workshop, table)
            )
            for order, table in enumerate(STAGES, start=1)
        }
        at = NOW[workshop.step]
        workshop.stage = made[at] if at else None
        if workshop.step == "closed" and workshop.closed_at is None:
            workshop.closed_at = workshop.stage_since or timezone.now()
        workshop.save()
        cards = model["Card"].objects.filter(workshop=workshop)
        for kind, stage in ASKED.items():
            cards.filter(kind=kind).update(stage=made[stage], lane=kind)
        model["Ballot"].objects.filter(seat__workshop=workshop).update(stage=made["vote"], value=F("dots"))
        _open(workshop, made.values())
    model["Cluster"].objects.update(lane=F("kind"))
    model["CardVersion"].objects.update(lane=F("kind"))
    for name in ("Seat", "Cluster"):
        _name_for_all_servers(model[name])


def _open(workshop, stages):
    """Steps up to the one that goes on have been opened, and those in which something was said or given."""
    for stage in stages:
        reached = workshop.stage is not None and stage.order <= workshop.stage.order
        if reached or stage.cards.exists() or stage.ballots.exists():
            stage.opened_at = workshop.stage_since or workshop.created_at
            stage.save(update_fields=["opened_at"])


def _as_it_was(workshop, table):
    """The stage with the dots that were given there before."""
    if "vote" not in table:
        return table
    vote = dict(table["vote"])
    if workshop.dots_per_seat != DOTS:
        vote["dots"] = max(1, workshop.dots_per_seat)
    if workshop.vote_across:
        vote["across"] = True
    return {**table, "vote": vote}


def _name_for_all_servers(model):
    while rows := list(model.objects.filter(uid=None)[:BATCH]):
        for row in rows:
            row.uid = uuid.uuid4()
        model.objects.bulk_update(rows, ["uid"])


class Migration(migrations.Migration):
    dependencies = [("workshops", "0002_stages")]
    operations = [migrations.RunPython(give_stages)]
