# SPDX-License-Identifier: Apache-2.0
"""Facts with one thing made wrong on purpose, for tools/mutate_facts: which there are, and the file that holds one.

A mutant of a formula drops a part, swaps and/or, or moves one comparison by the smallest step that means something: a day, a
rank of its scale, a grade, a tenth of a degree. A mutant of a rule's row lowers its level by one, or removes the rule.
"""
import json
import re
import sys
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "proofs" / "reference"))
import reference as R

STRICTER = {">=": ">", ">": ">=", "<=": "<", "<": "<="}
DROP, COMPARE, LOWER, SWAP, REMOVE = "drop a part", "move a comparison", "lower the level", "swap and/or", "remove the rule"
KINDS = (DROP, COMPARE, LOWER, SWAP, REMOVE)
LONGEST = 70  # characters of a formula in the name of a mutant


@dataclass(frozen=True)
class Mutant:
    id: str  # stays the same while the formula does: names mutants in proofs/mutants_survive.toml
    kind: str  # one of KINDS
    table: str  # rule, derived or ordered_value
    at: object  # index of the rule, id of the derived finding, (subject, rank) of the state
    tree: object = None  # the formula as it is now; None: the row was changed, or removed
    row: object = None  # the rule's row as it is now; None: removed, or only the formula differs


# ------------------------------------------------------------------------------------------------ formulas as text
def number(value):
    return str(int(value)) if value == int(value) else repr(round(value, 6))


def words(tree, facts):
    """A tree as the facts write it; reading it again gives the same tree."""
    def inner(part):
        text = words(part, facts)
        return f"({text})" if isinstance(part, (R.All, R.Any)) else text

    match tree:
        case R.All(parts):
            return " and ".join(map(inner, parts))
        case R.Any(parts):
            return " or ".join(map(inner, parts))
        case R.AtLeast(wanted, parts):
            return f"at_least({wanted}, {', '.join(words(one, facts) for one in parts)})"
        case R.Not(part):
            return "not " + inner(part)
        case R.Known(part):
            return f"known({words(part, facts)})"
        case R.Present(name):
            return name
        case R.Absent(name):
            return f"absent({name})"
        case R.Recent(name, days):
            return f"recent({name}, {number(days)} d)"
        case R.Attribute("duration", name, sign, days):
            return f"duration({name}) {sign} {number(days)} d"
        case R.Attribute(which, name, sign, rank):
            return f"{which}({name}) {sign} {facts.scales[which][rank]}"
        case R.Side(name, side):
            return f"side({name}) = {side}"
        case R.State(subject, rank):
            return f"state({subject}) >= {facts.subjects[subject][rank]}"
        case R.Number(name, sign, limit):
            return f"{name} {sign} {number(limit)}"
        case R.Every(name, sign, limit):
            return f"every({name}) {sign} {number(limit)}"
        case R.Choice(name, token):
            return f"{name} = {token}"
        case R.EpisodeLength(sign, days):
            return f"symptom_duration {sign} {number(days)} d"
    raise TypeError(tree)


# ------------------------------------------------------------------------------------------------ formulas made wrong
def without(parts, i):
    return parts[:i] + parts[i + 1:]


def moved(tree, facts):
    """A comparison one step to either side, and with its bound taken in or left out."""
    match tree:
        case R.Recent(name, days):
            return [R.Recent(name, days - 1), R.Recent(name, days + 1)]
        case R.State(subject, rank):
            return [R.State(subject, one) for one in (rank - 1, rank + 1) if one in facts.states[subject]]
        case R.EpisodeLength(_, days):
            limits, name = (days - 1, days + 1), "days"
        case R.Attribute("duration", _, _, days):
            limits, name = (days - 1, days + 1), "limit"
        case R.Attribute(which, _, _, rank):
            limits, name = [one for one in (rank - 1, rank + 1) if 0 <= one < len(facts.scales[which])], "limit"
        case R.Number(finding, _, limit) | R.Every(finding, _, limit):
            step = 0.1 if limit != int(limit) or finding == "temperature_c" else 1
            step = 0.01 if round(limit, 1) != limit else step
            limits, name = (round(limit - step, 6), round(limit + step, 6)), "limit"
        case _:
            return []
    signs = [replace(tree, sign=STRICTER[tree.sign])] if tree.sign in STRICTER else []
    return signs + [replace(tree, **{name: one}) for one in limits if one >= 0]


