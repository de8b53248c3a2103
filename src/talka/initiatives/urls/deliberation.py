from django.urls import URLPattern, path

from ..views import deliberation_questions, deliberations, statements

ALL = "initiatives/deliberations/"
ONE = "initiatives/deliberation/<int:pk>/"
LINK = f"{ONE}me/<str:token>/"
QUESTION = "questions/<int:row>/"

BOTH = [
    ("", deliberations.deliberation, "deliberation"),
    ("vote/", statements.vote, "vote_deliberation"),
    ("votes/", statements.own_votes, "own_votes"),
    ("propose/", statements.propose, "propose_statement"),
    ("questions/", deliberation_questions.questions, "deliberation_questions"),
    (f"{QUESTION}second/", deliberation_questions.second, "second_question"),
    ("results/", statements.results_page, "deliberation_results"),
    ("results/participants-votes.csv", statements.votes_file, "deliberation_votes"),
    ("results/comments.csv", statements.statements_file, "deliberation_texts"),
]
"""What is there with an account and by a personal link."""

urlpatterns: list[URLPattern] = [
    path(ALL, deliberations.deliberations, name="deliberations"),
    path(f"{ALL}new/", deliberations.new, name="new_deliberation"),
    *[path(f"{ONE}{route}", view, name=name) for route, view, name in BOTH],
    *[path(f"{LINK}{route}", view, name=f"{name}_by_link") for route, view, name in BOTH],
    path(f"{ONE}edit/", deliberations.edit, name="edit_deliberation"),
    path(f"{ONE}open/", deliberations.open_deliberation, name="open_deliberation"),
    path(f"{ONE}close/", deliberations.close_deliberation, name="close_deliberation"),
    path(f"{ONE}retire/", deliberations.retire, name="retire_deliberation"),
    path(f"{ONE}results/compute/", deliberations.compute, name="compute_deliberation"),
    path(f"{ONE}people/", deliberations.people, name="deliberation_people"),
    path(f"{ONE}people/<int:row>/withdraw/", deliberations.withdraw, name="withdraw_deliberation_link"),
    path(f"{ONE}hearings/", deliberations.hearings, name="deliberation_hearings"),
    path(f"{ONE}hearings/<int:row>/remove/", deliberations.remove_hearing, name="remove_deliberation_hearing"),
    path(f"{ONE}statements/", statements.statements, name="deliberation_statements"),
    path(f"{ONE}statements/<int:row>/let-in/", statements.let_in, name="let_in_statement"),
    path(f"{ONE}statements/<int:row>/decline/", statements.decline, name="decline_statement"),
    path(f"{ONE}statements/<int:row>/take-back/", statements.take_seed_back, name="take_seed_back"),
    path(f"{ONE}{QUESTION}direct/", deliberation_questions.direct, name="direct_question"),
    path(f"{ONE}{QUESTION}answer/", deliberation_questions.answer, name="answer_question"),
    path(f"{ONE}{QUESTION}answer/<str:token>/", deliberation_questions.answer_by_link, name="answer_by_link"),
]
