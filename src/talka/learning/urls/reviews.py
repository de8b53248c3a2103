from django.urls import path

from ..views import review_reports as reports
from ..views import review_work as work
from ..views import reviews

REVIEW = "learning/reviews/<int:pk>/"
PEER = "learning/reviews/peers/<int:pk>/"

urlpatterns = [
    path("learning/reviews/", reviews.peer_reviews, name="peer_reviews"),
    path("learning/reviews/new/", reviews.new, name="new_peer_review"),
    path(REVIEW, reviews.peer_review, name="peer_review"),
    path(f"{REVIEW}edit/", reviews.edit, name="edit_peer_review"),
    path(f"{REVIEW}withdraw/", reviews.withdraw, name="withdraw_peer_review"),
    path(f"{REVIEW}close/", reviews.close, name="close_peer_review"),
    path(f"{REVIEW}open/", reviews.open_again, name="open_peer_review"),
    path(f"{REVIEW}invite/", reviews.invite, name="invite_peer"),
    path(f"{REVIEW}speaker/", reviews.name_speaker, name="name_review_speaker"),
    path(f"{PEER}part/", reviews.change_part, name="change_peer_part"),
    path(f"{PEER}take-off/", reviews.take_off, name="take_peer_off"),
    path(f"{PEER}leave/", reviews.leave, name="leave_peer_review"),
    path(f"{PEER}answer/", reviews.answer_invitation, name="answer_peer_invitation"),
    path(f"{PEER}invited/<str:token>/", reviews.invited, name="peer_invited"),
    path(f"{REVIEW}statement/new/", work.write_statement, name="write_statement"),
    path(f"{REVIEW}statement/<int:number>/", work.statement, name="position_statement"),
    path(f"{REVIEW}statement/<int:number>/file/", work.statement_file, name="position_statement_file"),
    path(f"{REVIEW}visit/", work.visit, name="review_visit"),
    path(f"{REVIEW}visit.pdf", work.visit_pdf, name="review_visit_pdf"),
    path(f"{REVIEW}meetings/new/", work.new_meeting, name="new_review_meeting"),
    path(f"{REVIEW}meetings/<int:meeting>/", work.edit_meeting, name="edit_review_meeting"),
    path(f"{REVIEW}meetings/<int:meeting>/remove/", work.remove_meeting, name="remove_review_meeting"),
    path(f"{REVIEW}notes/", work.notes, name="team_notes"),
    path(f"{REVIEW}notes/new/", work.new_note, name="new_team_note"),
    path(f"{REVIEW}notes/<int:note>/remove/", work.remove_note, name="remove_team_note"),
    path(f"{REVIEW}report/new/", reports.write, name="write_peer_report"),
    path(f"{REVIEW}report/<int:number>/", reports.report, name="peer_report"),
    path(f"{REVIEW}report/<int:number>.pdf", reports.report_pdf, name="peer_report_pdf"),
    path(f"{REVIEW}report/<int:number>/file/", reports.report_file, name="peer_report_file"),
    path(f"{REVIEW}report/<int:number>/facts/", reports.remark, name="remark_peer_report"),
    path(f"{REVIEW}answer/", reports.answer, name="answer_peers"),
    path(f"{REVIEW}plan/", reports.make_plan, name="make_action_plan"),
    path(f"{REVIEW}progress/", reports.look_back, name="peer_progress"),
    path(f"{REVIEW}publish/<slug:what>/", reports.publish, name="publish_peer_review"),
]
