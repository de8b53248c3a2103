"""What follows from figures is made anew when figures change."""


def renew() -> None:
    return
