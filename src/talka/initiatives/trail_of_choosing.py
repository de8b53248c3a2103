def join_trail() -> None:
    pass
