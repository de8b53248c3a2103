"""The columns of every list in a folder of record files; reading and writing share them."""

AREAS = (
    "key", "code", "kind", "name", "genitive", "locative", "name_en", "also", "valid_from", "valid_to", "lat", "lon",
    "row", "column", "source",
)  # fmt: skip
BELONGINGS = ("child", "parent", "valid_from", "valid_to")
SUCCESSIONS = ("old", "new", "share", "on", "source")
FACTS = ("area", "indicator", "category", "year", "value", "status", "source")
BORDERS = ("a", "b")
AREA_CODES = ("area", "scheme", "code", "valid_from", "valid_to", "source")
AREA_NAMES = ("area", "name", "language", "valid_from", "valid_to", "source")
ORGANISATIONS = ("key", "name", "name_en", "short_name", "kind", "area", "website")
PEOPLE = (
    "key", "given_name", "family_name", "email", "phone", "language", "organisation", "position", "expertise", "public",
    "account",
)  # fmt: skip
TEAM = ("person", "project", "role")
REGISTRATIONS = (
    "person", "state", "source", "organisation", "position", "language", "choices", "diet", "access_needs",
    "interpretation", "transport", "overnight", "remark", "code", "attended",
)  # fmt: skip
SEATS = (
    "workshop", "key", "person", "group", "role", "people", "expertise", "name", "joined", "kept", "earlier",
)  # fmt: skip
THEMES = ("key", "workshop", "group", "lane", "name")
CARDS = (
    "id", "workshop", "group", "stage", "lane", "about", "seat", "theme", "common", "source", "language", "late",
    "from_paper", "text",
)  # fmt: skip
BALLOTS = ("workshop", "stage", "seat", "on", "thing", "criterion", "value", "late", "apart")
HAND_COUNTS = ("workshop", "stage", "group", "on", "thing", "criterion", "value", "voters")
ANSWERS = ("workshop", "stage", "seat", "question", "number", "text")
REGISTRATION_ANSWERS = ("person", "question", "value")
FUNDER_ANSWERS = ("person", "asked", "answer")
FEEDBACK = ("sheet", "on", "ratings", "best", "better", "next_topic")
COSTS = ("what", "budget_line", "planned_eur", "spent_eur", "document_number", "document_date")
NEEDS = ("key", "event", "words", "theme", "competence", "state", "reason", "recorded", "source", "themes")
MEASURES = (
    "key", "event", "words", "description", "theme", "kind", "state", "reason", "planned_eur", "spent_eur",
    "budget_line", "document_number", "capacity", "hours", "days", "expert", "pattern", "dates", "decided_day",
    "catalogue", "held_as", "themes", "needs",
)  # fmt: skip
CATALOGUE = ("key", "kind", "pattern", "planned_eur", "capacity", "hours", "days")
TAKEN_DAYS = ("day", "why", "source")
INDICATORS = (
    "project", "number", "kind", "title_lv", "title_en", "unit_lv", "unit_en", "baseline", "target", "counted",
    "activity", "event_kind", "question", "answer", "remark_lv", "remark_en", "source", "public", "retired",
)  # fmt: skip
INDICATOR_VALUES = ("project", "indicator", "day", "value", "evidence", "link")
INDICATOR_TALLIES = ("project", "indicator", "event", "people")

PROGRAMME = {
    "words": ("title", "description", "funder"),
    "plain": ("code", "funder_template", "illustrative", "public", "source"),
}
PROJECT = {
    "words": ("title", "objectives", "funder", "instrument", "publicity", "controller"),
    "plain": (
        "number",
        "other_number",
        "website",
        "starts",
        "ends",
        "budget_eur",
        "public",
        "retention_until",
        "source",
        "funder_template",
        "publicity_reason",
    ),
}
EVENT = {
    "words": ("title", "summary", "description", "record", "venue"),
    "plain": (
        "kind", "state", "language", "time_zone", "first_day", "last_day", "starts_at", "ends_at", "address",
        "online_url", "capacity", "registration_open", "invited_first", "registration_closes_at",
        "choices_asked", "room_code", "self_check_in", "certificate_hours", "feedback_open", "reminder_days", "source",
    ),
}  # fmt: skip
ITEM = {
    "words": ("part", "title", "description"),
    "plain": ("kind", "block", "starts_at", "ends_at", "room", "capacity_min", "capacity", "cancelled"),
}
