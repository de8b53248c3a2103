from django.urls import path

from ..views import agreed_visits as agreed
from ..views import angel_requests as requests
from ..views import angel_rounds as rounds
from ..views import angels, mentoring

REQUEST = "learning/angels/requests/<int:pk>/"
PROPOSAL = "learning/angels/proposals/<int:pk>/"
ADVICE = "learning/angels/advice/<int:pk>/"
ROUND = "learning/angels/rounds/<slug:slug>/"

urlpatterns = [
    path("learning/angels/", angels.angels, name="angels"),
    path("learning/angels/<int:pk>/", angels.angel, name="angel"),
    path("learning/angels/me/", angels.me, name="my_angel"),
    path("learning/angels/me/edit/", angels.edit, name="edit_angel"),
    path("learning/angels/me/withdraw/", angels.withdraw, name="withdraw_angel"),
    path("learning/angels/invite/", angels.invite, name="invite_angel"),
    path("learning/angels/invited/<str:token>/", angels.invited, name="angel_invited"),
    path("learning/angels/requests/", requests.requests, name="angel_requests"),
    path("learning/angels/requests/new/", requests.new, name="new_angel_request"),
    path(REQUEST, requests.angel_request, name="angel_request"),
    path(f"{REQUEST}edit/", requests.edit, name="edit_angel_request"),
    path(f"{REQUEST}withdraw/", requests.withdraw, name="withdraw_angel_request"),
    path(f"{REQUEST}close/", requests.close, name="close_angel_request"),
    path(f"{REQUEST}pick/", requests.pick, name="pick_angel"),
    path(f"{REQUEST}step-back/", requests.step_back, name="step_back"),
    path(f"{REQUEST}aims/", mentoring.aims, name="mentoring_aims"),
    path(f"{REQUEST}visits/new/", mentoring.new_visit, name="new_mentor_visit"),
    path(f"{REQUEST}visits/agree/", agreed.agree, name="agree_visit"),
    path(f"{REQUEST}visits/<int:visit>/agree/", agreed.change, name="change_agreed_visit"),
    path(f"{REQUEST}visits/<int:visit>/", mentoring.edit_visit, name="edit_mentor_visit"),
    path(f"{REQUEST}visits/<int:visit>/retire/", mentoring.retire_visit, name="retire_mentor_visit"),
    path(f"{REQUEST}advice/new/", mentoring.give_advice, name="give_advice"),
    path(f"{REQUEST}review/", mentoring.review, name="advice_review"),
    path(f"{REQUEST}review/day/", mentoring.review_day, name="advice_review_day"),
    path(f"{REQUEST}thanks.pdf", mentoring.thanks, name="angel_thanks"),
    path(f"{PROPOSAL}yes/", requests.say_yes, name="proposal_yes"),
    path(f"{PROPOSAL}agree/", requests.agree, name="proposal_agree"),
    path(f"{PROPOSAL}decline/", requests.decline, name="proposal_decline"),
    path(f"{PROPOSAL}take-back/", requests.take_back, name="proposal_take_back"),
    path(ADVICE, mentoring.advice, name="advice"),
    path(f"{ADVICE}file/", mentoring.advice_file, name="advice_file"),
    path(f"{ADVICE}publish/", mentoring.publish_advice, name="publish_advice"),
    path(f"{ADVICE}answer/", mentoring.answer, name="answer_advice"),
    path(ROUND, rounds.angel_round, name="angel_round"),
    path(f"{ROUND}compute/", rounds.compute, name="compute_round"),
    path(f"{ROUND}<int:pk>/leave-out/", rounds.leave_out, name="leave_pair_out"),
    path(f"{ROUND}<int:pk>/accept/", rounds.accept, name="accept_round"),
    path(f"{ROUND}<int:pk>/set-aside/", rounds.set_aside, name="set_aside_round"),
]
