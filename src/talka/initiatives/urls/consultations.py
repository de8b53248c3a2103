from django.urls import path

from ..views import consultation_answers as answers
from ..views import consultation_comments as comments
from ..views import consultation_parts as parts
from ..views import consultations as views

ONE = "initiatives/consultation/<int:pk>/"
PART = f"{ONE}part/<int:part>/"
COMMENT = f"{ONE}comment/<int:comment>/"

urlpatterns = [
    path("initiatives/consultations/", views.consultations, name="consultations"),
    path("initiatives/consultations/new/", views.new, name="new_consultation"),
    path(ONE, views.consultation, name="consultation"),
    path(f"{ONE}edit/", views.edit, name="edit_consultation"),
    path(f"{ONE}publish/", views.publish, name="publish_consultation"),
    path(f"{ONE}retire/", views.retire, name="retire_consultation"),
    path(f"{ONE}text/", parts.text, name="consultation_text"),
    path(f"{ONE}text/add/", parts.add, name="add_consultation_part"),
    path(f"{ONE}after/", parts.after, name="consultation_after"),
    path(f"{ONE}changes/", parts.changes, name="consultation_changes"),
    path(PART, comments.part, name="consultation_part"),
    path(f"{PART}edit/", parts.edit, name="edit_consultation_part"),
    path(f"{PART}move/", parts.move, name="move_consultation_part"),
    path(f"{PART}remove/", parts.remove, name="remove_consultation_part"),
    path(f"{ONE}whole/", comments.whole, name="consultation_whole"),
    path(f"{ONE}link/", comments.link, name="consultation_link"),
    path(f"{ONE}as/<str:token>/", comments.by_link, name="consultation_by_link"),
    path(f"{COMMENT}support/", comments.support, name="support_consultation_comment"),
    path(f"{COMMENT}take-back/", comments.take_back, name="take_back_consultation_comment"),
    path(f"{COMMENT}answer/", answers.answer, name="answer_consultation_comment"),
    path(f"{ONE}answers/", answers.answers, name="consultation_answers"),
    path(f"{ONE}answers/publish/", answers.publish, name="publish_consultation_report"),
    path(f"{ONE}answers/take-back/", answers.take_back, name="take_back_consultation_report"),
    path(f"{ONE}report/", answers.report, name="consultation_report"),
    path(f"{ONE}report.<str:ending>", answers.table, name="consultation_report_file"),
]
