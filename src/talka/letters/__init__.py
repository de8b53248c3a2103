"""Mail: what is said to people, kept in an outbox, sent when the installation knows how.

Rooms above write a template, render it and queue the letter inside their own transaction:

    words = render_letter("events/letters/invitation.txt", {"event": …, "link": …, "publicity": …}, "lv")
    queue_letter(to=…, letter=words, kind="invitation", about=("event", event.slug), key=f"invitation-{token}")

Without EMAIL_URL every letter stands in the outbox page, held, with its links; with it the worker sends.
"""
