# SPDX-License-Identifier: Apache-2.0
"""A second reading of the triage rules, beside the engine's: formulas, attributes, lowering, levels, safety net.

It reads the same facts/*.toml and answers the same question in another language and with another structure. Where the two
disagree on a case, one of them misreads the rules; that is all it is for. Speed and messages do not matter here.

    facts = Facts.load(Path("facts"))
    triage(case["findings"], facts)  ->  {"rule_level": "none", "level": "appointment", "provisional": True, ...}
"""
import re
import tomllib
from copy import copy
from dataclasses import dataclass, field, replace
from pathlib import Path

from formulas import (COMPARE, DAYS, NO, ONSET_SPEED, SIDES, UNKNOWN, YES, Absent, All, Any, AtLeast, Attribute, Choice, EpisodeLength, Every,
                      Known, Not, Number, Present, Reader, Recent, Side, State, Truth, opposite, truth_of)
from prospect import Prospect

FACTS = Path(__file__).resolve().parents[2] / "facts"
# The files that tools/import_evidence writes and triage needs; what the project adds of its own lies in other files.
IMPORTED = ("derived", "findings", "ordered_values", "parameters", "rules", "safety_net")


# ------------------------------------------------------------------------------------------------ the facts
@dataclass
class Facts:
    findings: dict
    scales: dict  # name -> its words, harmless end first as the facts order them
    subjects: dict  # name -> its states
    levels: list  # the scale of urgency
    parameters: dict
    derived: dict = field(default_factory=dict)  # finding -> tree
    smallest: dict = field(default_factory=dict)  # finding -> the grades it is the smallest of
    states: dict = field(default_factory=dict)  # subject -> {rank: tree}
    rules: list = field(default_factory=list)  # (row, tree), in the order of the facts
    items: list = field(default_factory=list)  # (row, trees of known_when)
    unsure_is_yes: set = field(default_factory=set)
    missing_side_is_unknown: bool = True
    guards: set = field(default_factory=set)
    denials: list = field(default_factory=list)  # (finding, "present" or "absent", tree): a statement that a number refuses

    @staticmethod
    def load(folder=FACTS, only_imported=False):
        """Rows of one name are joined over all files, in the order of the files' names. With `only_imported`, as the
        evidence's own evaluator reads them: without the facts of our own, and a missing side of a grade counts as no."""
        tables = {}
        for path in sorted(Path(folder).glob("*.toml")):
            if path.stem in IMPORTED or not only_imported:
                with open(path, "rb") as handle:
                    for entry, rows in tomllib.load(handle).items():
                        tables.setdefault(entry, []).extend(rows if isinstance(rows, list) else [])
        rows = lambda entry: tables.get(entry, [])

        ordered = sorted(rows("ordered_value"), key=lambda row: row["rank"])
        words = {"scale": {}, "subject": {}}
        for row in ordered:
            words[row["kind"]].setdefault(row["subject"], []).append(row["value"])
        facts = Facts(findings={row["id"]: row for row in rows("finding")}, scales=words["scale"], subjects=words["subject"],
                      levels=words["scale"]["urgency"], parameters={row["id"]: row["value"] for row in rows("parameter")})

        def tree(text):
            return Reader(text, facts).read()

        facts.guards = {row["finding"] for row in rows("derived") if row["guard"]}
        for row in rows("derived"):
            if row["formula"].startswith("least("):
                facts.smallest[row["finding"]] = re.findall(r"\w+", row["formula"])[1:]
            elif not row["formula"].startswith("count("):  # a count is shown, no formula asks for it
                facts.derived[row["finding"]] = tree(row["formula"])
        for row in ordered:
            if "at_least_formula" in row:
                facts.states.setdefault(row["subject"], {})[row["rank"]] = tree(row["at_least_formula"])
        facts.missing_side_is_unknown = not only_imported
        facts.rules = [(row, tree(row["formula"])) for row in rows("rule")]
        for row in rows("item"):
            facts.items.append((row, [tree(one) for one in row["known_when"]]))
            if row["not_sure_means"].startswith("yes"):
                facts.unsure_is_yes |= set(row["findings"])
        facts.denials = [(row["finding"], row["stated"], tree(row["formula"])) for row in rows("denial")]
        return facts

    def policy(self, name):
        """Every reading of the seeds' words that the rules leave to policy, under the policy of this name."""
        parameters = {row["policy_parameter"] for row, _ in self.rules if "policy_parameter" in row}
        return {one: "emergency_now" if name == "literal" else self.parameters[one] for one in parameters}


