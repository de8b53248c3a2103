"""A knowledge angel for each request: dataclasses in, dataclasses out; see README.md.

    from talka.methods.matching.problem import Angel, Pair, Problem, Request
    from talka.methods.matching.solve import solve

    problem = Problem(
        angels=(Angel("a1", expertise=("budget", "schools"), languages=("lv", "en"), lat=57.3, lon=25.3),),
        requests=(Request("r1", topics=("schools",), languages=("lv",), organisation="o7", urgency=3),),
        refused=(Pair("r9", "a1"),),   # declined or was declined: not proposed again
        fixed=(Pair("r5", "a2"),),     # agreed: stays, and holds one of the angel's places
    )
    result = solve(problem, time_limit=30)   # InvalidProblem, Infeasible
    for match in result.matches: ...         # request, angel, fit, km, agreed
    for rest in result.unmatched: ...        # request, code, count

After a decline add the pair to `refused` and solve again; what others have agreed meanwhile goes into `fixed`. An
angel's `taken` counts places held by requests that are not in the problem (visits under way). Then

    told = Explanation.of(problem, result)   # explain.py
    told.of_match("r1"), told.of_unmatched(rest), told.overview(result)   # Reasons: code, parameters, English
    told.offers("r1")                        # everybody who could take it, the best first, with places left
    told.assign("r1", "a7"), told.release("r1")   # a change by hand: what it costs, which rules it breaks
    what_is_wanted(told, result)             # wanted.py: which topics, languages, places would let more be served
    check(problem, result)                   # check.py: whether a result is what it says
"""
