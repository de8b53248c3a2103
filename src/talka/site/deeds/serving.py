"""`talka serve` and `talka demo`."""

from talka.site.deeds import Deeds


def add(deeds: Deeds) -> None:
    serve = deeds.add_parser("serve", help="serve the pages, with database and worker")
    serve.set_defaults(deed=lambda given: _supervise("serve"))
    demo = deeds.add_parser("demo", help="the same with examples in an empty database")
    demo.set_defaults(deed=lambda given: _supervise("demo"))


def _supervise(kind: str) -> int:
    from talka.site.supervisor import Supervisor

    return Supervisor(kind).run()
