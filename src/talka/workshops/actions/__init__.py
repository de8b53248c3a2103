"""What can be done in group work, by idea: setup, stages, clock, screen, forming,
joining, moving, cards, clustering, voting, answering, calling, reporting."""