def wrong_trees(tree, facts):
    """(kind, what was done, tree) for each way to make one formula wrong in one place."""
    shown = words(tree, facts)
    shown = shown if len(shown) <= LONGEST else shown[:LONGEST] + "…"
    if isinstance(tree, (R.All, R.Any)):
        mine, other = type(tree), R.Any if isinstance(tree, R.All) else R.All
        yield SWAP, f"{'and to or' if mine is R.All else 'or to and'} in {shown}", other(tree.parts)
        for i, part in enumerate(tree.parts):
            rest = without(tree.parts, i)
            yield DROP, f"without {words(part, facts)}", rest[0] if len(rest) == 1 else mine(rest)
            for kind, done, changed in wrong_trees(part, facts):
                yield kind, done, mine(tree.parts[:i] + (changed,) + tree.parts[i + 1:])
    elif isinstance(tree, R.AtLeast):
        for wanted in (tree.wanted - 1, tree.wanted + 1):
            if 1 <= wanted <= len(tree.parts):
                yield COMPARE, f"{wanted} in {shown}", R.AtLeast(wanted, tree.parts)
        for i, part in enumerate(tree.parts):
            if len(tree.parts) > tree.wanted:
                yield DROP, f"without {words(part, facts)}", R.AtLeast(tree.wanted, without(tree.parts, i))
            for kind, done, changed in wrong_trees(part, facts):
                yield kind, done, R.AtLeast(tree.wanted, tree.parts[:i] + (changed,) + tree.parts[i + 1:])
    elif isinstance(tree, (R.Not, R.Known)):
        for kind, done, changed in wrong_trees(tree.inner, facts):
            yield kind, done, type(tree)(changed)
    else:
        for changed in moved(tree, facts):
            yield COMPARE, f"{words(changed, facts)} for {shown}", changed


def lowered(row, key, levels):
    """A rule's row with one of its levels a step lower, and what hangs on the level put right; None at the lowest."""
    rank = levels.index(row[key])
    if rank == 0:
        return None
    row = {**row, key: levels[rank - 1]}
    if key == "level":
        row.pop("appointment_days", None)
        if row["level"] == "appointment":
            row["appointment_days"] = 14
        if row["level"] != "emergency_now":
            row["transport"] = "own_way"
    return row


def mutants(facts):
    """Every mutant of the facts, in their order, each with a name of its own."""
    seen = {}

    def named(text, *rest):
        seen[text] = seen.get(text, 0) + 1
        return Mutant(text if seen[text] == 1 else f"{text} ({seen[text]})", *rest)

    for at, (row, tree) in enumerate(facts.rules):
        yield named(f"{row['id']}: removed", REMOVE, "rule", at)
        for key in ("level", "level_if_literal"):
            if key in row and (changed := lowered(row, key, facts.levels)):
                yield named(f"{row['id']}: {key} {changed[key]}", LOWER, "rule", at, None, changed)
        for kind, done, changed in wrong_trees(tree, facts):
            yield named(f"{row['id']}: {done}", kind, "rule", at, changed)
    for subject, trees in facts.states.items():
        for rank, tree in trees.items():
            for kind, done, changed in wrong_trees(tree, facts):
                yield named(f"state {subject} {facts.subjects[subject][rank]}: {done}", kind, "ordered_value", (subject, rank), changed)
    for finding, tree in facts.derived.items():
        for kind, done, changed in wrong_trees(tree, facts):
            yield named(f"{finding}: {done}", kind, "derived", finding, changed)


# ------------------------------------------------------------------------------------------------ facts as files
def is_row(mutant, row, facts):
    if mutant.table == "rule":
        return row["id"] == facts.rules[mutant.at][0]["id"]
    if mutant.table == "derived":
        return row["finding"] == mutant.at
    return row["kind"] == "subject" and (row["subject"], row["rank"]) == mutant.at


def changed_text(mutant, text, facts):
    """One file of facts with the mutant in it; None when the mutated row stands in another file."""
    blocks = re.split(r"(?m)^(?=\[\[)", text)
    for i, block in enumerate(blocks):
        if not block.startswith(f"[[{mutant.table}]]"):
            continue
        row = tomllib.loads(block)[mutant.table][0]
        if not is_row(mutant, row, facts):
            continue
        if mutant.tree is not None:
            key = "at_least_formula" if mutant.table == "ordered_value" else "formula"
            wanted = {**row, key: words(mutant.tree, facts)}
        else:
            wanted = mutant.row
        blocks[i] = "" if wanted is None else f"[[{mutant.table}]]\n" + "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in wanted.items()) + "\n"
        return "".join(blocks)
    return None


def write_facts(mutant, facts, source, folder):
    """The facts of `source` with the mutant in them, in the empty folder `folder`; what did not change is linked."""
    written = 0
    for path in sorted(Path(source).glob("*.toml")):
        changed = changed_text(mutant, path.read_text(encoding="utf-8"), facts) if not written else None
        if changed is None:
            (folder / path.name).symlink_to(path.resolve())
        else:
            (folder / path.name).write_text(changed, encoding="utf-8")
            written += 1
    if not written:
        raise ValueError(f"{mutant.id}: no file of {source} holds this row")