# ------------------------------------------------------------------------------------------------ what was said
@dataclass
class Statement:
    presence: Truth = UNKNOWN
    side: str = ""
    days: float | None = None
    tempo: int | None = None
    trend: int | None = None
    numbers: list = field(default_factory=list)
    tokens: list = field(default_factory=list)
    one_side_missing: bool = False  # only the left or only the right was given: the other is unknown, never normal
    not_to_be_had: bool = False
    by_side: dict = field(default_factory=dict)  # numbers that were given for the left and the right


def in_days(length):
    unit = length["unit"]
    return length["value"] * (DAYS[unit] if unit in DAYS else DAYS[unit.removesuffix("s")])


def grade(text):
    """A muscle grade in words: 4- lies a third of a grade below 4, 4+ a third above."""
    third = {"+": 1 / 3, "-": -1 / 3}.get(text[-1], 0)
    return float(text.rstrip("+-")) + third


def understand(name, said, facts):
    """One statement of a case; None when nothing was said."""
    kind = facts.findings[name]["value_type"]
    if said == "not_sure" and name in facts.unsure_is_yes:
        said = True
    if said is None:
        return None
    if said in ("unavailable", "not_sure"):
        return Statement(not_to_be_had=True)
    if kind == "boolean":
        return understand_flag(said, facts)
    if kind == "duration":
        return Statement(days=in_days(said) if isinstance(said, dict) else said * DAYS["wk"])
    values = [said]
    if isinstance(said, dict):
        values = [said["value"]] if "value" in said else [said[side] for side in ("left", "right") if said.get(side) is not None]
    lone = facts.missing_side_is_unknown and isinstance(said, dict) and "value" not in said and len(values) == 1
    if kind in ("choice", "side"):
        return Statement(tokens=values, one_side_missing=lone)
    number = lambda one: grade(one) if isinstance(one, str) else float(one)
    by_side = {side: number(said[side]) for side in ("left", "right") if isinstance(said, dict) and said.get(side) is not None}
    return Statement(numbers=[number(one) for one in values], one_side_missing=lone, by_side=by_side)


def understand_flag(said, facts):
    if isinstance(said, bool):
        return Statement(truth_of(said))
    if isinstance(said, str):
        return Statement(YES, side=said)
    statement = Statement(truth_of(said.get("present", True)), side=said.get("side", ""))
    for which in ("onset", "duration"):
        if which in said:
            statement.days = in_days(said[which])
    for which in ("tempo", "trend"):
        if which in said:
            setattr(statement, which, facts.scales[which].index(said[which]))
    return statement


