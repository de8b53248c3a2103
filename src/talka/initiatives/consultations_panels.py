def hang() -> None:
    pass
