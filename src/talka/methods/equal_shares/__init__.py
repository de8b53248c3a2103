"""Equal shares: a budget spent so that every group of voters gets its share; see README.md.

    from fractions import Fraction
    from talka.methods.equal_shares.problem import Problem, Project
    from talka.methods.equal_shares.solve import solve
    from talka.methods.equal_shares.votes import Ballot

    problem = Problem(
        budget=Fraction(9000),
        projects=(Project("p1", Fraction(4000), "Playground"), Project("p2", Fraction(6000))),
        ballots=(Ballot("v1", ("p1", "p2")), Ballot("v2", ("p1",))),
        utility="cost",        # or "cardinality", or "points" (each ballot then has points)
        completion="add1",     # or "none", "greedy"
    )
    result = solve(problem)                      # InvalidProblem, OutOfTime
    for one in result.funded: ...                # project, round, price, who pays it in full
    for one in result.unfunded: ...              # project, code, had, left, missing

Budget, costs and points are exact; what a result tells is in doubles, rounded when it is told. Then

    told = Explanation(problem, result)          # explain.py
    told.overview(), told.of("p2")               # Reasons: code, parameters, English
    Ledger(problem, result).payments()           # ledger.py: voter, project, amount
    check(problem, result)                       # check.py: whether a result is what it says
"""
