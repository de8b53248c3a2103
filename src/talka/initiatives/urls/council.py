from django.urls import URLPattern, path

from ..views import council, council_decisions

ONE = "initiatives/question/<int:pk>/"
DECISION = f"{ONE}decisions/<int:decision>/"

urlpatterns: list[URLPattern] = [
    path("initiatives/questions/", council.questions, name="council_questions"),
    path("initiatives/questions/new/", council.new, name="new_council_question"),
    path(ONE, council.question, name="council_question"),
    path(f"{ONE}edit/", council.edit, name="edit_council_question"),
    path(f"{ONE}take-up/", council.take_up, name="take_up_council_question"),
    path(f"{ONE}return/", council.return_question, name="return_council_question"),
    path(f"{ONE}take-back/", council.withdraw, name="withdraw_council_question"),
    path(f"{ONE}close/", council.close, name="close_council_question"),
    path(f"{ONE}draft.docx", council.draft, name="council_draft"),
    path(f"{ONE}decide/", council_decisions.decide, name="decide_council_question"),
    path(f"{DECISION}correct/", council_decisions.correct, name="correct_council_decision"),
    path(f"{DECISION}annul/", council_decisions.annul, name="annul_council_decision"),
    path(f"{DECISION}file/", council_decisions.decision_file, name="council_decision_file"),
    path(f"{DECISION}follow-up/", council_decisions.follow_up, name="follow_council_decision"),
    path(f"{DECISION}reopen/", council_decisions.reopen, name="reopen_council_decision"),
    path("initiatives/councils/<int:organisation>/", council_decisions.council, name="council"),
    path("initiatives/councils/<int:organisation>/show/", council_decisions.show_figures, name="show_council_figures"),
]
