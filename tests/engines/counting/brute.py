"""Scottish STV with groups, written for tests alone: nothing of the product but the lot, and every completion tried at each step.

People are numbers, papers a list of [ranking, value, who holds it], one for each voter. Slow, and short enough to be read.
"""

from itertools import combinations

from letgo.engines.sealing.lots import lot

ONE = 100_000


def count(rows, candidates, seats, groups, seed="letgo"):  # noqa: C901 one page, read from top to bottom
    """(winners, [(source, guarded, doomed)], feasible). `rows`: rankings, one a voter. `groups`: (members, minimum, maximum)."""
    everyone = range(1, candidates + 1)
    filled = min(seats, candidates)

    def completions(elected, running):
        for more in combinations(sorted(running), filled - len(elected)):
            whole = {*elected, *more}
            if all(least <= len(whole & members) <= most for members, least, most in groups):
                yield whole

    if not any(completions((), everyone)):
        return (), [], False
    papers = [[ranking, ONE, ranking[0]] for ranking in rows if ranking]
    quota = (len(papers) // (seats + 1) + 1) * ONE
    running, elected, waiting, history, told = set(everyone), [], [], [], []

    def has(number):
        return kept[number] if number in kept else sum(value for _, value, holder in papers if holder == number)

    def first(numbers, sign):
        """The one with most (1) or fewest (-1) votes; equal ones by the last unequal stage, then by lot."""
        left = sorted(numbers)
        for totals in [{n: has(n) for n in left}, *reversed(history)]:
            best = max(sign * totals[n] for n in left)
            left = [n for n in left if sign * totals[n] == best]
        left.sort(key=lambda n: lot("", seed, str(n)))
        return left[0 if sign > 0 else -1]

    def weigh():
        if len(running) <= seats - len(elected) or len(elected) == seats or not papers:
            return set(), set()
        found = list(completions(elected, running))
        assert found
        return running.intersection(*found), running.difference(*found)

    def stage(source):
        history.append({n: has(n) for n in everyone})
        _, doomed = weigh()
        over = {n for n in running - doomed if has(n) >= quota}
        while over:
            chosen = first(over, 1)
            over.remove(chosen)
            if chosen in weigh()[1]:
                continue
            elected.append(chosen)
            running.remove(chosen)
            if has(chosen) > quota:
                waiting.append(chosen)
        guarded, doomed = weigh()
        told.append((source, tuple(sorted(guarded)), tuple(sorted(doomed))))

    def move(source, part):
        for paper in papers:
            if paper[2] == source:
                after = paper[0][paper[0].index(source) + 1 :]
                paper[2] = next((n for n in after if n in running), 0)
                paper[1] = part(paper[1])

    kept = {}
    stage(0)
    while papers and len(elected) < seats and len(running) > seats - len(elected):
        guarded, doomed = weigh()
        if waiting and not doomed:
            most = max(has(n) - quota for n in waiting)
            source = first([n for n in waiting if has(n) - quota == most], 1)
            waiting.remove(source)
            total = has(source)
            move(source, lambda value, total=total: (total - quota) * value // total)
            kept[source] = quota
        else:
            source = first(doomed or running - guarded, -1)
            running.remove(source)
            move(source, lambda value: value)
            kept[source] = 0
        stage(source)
    left = set(running) if len(running) <= seats - len(elected) else set()
    while left:
        elected.append(first(left, 1))
        left.remove(elected[-1])
    return tuple(elected), told, True
