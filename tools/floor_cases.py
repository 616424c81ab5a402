# SPDX-License-Identifier: Apache-2.0
"""People for whom a seed asks for an urgency, for tools/mutate_facts: each fulfils one row of proofs/obligations/seed_floors.toml
in one way and denies the rest of the safety net.

A mutant that gives one of them less refutes the obligation seed_floors, for this is a counterexample: no solver is needed then.
Where none of them gets less, nothing is shown, and the solver has the word.
"""
import itertools
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "proofs" / "reference"))
import reference as R

WAYS = 40  # at most so many people for one row
SMALL_STEP = 0.1


def joined(ways):
    """What several parts of an `and` say together; nothing where they contradict each other."""
    said = {}
    for way in ways:
        for name, one in way.items():
            have = said.get(name, one)
            if isinstance(have, dict) and isinstance(one, dict):
                said[name] = {**have, **one}
            elif have == one:
                said[name] = one
            else:
                return None
    return said


def days(value):
    return {"value": value, "unit": "d"}


def past(sign, limit, step):
    """A number for which the comparison holds, on its bound where that counts."""
    return {">": limit + step, "<": limit - step}.get(sign, limit)


def ways(tree, facts, depth=2):
    """What can be said of somebody so that the formula is true: several ways, one statement each where one is enough."""
    flag = {"present": True}
    match tree:
        case R.Any(parts):
            return [one for part in parts for one in ways(part, facts, depth)]
        case R.All(parts):
            some = itertools.islice(itertools.product(*(ways(one, facts, depth)[:12] for one in parts)), WAYS)
            return [one for one in map(joined, some) if one is not None]
        case R.AtLeast(wanted, parts):
            return [one for some in itertools.islice(itertools.combinations(parts, wanted), WAYS) for one in ways(R.All(some), facts, depth)[:2]]
        case R.Known(part):
            return ways(part, facts, depth)
        case R.Present(name):
            by_formula = ways(facts.derived[name], facts, depth - 1)[:12] if depth and name in facts.derived else []
            return [{name: flag}, *by_formula]
        case R.Absent(name):
            return [{name: False}]
        case R.Recent(name, limit):
            return [{name: flag}, {name: {**flag, "duration": days(limit)}}]
        case R.Attribute("duration", name, sign, limit):
            return [{name: {**flag, "duration": days(past(sign, limit, 1))}}]
        case R.Attribute(which, name, sign, limit):
            rank = past(sign, limit, 1)
            return [{name: {**flag, which: facts.scales[which][rank]}}] if 0 <= rank < len(facts.scales[which]) else []
        case R.Side(name, side):
            return [{name: {**flag, "side": side}}]
        case R.State(subject, rank):
            return [one for at, part in facts.states[subject].items() if at >= rank for one in ways(part, facts, depth)[:12]]
        case R.Number(name, sign, limit) | R.Every(name, sign, limit):
            return [{part: past(sign, limit, SMALL_STEP)} for part in facts.smallest.get(name, [name])]
        case R.Choice(name, token):
            return [{name: token}]
        case R.EpisodeLength(sign, limit):
            return [{"symptom_duration": days(past(sign, limit, 1))}]
    return [{}]  # what is only true while something is unknown


def denied(said, facts, net):
    """The same person, who says no to the rest of the safety net."""
    person = R.Person(said, facts)
    return {**{name: False for name in net if person.presence(name) is not R.YES}, **said}


def floor_cases(facts, net, path=ROOT / "proofs" / "obligations" / "seed_floors.toml"):
    """(name, findings, level) for each row and way; only those for whom the row is true."""
    with open(path, "rb") as handle:
        rows = tomllib.load(handle)["floor"]
    for row in rows:
        if "emergency_now" in row.get("under", ""):
            continue  # stands under another policy
        tree = R.Reader(row["formula"], facts).read()
        for said in ways(tree, facts)[:WAYS]:
            findings = denied(said, facts, net)
            person = R.Person(findings, facts)
            unless = row.get("unless")
            if person.truth(tree) is R.YES and not person.refused and not (unless and person.presence(unless) is R.YES):
                yield f"{row['id']} {row['says']}", findings, row["level"]
