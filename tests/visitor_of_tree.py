"""Runs inside a bare Debian, by Talka's own Python: visits pages through nginx, takes fingerprints of what is kept.

    visitor_of_tree.py ready SITE                        what /readyz says
    visitor_of_tree.py visit SITE CERTIFICATE PATH …     each answer; a sign-in link is opened and its button pressed
    visitor_of_tree.py fingerprint DATABASE_URL FOLDER   rows and digest per table, digest per file
    visitor_of_tree.py night                             does what the worker does each night

What it finds is said as JSON.
"""

import hashlib
import json
import re
import sys
import time
from pathlib import Path


def ready(site: str) -> list[object]:
    import requests

    try:
        answer = requests.get(f"{site}/readyz", timeout=5)
    except requests.RequestException as fault:
        return [0, str(fault)]
    return [answer.status_code, answer.text]


def visit(site: str, certificate: str, *paths: str) -> list[dict[str, object]]:
    import requests

    visitor = requests.Session()
    visitor.verify = certificate
    answers = []
    for path in paths:
        answer = visitor.get(site + path, timeout=60, stream=True, headers=_wishes(path))
        if path.endswith("/live/"):
            text = next(answer.iter_lines(chunk_size=1)).decode()  # the first line comes while the stream goes on
            answer.close()
        elif token := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.text if "signin" in path else ""):
            form = {"csrfmiddlewaretoken": token[1]}
            answer = visitor.post(answer.url, data=form, headers={"Referer": answer.url}, timeout=60)
            text = answer.text
        else:
            text = answer.text
        answers.append({"status": answer.status_code, "url": answer.url, "text": text, "headers": dict(answer.headers)})
    return answers


def _wishes(path: str) -> dict[str, str]:
    wishes = {"Accept-Language": "lv"}
    return wishes | ({"Accept": "text/event-stream"} if path.endswith("/live/") else {})


def fingerprint(url: str, folder: str) -> dict[str, list[object]]:
    import psycopg

    found: dict[str, list[object]] = {}
    with psycopg.connect(url) as connection:
        connection.execute("SET timezone = 'UTC'")
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        for (table,) in tables:
            rows = connection.execute(f'SELECT t::text FROM "{table}" t').fetchall()
            lines = sorted(text for (text,) in rows)
            found[table] = [len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()]
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            found[f"file {path.relative_to(folder)}"] = [len(content), hashlib.sha256(content).hexdigest()]
    return found


def night() -> list[str]:
    import os

    from talka.site.environment_file import take_over

    take_over()
    os.environ["DJANGO_SETTINGS_MODULE"] = "talka.site.settings"
    import django

    django.setup()
    from procrastinate.contrib.django import app

    tasks = {periodic.task.name: periodic.task for periodic in app.periodic_registry.periodic_tasks.values()}
    done = sorted(set(tasks) - {"letters.send_due"})
    for name in done:
        tasks[name].func(timestamp=int(time.time()))
    return done


if __name__ == "__main__":
    deed = {"ready": ready, "visit": visit, "fingerprint": fingerprint, "night": night}[sys.argv[1]]
    print(json.dumps(deed(*sys.argv[2:])))
