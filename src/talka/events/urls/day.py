"""Addresses of the day: registration, check-in, attendance, feedback, certificates.

Names (the argument is the event's slug unless said otherwise), for links from other pages:
register, register_colleague, resend_link, registrations, questions, quotas, check_in, attendance, certificates,
feedback_summary, self_check_in (no argument), verify (no argument), certificate (code), own (token), feedback (token).
"""

from django.urls import URLPattern, path, re_path

from talka.events.views import (
    attendance,
    certificates,
    check_in,
    feedback,
    imports,
    own,
    questions,
    registering,
    registrations,
)

ENDING = r"(?P<ending>xlsx|csv)"

day_urls: list[URLPattern] = [
    path("e/<slug:slug>/register/", registering.register, name="register"),
    path("e/<slug:slug>/register/done/", registering.done, name="register_done"),
    path("e/<slug:slug>/register/colleague/", registering.register_colleague, name="register_colleague"),
    path("e/<slug:slug>/register/link/", registering.resend_link, name="resend_link"),
    path("r/<str:token>/", own.own, name="own"),
    path("r/<str:token>/change/", own.change, name="own_change"),
    path("r/<str:token>/cancel/", own.cancel, name="own_cancel"),
    path("r/<str:token>/substitute/", own.substitute, name="own_substitute"),
    path("r/<str:token>/calendar.ics", own.calendar, name="own_calendar"),
    path("r/<str:token>/certificate.pdf", certificates.own, name="own_certificate"),
    path("f/<str:token>/", feedback.sheet, name="feedback"),
    path("e/<slug:slug>/registrations/", registrations.overview, name="registrations"),
    re_path(rf"^e/(?P<slug>[-\w]+)/registrations\.{ENDING}$", registrations.export, name="registrations_export"),
    path("e/<slug:slug>/registrations/add/", registrations.add, name="registration_add"),
    path("e/<slug:slug>/registrations/<slug:code>/", registrations.one, name="registration"),
    path("e/<slug:slug>/registrations/<slug:code>/change/", registrations.change, name="registration_change"),
    path("e/<slug:slug>/registrations/<slug:code>/cancel/", registrations.cancel, name="registration_cancel"),
    path("e/<slug:slug>/registrations/<slug:code>/seat/", registrations.seat, name="registration_seat"),
    path(
        "e/<slug:slug>/registrations/<slug:code>/substitute/",
        registrations.substitute,
        name="registration_substitute",
    ),
    path("e/<slug:slug>/registrations/<slug:code>/certificate/", certificates.issue_one, name="certificate_issue_one"),
    path("e/<slug:slug>/import/<slug:kind>/", imports.bring, name="import_bring"),
    path("e/<slug:slug>/import/<slug:kind>/<int:number>/", imports.one, name="import"),
    path("e/<slug:slug>/import/<slug:kind>/<int:number>/decide/", imports.decide, name="import_decide"),
    path("e/<slug:slug>/questions/", questions.questions, name="questions"),
    path("e/<slug:slug>/questions/<slug:key>/", questions.question, name="question"),
    path("e/<slug:slug>/questions/<slug:key>/move/", questions.move, name="question_move"),
    path("e/<slug:slug>/questions/<slug:key>/remove/", questions.remove, name="question_remove"),
    path("e/<slug:slug>/quotas/", questions.quotas, name="quotas"),
    path("e/<slug:slug>/quotas/<int:number>/remove/", questions.remove_quota, name="quota_remove"),
    path("e/<slug:slug>/check-in/", check_in.desk, name="check_in"),
    path("e/<slug:slug>/check-in/code/", check_in.by_code, name="check_in_by_code"),
    path("e/<slug:slug>/check-in/walk-in/", check_in.walk_in, name="walk_in"),
    path("e/<slug:slug>/check-in/<slug:code>/", check_in.check_in, name="check_in_one"),
    path("e/<slug:slug>/check-in/<slug:code>/undo/", check_in.undo, name="check_in_undo"),
    path("e/<slug:slug>/check-in/<slug:code>/substitute/", check_in.substitute, name="check_in_substitute"),
    path("q/<slug:slug>/<slug:code>/", check_in.name_card, name="name_card"),
    path("in/", check_in.self_check_in, name="self_check_in"),
    path("in/done/", check_in.self_check_in_done, name="self_check_in_done"),
    path("e/<slug:slug>/attendance/", attendance.overview, name="attendance"),
    re_path(rf"^e/(?P<slug>[-\w]+)/attendance\.{ENDING}$", attendance.export, name="attendance_export"),
    path("e/<slug:slug>/name-cards.pdf", attendance.cards, name="name_cards"),
    path("e/<slug:slug>/list-to-sign.pdf", attendance.signing_list, name="signing_list"),
    path("e/<slug:slug>/attendance-list.pdf", attendance.came_list, name="came_list"),
    path("e/<slug:slug>/certificates/", certificates.overview, name="certificates"),
    path("e/<slug:slug>/certificates.pdf", certificates.all_as_pdf, name="certificates_pdf"),
    path("e/<slug:slug>/certificates/issue/", certificates.issue_all, name="certificates_issue"),
    path("e/<slug:slug>/certificates/<slug:code>.pdf", certificates.as_pdf, name="certificate_pdf"),
    path("e/<slug:slug>/certificates/<slug:code>/revoke/", certificates.revoke, name="certificate_revoke"),
    path("c/", certificates.enter_code, name="verify"),
    path("c/<str:code>/", certificates.verify, name="certificate"),
    path("e/<slug:slug>/feedback/", feedback.summary, name="feedback_summary"),
    path("e/<slug:slug>/feedback/open/", feedback.switch, name="feedback_open"),
    re_path(rf"^e/(?P<slug>[-\w]+)/feedback\.{ENDING}$", feedback.export, name="feedback_summary_export"),
]