# ------------------------------------------------------------------------------------------------ evaluation
class Person:
    """What is known of one person, asked for the truth of any formula."""

    def __init__(self, findings, facts):
        unknown = sorted(set(findings) - set(facts.findings))
        if unknown:
            raise ValueError("no finding " + unknown[0])
        self.facts, self.remembered, self.prospect = facts, {}, None
        # A guard follows from its parts and from nobody's word.
        words = {name: said for name, said in findings.items() if not (facts.missing_side_is_unknown and name in facts.guards)}
        self.said = {name: one for name, said in words.items() if (one := understand(name, said, facts))}
        self.silent = Statement()
        self.episode = self.statement("symptom_duration").days
        speed = (self.statement("onset_speed").tokens or [""])[0]
        self.speed = facts.scales["tempo"].index(ONSET_SPEED[speed]) if speed in ONSET_SPEED else None
        self.refused = []  # statements that a number denies; where it denies a no, the worse holds
        if facts.missing_side_is_unknown:
            for name, stated, tree in facts.denials:
                if self.denied(name, stated, tree):
                    self.refused.append(name)
                    self.said[name].presence = YES
                    self.remembered.clear()

    def statement(self, name):
        return self.said.get(name, self.silent)

    def truth(self, tree):
        match tree:
            case Any(parts):
                return max(map(self.truth, parts))
            case All(parts):
                return min(map(self.truth, parts))
            case AtLeast(wanted, parts):
                return sorted(map(self.truth, parts), reverse=True)[wanted - 1]
            case Not(inner):
                return opposite(self.truth(inner))
            case Known(inner):
                return truth_of(self.truth(inner) is YES)
            case Present(name):
                return self.presence(name)
            case Absent(name):
                return opposite(self.presence(name))
            case Recent(name, days):
                # Read as danger: a present finding of unknown age is recent.
                return self.if_present(name, lambda: truth_of(self.attribute("duration", name, "<=", days) is not NO))
            case Attribute(which, name, sign, limit):
                return self.if_present(name, lambda: self.attribute(which, name, sign, limit))
            case Side(name, side):
                return self.if_present(name, lambda: truth_of(self.side(name) == side) if self.side(name) else UNKNOWN)
            case State(subject, rank):
                return self.state(subject, rank)
            case Number(name, sign, limit):
                return self.either_side(name, [truth_of(COMPARE[sign](one, limit)) for one in self.numbers(name)])
            case Every(name, sign, limit):
                lone = [UNKNOWN] if self.statement(name).one_side_missing else []
                return min([truth_of(COMPARE[sign](one, limit)) for one in self.numbers(name)] + lone, default=UNKNOWN)
            case Choice(name, token):
                return self.either_side(name, [truth_of(one == token) for one in self.statement(name).tokens])
            case EpisodeLength(sign, days):
                return UNKNOWN if self.episode is None else truth_of(COMPARE[sign](self.episode, days))
        raise TypeError(tree)

    def standing(self, tree):
        """Yes, unknown, or no for good: false today and still able to become true counts as unknown, for what is open."""
        truth = self.truth(tree)
        # The evidence's own evaluator looks at today only.
        if truth is not NO or not self.facts.missing_side_is_unknown:
            return truth
        if self.prospect is None:
            self.prospect = Prospect(self)
        return UNKNOWN if self.prospect.span(tree)[1] else NO

    def denied(self, name, stated, tree):
        """Whether a number denies what was stated of a finding. Where a side was stated, only that side's numbers speak."""
        statement = self.statement(name)
        if statement.presence is not {"present": YES, "absent": NO}[stated]:
            return False
        sides = {"both": ("left", "right")}.get(statement.side, (statement.side,) if statement.side else ())
        return any(self.seen_from(side).truth(tree) is YES for side in sides) if sides else self.truth(tree) is YES

    def seen_from(self, side):
        """The same person, with no word of the other side's numbers."""
        other = copy(self)
        other.remembered = {}
        other.said = {name: replace(one, numbers=[one.by_side[side]] if side in one.by_side else [], one_side_missing=False)
                      if one.by_side else one for name, one in self.said.items()}
        return other

    def if_present(self, name, ask):
        presence = self.presence(name)
        return ask() if presence is YES else presence

    def presence(self, name):
        """Stated present or formula true makes it present; else the statement counts, and without one the formula."""
        if name not in self.remembered:
            stated = self.statement(name).presence
            worked = self.truth(self.facts.derived[name]) if name in self.facts.derived and stated is not YES else UNKNOWN
            self.remembered[name] = YES if YES in (stated, worked) else worked if stated is UNKNOWN else stated
        return self.remembered[name]

    def state(self, subject, rank):
        key = (subject, rank)
        if key not in self.remembered:
            trees = self.facts.states[subject]
            self.remembered[key] = max(self.truth(trees[one]) for one in trees if one >= rank)
        return self.remembered[key]

    def either_side(self, name, answers):
        lone = [UNKNOWN] if self.statement(name).one_side_missing else []
        return max(answers + lone, default=UNKNOWN)

    def numbers(self, name):
        found = list(self.statement(name).numbers)
        if name not in self.facts.smallest:
            return found
        for part in self.facts.smallest[name]:
            found += self.numbers(part)
        return [min(found)] if found else []

    def parts(self, name):
        """The findings that make a derived finding's formula true; none when it has no formula or the formula is not true."""
        tree = self.facts.derived.get(name)
        return self.witnesses(tree) if tree is not None and self.truth(tree) is YES else []

    def witnesses(self, tree):
        if self.truth(tree) is not YES:
            return []
        match tree:
            case Any(parts) | All(parts) | AtLeast(_, parts):
                return [name for part in parts for name in self.witnesses(part)]
            case Present(name) | Recent(name, _) | Side(name, _) | Attribute(_, name, _, _):
                return [name]
        return []

    def side(self, name):
        """left, right, both, or "" when nobody said; what is stated of the finding itself comes before its parts."""
        if self.statement(name).side and self.statement(name).presence is YES:
            return self.statement(name).side
        sides = {self.side(part) for part in self.parts(name)} - {""}
        return "both" if {"left", "right"} <= sides or "both" in sides else "".join(sides)

    def values(self, which, name):
        """What is known of an attribute over a present finding and its parts, and whether one of them leaves it open."""
        own, parts = getattr(self.statement(name), "days" if which == "duration" else which), self.parts(name)
        known, is_open = ([] if own is None else [own]), False
        for part in parts:
            of_part, part_open = self.values(which, part)
            known, is_open = known + of_part, is_open or part_open
        if own is None and not parts:  # an examination finding without an onset counts as part of the symptom
            is_open = self.facts.findings[name]["kind"] in ("symptom", "history", "risk")
        return known, is_open

    def attribute(self, which, name, sign, limit):
        """The comparison for a present finding. Only the dangerous end of what is known decides, and it decides alone only
        towards danger: while a part leaves the attribute open, nothing harmless follows from the others."""
        holds = lambda value: COMPARE[sign](value, limit)
        known, is_open = self.values(which, name)
        is_open = is_open or not known
        danger_is_more = which == "trend"
        towards_danger = sign in ((">", ">=") if danger_is_more else ("<", "<="))
        away_from_danger = sign != "=" and not towards_danger

        # The episode's length, and the speed of its onset, can only show that something is fresh or fast.
        bound = {"duration": self.episode, "tempo": self.speed if is_open else None, "trend": None}[which]
        if bound is not None and towards_danger and holds(bound):
            return YES
        if bound is not None and away_from_danger and not holds(bound):
            return NO
        if not known:
            return UNKNOWN
        worst = max(known) if danger_is_more else min(known)
        if away_from_danger:
            return NO if not holds(worst) else UNKNOWN if is_open else YES
        nothing_worse = not is_open or towards_danger or which == "trend" and worst == len(self.facts.scales["trend"]) - 1
        if holds(worst) and nothing_worse:
            return YES
        return UNKNOWN if is_open else NO


