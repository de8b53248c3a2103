"""Runs in a venv in which pretalx is installed, never in ours: 500 talks of one event in a SQLite of its own, then the
schedule page without JavaScript and the JSON that the schedule with JavaScript reads. Prints one JSON line.

Usage: python _pretalx_agenda.py FOLDER TALKS REQUESTS; FOLDER is empty and may be filled.
"""

import datetime as dt
import json
import os
import statistics
import sys
import time
from pathlib import Path


def main(folder: Path, talks: int, requests: int) -> None:
    settings = folder / "pretalx.cfg"
    settings.write_text(
        f"[filesystem]\ndata = {folder}\nmedia = {folder}/media\nlogs = {folder}/logs\nstatic = {folder}/static\n"
        f"[database]\nbackend = sqlite3\nname = {folder}/db.sqlite3\n"
        "[site]\ndebug = False\nurl = http://localhost\n[locale]\ntime_zone = Europe/Riga\n"
    )
    os.environ |= {"PRETALX_CONFIG_FILE": str(settings), "DJANGO_SETTINGS_MODULE": "pretalx.settings"}
    import django

    django.setup()
    from django.conf import settings as conf
    from django.core.management import call_command

    conf.ALLOWED_HOSTS = ["*"]
    conf.STORAGES = conf.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    conf.COMPRESS_ENABLED = False
    call_command("migrate", verbosity=0, interactive=False)
    event = fill(talks)
    from django.test import Client

    client = Client(HTTP_ACCEPT="text/html", HTTP_ACCEPT_LANGUAGE="en", HTTP_HOST="localhost")
    import pretalx

    line = {"version": pretalx.__version__}
    for name, path in (
        ("page", f"/{event.slug}/schedule/nojs"),
        ("page_for_javascript", f"/{event.slug}/schedule/"),
        ("json", f"/{event.slug}/schedule/widgets/schedule.json"),
    ):
        line[name] = measured(client, path, requests)
    print(json.dumps(line))


def measured(client, path: str, requests: int) -> dict:
    answer = client.get(path, follow=True)
    if answer.status_code != 200:
        return {"status": answer.status_code}
    taken = []
    for _ in range(requests):
        begun = time.perf_counter()
        answer = client.get(path, follow=True)
        body = answer.content
        taken.append((time.perf_counter() - begun) * 1000)
    return {
        "p50_ms": round(statistics.median(taken), 1),
        "p95_ms": round(statistics.quantiles(taken, n=20)[18], 1),
        "bytes": len(body),
        "talks_on_it": sum(f"Saruna {n:03}" in body.decode() for n in range(500)),
    }


def fill(talks: int):
    from django_scopes import scopes_disabled
    from pretalx.event.models import Event, Organiser
    from pretalx.person.models import SpeakerProfile, User
    from pretalx.schedule.models import Room
    from pretalx.submission.models import Submission, SubmissionStates

    with scopes_disabled():
        organiser = Organiser.objects.create(name="Bench", slug="bench")
        begins = dt.date.today() + dt.timedelta(days=30)  # noqa: DTZ011
        event = Event.objects.create(
            name="Conference", slug="conference", organiser=organiser, is_public=True, email="a@example.test",
            date_from=begins, date_to=begins + dt.timedelta(days=4), timezone="Europe/Riga", locale="en",
            locale_array="en", content_locale_array="en",
        )  # fmt: skip
        event.build_initial_data()
        rooms = [Room.objects.create(event=event, name=f"Hall {n + 1}", position=n) for n in range(5)]
        kind = event.cfp.default_type
        schedule = event.wip_schedule
        for n in range(talks):
            user = User.objects.create(name=f"Speaker Number {n:03}", email=f"s{n}@example.test")
            SpeakerProfile.objects.create(user=user, event=event)
            talk = Submission.objects.create(
                event=event, title=f"Saruna {n:03} par kopīgu plānošanu kaimiņu novados", submission_type=kind,
                state=SubmissionStates.CONFIRMED, content_locale="en", duration=20,
            )  # fmt: skip
            talk.speakers.add(user)
            day, place = divmod(n, talks // 5)
            at = dt.datetime.combine(begins + dt.timedelta(days=day), dt.time(6), tzinfo=dt.UTC)
            at += dt.timedelta(minutes=30 * (place // 5))
            slot = talk.slots.filter(schedule=schedule).first() or talk.slots.create(schedule=schedule)
            slot.room, slot.start, slot.end, slot.is_visible = rooms[place % 5], at, at + dt.timedelta(minutes=20), True
            slot.save()
        event.settings_changed = True
        schedule.freeze("1.0", notify_speakers=False)
        return Event.objects.get(pk=event.pk)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
