from django.urls import path

from ..views import choosing_results, choosings, rolls, voting

ONE = "initiatives/choosing/<int:pk>/"

urlpatterns = [
    path("initiatives/choosings/", choosings.choosings, name="choosings"),
    path("initiatives/choosings/new/", choosings.new, name="new_choosing"),
    path(ONE, choosings.choosing, name="choosing"),
    path(f"{ONE}edit/", choosings.edit, name="edit_choosing"),
    path(f"{ONE}publish/", choosings.publish, name="publish_choosing"),
    path(f"{ONE}take-back/", choosings.take_back, name="take_back_choosing"),
    path(f"{ONE}remove/", choosings.remove, name="remove_choosing"),
    path(f"{ONE}call-off/", choosings.call_off, name="call_off_choosing"),
    path(f"{ONE}options/new/", choosings.new_option, name="new_choosing_option"),
    path(f"{ONE}options/initiatives/", choosings.add_initiatives, name="add_choosing_initiatives"),
    path(f"{ONE}options/<int:option>/edit/", choosings.edit_option, name="edit_choosing_option"),
    path(f"{ONE}options/<int:option>/remove/", choosings.remove_option, name="remove_choosing_option"),
    path(f"{ONE}options/<int:option>/withdraw/", choosings.withdraw_option, name="withdraw_choosing_option"),
    path(f"{ONE}ideas.<str:ending>", choosings.ideas, name="choosing_ideas"),
    path(f"{ONE}vote/", voting.vote, name="cast_ballot"),
    path("initiatives/vote/<str:token>/", voting.vote_by_link, name="vote_by_link"),
    path(f"{ONE}roll/", rolls.roll, name="voters_roll"),
    path(f"{ONE}roll/list/", rolls.read_list, name="read_roll"),
    path(f"{ONE}roll/add/", rolls.invite, name="invite_voter"),
    path(f"{ONE}roll/send/", rolls.send_links, name="send_voter_links"),
    path(f"{ONE}roll/<int:voter>/send/", rolls.send_again, name="send_voter_link"),
    path(f"{ONE}roll/<int:voter>/paper/", rolls.give_paper, name="give_paper_ballot"),
    path(f"{ONE}roll/<int:voter>/join/", rolls.join, name="join_voters"),
    path(f"{ONE}papers/", rolls.papers, name="paper_ballots"),
    path(f"{ONE}papers/print/", rolls.paper_sheets, name="paper_sheets"),
    path(f"{ONE}count/", choosing_results.count, name="count_choosing"),
    path(f"{ONE}announce/", choosing_results.announce, name="announce_choosing"),
    path(f"{ONE}ballots/", choosing_results.ballots, name="ballots"),
    path(f"{ONE}ballots.<str:ending>", choosing_results.ballot_file, name="ballot_file"),
]