# ------------------------------------------------------------------------------------------------ the level
def triage(findings, facts, policy="default"):
    """The level a case must get, and why. `raised` and `open` keep the order of the facts.

    open   rules that further answers may make true, and that could raise above the level
    could  the highest level of those; none without any
    """
    person = Person(findings, facts)
    return settle(person, [(row, person.standing(tree)) for row, tree in facts.rules], facts, policy)


def settle(person, outcome, facts, policy="default"):
    """The same from the standing of each rule: (row, truth) in the order of the facts. tools/mutate_facts asks with a rule altered."""
    reading, nothing = facts.policy(policy), -1

    def rank(row):
        literal = reading.get(row.get("policy_parameter")) == "emergency_now"
        return facts.levels.index(row["level_if_literal"] if literal else row["level"])

    appointment, within_24h, emergency = (facts.levels.index(one) for one in ("appointment", "within_24h", "emergency_now"))
    raised = [row for row, truth in outcome if truth is YES]
    unclear = [row for row, truth in outcome if truth is UNKNOWN]
    rule_level = max(map(rank, raised), default=nothing)

    unknown_items = [row for row, trees in facts.items if any(person.truth(tree) is UNKNOWN for tree in trees)]
    unavailable = [row for row in unknown_items if any(person.statement(name).not_to_be_had for name in row["findings"])]
    level = rule_level
    if sum(row["group"] == "A" for row in unavailable) >= 2 or person.presence("cannot_be_questioned") is YES:
        level = emergency  # U4
    elif unavailable:
        level = max(level, within_24h)  # U2 and U3
    provisional = any(rank(row) > level for row in unclear)

    if level <= facts.levels.index("self_care"):
        if only_prevention(person):
            level, provisional = facts.levels.index("self_care"), False
        elif unknown_items:
            level, provisional = appointment, True
        else:
            level = facts.levels.index("self_care")

    could = [row for row in unclear if rank(row) > level]
    return {"rule_level": "none" if rule_level == nothing else facts.levels[rule_level], "level": facts.levels[level], "provisional": provisional,
            "raised": [row["id"] for row in raised], "open": [row["id"] for row in could],
            "could": facts.levels[max(map(rank, could))] if could else "none"}


def only_prevention(person):
    """Someone who asks how to stay well and has no symptom, stated or following; to the evidence's own evaluator, none stated by yes or no."""
    if person.facts.missing_side_is_unknown:
        symptoms = [name for name, row in person.facts.findings.items() if row["kind"] == "symptom" and row["asked_of"] != "derived"]
        some = any(person.presence(name) is YES or any(one > 0 for one in person.statement(name).numbers) for name in symptoms)
        return person.presence("prevention_question") is YES and not some

    def is_symptom(name):
        row = person.facts.findings[name]
        return row["kind"] == "symptom" and row["value_type"] == "boolean"

    stated = [name for name, said in person.said.items() if is_symptom(name) and not said.not_to_be_had]
    return person.presence("prevention_question") is YES and not any(person.presence(name) is YES for name in stated)


def spell_out_items(statements, facts):
    """A worked case may answer safety-net questions by number ("item 1 2 3", "item all"): the statements that stand for it."""
    spelled = {name: said for name, said in statements.items() if not name.startswith("item ")}
    for name, answer in statements.items():
        for row, _ in facts.items if name.startswith("item ") else []:
            if name == "item all" or str(row["order"]) in name.split():
                for one in row["findings"]:
                    if facts.findings[one]["value_type"] == "boolean":
                        spelled.setdefault(one, answer)
    return spelled
