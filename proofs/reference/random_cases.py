#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints N random cases, one JSON object a line. The same seed gives the same cases; case i never depends on how many are asked for.

    proofs/reference/random_cases.py N SEED [--contradictions] [--lone-sides]

A case is built around one rule: its formula is aimed at true or false through the findings it rests on, its neighbours are sprinkled
with every way of answering, and the safety net is left alone, half answered, or answered no. Age, sex and pregnancy are stated as
findings. Left out, unless an option asks for them, is what the case's contract refuses or reads otherwise than the rules alone:
  --contradictions  a derived finding denied though its formula is true, or stated though a number denies it (to be read leniently)
  --lone-sides      a muscle grade of one side, the other not named
People under 18, whose level has a floor of its own, never appear.
"""
import argparse
import json
import random

from reference import (DAYS, NO, UNKNOWN, YES, Absent, All, Any, AtLeast, Attribute, Choice, EpisodeLength, Facts, Known, Not, Number, Person,
                       Present, Recent, Side, State)

TIME_WORDS = {"h": ("h", "hour", "hours"), "d": ("d", "day", "days"), "wk": ("wk", "week", "weeks"), "mo": ("mo", "month", "months"),
              "y": ("y", "year", "years")}
SAFE_UNITS = {"mL", "kg", "cm", "Cel", "mg/L", "mm/h", "U/L", "mmol/L", "g/dL", "s", "m"}
DURATION_LIMITS = (7, 14, 28, 30, 42, 84, 90)
LONGEST_YEARS = 9  # nobody's symptom is older than the person
GRADES = (0, 1, 2, 3, 4, 5, "3-", "3+", "4-", "4+", 4, 5, 5)
# Plausible ends, the size of the smallest step, and values on each side of which a formula or a textbook changes its mind.
RANGES = {
    "age_years": (18, 95, 1, (45, 50, 56, 60, 65, 70)), "pain_intensity": (0, 10, 1, (3, 7)), "temperature_c": (35.5, 41.5, 0.1, (38.0, 39.0)),
    "post_void_residual_ml": (0, 1200, 1, (200, 500)), "body_mass_index": (15, 45, 0.1, (30,)), "ankle_brachial_index": (0.3, 1.4, 0.01, (0.9,)),
    "crp_mg_l": (0, 300, 0.1, (10,)), "esr_mm_h": (0, 120, 1, (20,)), "ck_level": (0.2, 30, 0.1, (1, 10)), "ck_u_l": (20, 6000, 1, (200, 2000)),
    "height": (145, 200, 1, (170,)), "weight": (45, 140, 1, (80,)), "phq2_score": (0, 6, 1, (3,)), "functional_walking_distance": (0, 3000, 1, (200,)),
    "bone_density_t_score": (-5, 2, 0.1, (-2.5,)), "gait_speed_m_s": (0.1, 2, 0.1, (0.8,)), "toe_brachial_index": (0.2, 1.2, 0.1, (0.7,)),
    "myelopathy_cluster_count": (0, 5, 1, (3,)), "sirch_score": (0, 10, 1, (3,)), "tuberculin_reaction_mm": (0, 30, 1, (10,)),
    "leg_length_difference_cm": (0, 5, 0.1, (2,)), "thirty_s_chair_stand_n": (0, 40, 1, (12,)), "grip_strength_kg": (5, 70, 1, (27,)),
    "calcium_mmol_l": (1.6, 4.0, 0.01, (2.2, 2.6, 3.0)), "haemoglobin_g_dl": (5, 18, 0.1, (11, 12, 13)),
}
AN_EXCEPTION_KEPT = 0.5


class Map:
    """Which findings a formula rests on, straight and through derived findings and states."""

    def __init__(self, facts):
        self.facts, self.memo = facts, {}
        self.rules = {row["id"]: (self.leaves(tree), tree) for row, tree in facts.rules}
        self.everything = sorted(set().union(*(names for names, _ in self.rules.values()), *(row["findings"] for row, _ in facts.items)))
        self.lowering = {subject: held for subject, trees in facts.states.items() if (held := [one for tree in trees.values() for one in guarded(tree)])}
        self.net = [[one for one in row["findings"] if facts.findings[one]["value_type"] == "boolean"] for row, _ in facts.items]

    def leaves(self, tree):
        if tree not in self.memo:
            self.memo[tree] = frozenset(self.find(tree))
        return self.memo[tree]

    def find(self, tree):
        match tree:
            case All(parts) | Any(parts) | AtLeast(_, parts):
                return set().union(*map(self.leaves, parts))
            case Not(inner) | Known(inner):
                return self.leaves(inner)
            case State(subject, _):
                return set().union(*map(self.leaves, self.facts.states[subject].values()))
            case EpisodeLength():
                return {"symptom_duration"}
            case Present(name) | Absent(name) | Recent(name, _) | Attribute(_, name, _, _) | Side(name, _):
                return {name} | (self.leaves(self.facts.derived[name]) if name in self.facts.derived else set())
            case Number(name, _, _):
                return {name} | set(self.facts.smallest.get(name, ()))
            case Choice(name, _):
                return {name}
        raise TypeError(tree)

    def rests_on_a_number(self, name):
        names = self.leaves(self.facts.derived[name])
        return any(self.facts.findings[one]["value_type"] != "boolean" for one in names)


def guarded(tree):
    """What stands inside `not known(...)`: all that must be known and harmless before a state is lowered."""
    match tree:
        case Not(Known(inner)):
            return [inner]
        case All(parts) | Any(parts):
            return [one for part in parts for one in guarded(part)]
    return []


class Maker:
    """One case in the making. The first statement about a finding stays; later ones only add an attribute to it."""

    def __init__(self, facts, map_, rng, lone_sides):
        self.facts, self.map, self.rng, self.lone_sides, self.said = facts, map_, rng, lone_sides, {}

    def chance(self, share):
        return self.rng.random() < share

    # ---- single statements
    def duration(self, days=None):
        rng = self.rng
        unit = rng.choice(("d", "d", "wk", "mo", "y", "h"))
        if days is None:
            limit = rng.choice(DURATION_LIMITS)
            days = rng.choice((limit, limit - 1, limit + 1, limit / 2, limit * 3, rng.randint(0, 10), rng.randint(0, 400), rng.randint(400, 3000)))
        value = round(days / DAYS[unit], rng.choice((0, 0, 1, 2)))
        value = int(value) if value == int(value) else value
        if unit == "h":  # a threshold in days is not met to the minute: the last bit of a product must not decide
            value = int(value) + (int(value) % 24 == 0)
        if unit == "y":
            value = min(value, LONGEST_YEARS)
        return {"value": value, "unit": rng.choice(TIME_WORDS[unit])}

    def attribute(self, which, sign=None, limit=None, fits=True):
        """A value of tempo or trend, or a length, that makes a comparison true (or false when it shall not fit)."""
        rng = self.rng
        if which == "duration":
            if limit is None:
                return self.duration()
            older = (sign in (">", ">=")) == fits
            return self.duration(limit * rng.choice((1.03, 1.5, 3, 10)) if older else limit * rng.choice((0.05, 0.5, 0.9, 0.97)))
        words = self.facts.scales[which]
        good = [word for rank, word in enumerate(words) if limit is None or satisfies(rank, sign, limit) == fits]
        return rng.choice(good or words)

    def number(self, name, sign=None, limit=None, fits=True):
        rng = self.rng
        low, high, step, limits = RANGES.get(name, (0, 100, 1, (50,)))
        for _ in range(60):
            near = limit if limit is not None and self.chance(0.6) else rng.choice(limits)
            value = rng.choice((near, near - step, near + step, near - 3 * step, near + 3 * step, rng.uniform(low, high)))
            value = min(max(round(round(value / step) * step, 2), low), high)
            if limit is None or satisfies(value, sign, limit) == fits:
                break
        value = int(value) if step == 1 else value
        unit = self.facts.findings[name].get("units")
        return {"value": value, "unit": unit} if unit in SAFE_UNITS and self.chance(0.3) else value

    def grade(self, sign=None, limit=None, fits=True):
        """A muscle grade: bare, of both sides, or of one."""
        def one():
            good = [g for g in GRADES if limit is None or satisfies(grade_number(g), sign, limit) == fits]
            return self.rng.choice(good or GRADES)

        if self.chance(0.35):
            return one()
        other = one() if not fits else self.rng.choice(GRADES)
        sides = {"left": one(), "right": other} if self.chance(0.5) else {"left": other, "right": one()}
        if self.lone_sides and self.chance(0.3):
            sides.pop(self.rng.choice(("left", "right")))
        return sides

    def present(self, name, **attributes):
        """Makes it present with these attributes, unless it was said to be otherwise."""
        before = self.said.get(name)
        if before is None and name not in self.said:
            before = True
        if before in ("left", "right", "both"):
            before = {"present": True, "side": before}
        if before is True and not attributes:
            self.said[name] = self.some_present(name)
        elif before is True:
            self.said[name] = {"present": True, **attributes}
        elif isinstance(before, dict) and before.get("present"):
            if "duration" in attributes and "onset" in before:
                attributes.pop("duration")
            self.said[name] = {**attributes, **before}

    def some_present(self, name):
        rng, sided = self.rng, self.facts.findings[name]["kind"] in ("symptom", "exam")
        if self.chance(0.55):
            return True
        if sided and self.chance(0.25):
            return rng.choice(("left", "right", "both"))
        said = {"present": True}
        if sided and self.chance(0.35):
            said["side"] = rng.choice(("left", "right", "both", "both"))
        if self.chance(0.5):
            said[rng.choice(("duration", "onset"))] = self.duration()
        for which in ("tempo", "trend"):
            if self.chance(0.4):
                said[which] = self.attribute(which)
        return said

    def say(self, name, yes=0.4, no=0.35):
        """Any answer at all, if nothing was said of it yet."""
        if name in self.said:
            return
        rng, row = self.rng, self.facts.findings[name]
        draw, kind = rng.random(), row["value_type"]
        if draw >= yes + no:
            self.said[name] = rng.choice((None, "unavailable", "not_sure"))
        elif kind == "boolean":
            self.said[name] = self.some_present(name) if draw < yes else rng.choice((False, False, False, {"present": False}))
        elif kind == "duration":
            self.said[name] = self.duration() if self.chance(0.8) else rng.randint(0, 60)
        elif kind == "choice":
            token = lambda: rng.choice(row["choices"])
            self.said[name] = {"left": token(), "right": token()} if name.startswith("reflex_") and self.chance(0.6) else token()
        elif kind == "side":
            self.said[name] = rng.choice(("left", "right", "both"))
        elif kind == "ordinal_0_5":
            self.said[name] = self.grade()
        else:
            self.said[name] = self.number(name)

    # ---- whole formulas
    def aim(self, tree, wanted):
        """States what makes a formula true, or false. What was said before may be in the way; then it stays in the way."""
        rng = self.rng
        match tree:
            case Any(parts) | All(parts):
                if isinstance(tree, Any) == wanted:
                    parts = rng.sample(parts, 1 if self.chance(0.8) else min(2, len(parts)))
                for part in parts:
                    self.aim(part, wanted)
            case AtLeast(count, parts):
                for part in rng.sample(parts, count if wanted else len(parts) - count + 1):
                    self.aim(part, wanted)
            case Not(inner):
                self.aim(inner, not wanted)
            case Known(inner):
                if wanted or self.chance(0.5):
                    self.aim(inner, wanted)
            case State(subject, rank):
                trees = self.facts.states[subject]
                for one in ([rng.choice([r for r in trees if r >= rank])] if wanted else [r for r in trees if r >= rank]):
                    self.aim(trees[one], wanted)
            case Absent(name):
                self.aim(Present(name), not wanted)
            case Present(name):
                self.aim_presence(name, wanted)
            case Side(name, side):
                self.aim_attribute(name, "side", wanted, lambda fits: side if fits else rng.choice([s for s in ("left", "right", "both") if s != side]))
            case Recent(name, days):
                if wanted and self.chance(0.4):
                    self.present(name)
                else:
                    self.aim_attribute(name, "duration", wanted, lambda fits: self.attribute("duration", "<=", days, fits))
            case Attribute(which, name, sign, limit):
                self.aim_attribute(name, which, wanted, lambda fits: self.attribute(which, sign, limit, fits))
            case Number(name, sign, limit):
                if name in self.facts.smallest:
                    name = rng.choice((name, *self.facts.smallest[name]))
                made = self.grade if self.facts.findings[name]["value_type"] == "ordinal_0_5" else lambda *how: self.number(name, *how)
                self.said.setdefault(name, made(sign, limit, wanted))
            case Choice(name, token):
                others = [one for one in self.facts.findings[name]["choices"] if one != token]
                self.said.setdefault(name, token if wanted else rng.choice(others))
            case EpisodeLength(sign, days):
                self.said.setdefault("symptom_duration", self.attribute("duration", sign, days, wanted))

    def aim_presence(self, name, wanted):
        formula = self.facts.derived.get(name)
        guard = name.startswith("no_")
        if formula is not None and (guard or self.chance(0.5)):
            self.aim(formula, wanted)
        elif wanted:
            self.present(name)
        else:
            self.said.setdefault(name, False)

    def aim_attribute(self, name, which, wanted, value):
        """On the finding itself, on the parts that make it, or on both; an absent finding makes any comparison false."""
        if not wanted and self.chance(0.3):
            return self.aim_presence(name, False)
        formula = self.facts.derived.get(name)
        if formula is not None and name not in self.said and self.chance(0.5):
            present = lambda: [part for part in sorted(self.map.leaves(formula)) if stated(self.said.get(part)) is YES]
            if not present():
                self.aim(formula, True)
            for part in present():
                self.present(part, **{which: value(wanted)})
        else:
            self.present(name, **{which: value(wanted)})

    # ---- whole cases
    def neighbours(self, rule, share):
        for name in sorted(self.map.rules[rule][0]):
            if self.chance(share):
                self.say(name)

    def net_is_no(self, spare):
        """Answers every item no; each finding escapes with a small chance."""
        for names in self.map.net:
            for name in names:
                if name not in self.said and not self.chance(spare):
                    self.said[name] = False
        if not self.chance(spare):
            self.said.setdefault("age_years", self.number("age_years"))
            self.said.setdefault("sex", self.rng.choice(("female", "male", "other")))

    def everything_is_no(self, spare):
        """Answers what any rule rests on harmlessly, save for a few."""
        for name in self.map.everything:
            if name not in self.said and self.facts.findings[name]["value_type"] == "boolean" and not name.startswith("no_") and not self.chance(spare):
                self.said[name] = False
        for name in ("post_void_residual_ml", "ankle_brachial_index", "calcium_mmol_l"):
            if not self.chance(spare):
                self.said.setdefault(name, {"post_void_residual_ml": 20, "ankle_brachial_index": 1.1, "calcium_mmol_l": 2.4}[name])

    def by_rule(self, rule):
        tree = self.map.rules[rule][1]
        self.aim(tree, self.chance(0.75))
        self.neighbours(rule, self.rng.choice((0, 0.1, 0.3, 0.7)))
        if self.chance(0.5):
            for name in self.rng.sample(self.map.everything, self.rng.randint(1, 12)):
                self.say(name)
        if self.chance(0.35):
            self.net_is_no(self.rng.choice((0, 0.01, 0.1, 0.5)))

    def lowered(self):
        """Old, slow, stable, examined, explained: states aimed at their lowest rank with the guards answered, now and then all but one."""
        rng = self.rng
        for subject in rng.sample(sorted(self.map.lowering), rng.choice((1, 1, 1, 2, 3))):
            trees, guard = self.facts.states[subject], rng.choice(self.map.lowering[subject])
            for tree in (trees[min(trees)], guard) if self.chance(0.5) else (guard, trees[min(trees)]):
                self.aim(tree, True)
        for name in sorted(self.said):
            row = self.facts.findings[name]
            if row["value_type"] == "boolean" and row["kind"] == "symptom" and stated(self.said[name]) is YES and self.chance(0.95):
                self.said[name] = self.made_old(self.said[name])
        if self.chance(0.3):
            self.said["symptom_duration"] = self.duration(rng.choice((43, 90, 700)))
        if self.chance(0.6):
            self.net_is_no(rng.choice((0, 0, 0.01, 0.03)))
        if self.chance(0.6):
            self.everything_is_no(rng.choice((0, 0, 0.005)))
        if self.chance(0.4):
            name = rng.choice(sorted(self.said))
            self.said[name] = rng.choice((None, "unavailable", "not_sure"))
            self.said.update({} if self.chance(0.7) or self.facts.findings[name]["value_type"] != "boolean" else {name: True})

    def made_old(self, said):
        rng = self.rng
        old = {"duration": lambda: self.duration(rng.choice((42, 43, 60, 84, 90, 400, 2000))), "trend": lambda: rng.choice(("stable", "stable", "improving")),
               "tempo": lambda: rng.choice(("months", "months", "years", "weeks"))}
        side = said.get("side") if isinstance(said, dict) else said if isinstance(said, str) else None
        return {"present": True, **({"side": side} if side else {}), **{which: make() for which, make in old.items() if self.chance(0.93)}}

    def by_derived(self):
        """A derived finding that no rule may ask for."""
        name = self.rng.choice(sorted(self.facts.derived))
        self.aim(self.facts.derived[name], self.chance(0.6))
        for part in sorted(self.map.leaves(self.facts.derived[name])):
            if self.chance(0.2):
                self.say(part)

    def beside(self):
        """Answers that no rule names, and two that change how others are read."""
        if self.chance(0.25):
            self.said.setdefault("onset_speed", self.rng.choice((*self.facts.findings["onset_speed"]["choices"], None, "unavailable")))
        if self.chance(0.03):
            self.say("cannot_be_questioned")
        for name in self.rng.sample(sorted(self.facts.findings), self.rng.choice((0, 0, 0, 2, 6))):
            if name not in ("cannot_be_questioned", "fracture_flag_count", "age_years") and name not in self.facts.derived:
                self.say(name)

    def quiet(self):
        """Someone with little or nothing: answered no, save for a few, and perhaps only a question about prevention."""
        rng = self.rng
        if self.chance(0.35):
            self.said["prevention_question"] = True
        if self.chance(0.6):
            self.said["low_back_weakness"] = rng.choice((True, False, {"present": True, "trend": "stable", "duration": self.duration(3)}))
        if self.chance(0.5):
            self.said["assessed_since_onset"] = self.chance(0.8)
        for _ in range(rng.choice((0, 0, 0, 1, 2))):
            self.say(rng.choice(self.map.everything), yes=0.2, no=0.2)
        if self.chance(0.15):
            for name in rng.sample(rng.choice(self.map.net), 1):
                self.said[name] = rng.choice(("unavailable", "not_sure", None))
        if self.chance(0.85):
            self.net_is_no(rng.choice((0, 0, 0, 0.01, 0.05)))
        if self.chance(0.8):
            self.everything_is_no(rng.choice((0, 0, 0, 0.005, 0.03)))

    def unasked(self):
        """Turns a few answers into one of the ways of not knowing."""
        for name in sorted(self.said):
            if self.chance(0.04):
                self.said[name] = self.rng.choice((None, "unavailable", "not_sure"))

    def reconcile(self):
        """Takes back statements that the contract of a case refuses: guards, which follow from their parts only, and contradictions."""
        said = self.said
        for name in self.facts.guards & set(said):
            del said[name]
        if said.get("sex") == "male":
            for name in ("pregnant_now", "postpartum_under_6_weeks"):
                if stated(said.get(name)) is YES:
                    del said[name]
        if any(said.get(one) is not None for one in self.facts.smallest["mrc_lowest_leg"]):
            said.pop("mrc_lowest_leg", None)
        while wrong := self.contradicting():
            for name in set(wrong):
                del said[name]

    def contradicting(self):
        person = Person(self.said, self.facts)
        found = list(person.refused)
        for name in self.said:
            if name in self.facts.derived and stated(self.said[name]) is not UNKNOWN:
                worked = person.truth(self.facts.derived[name])
                denied = stated(self.said[name]) is YES and worked is NO and self.map.rests_on_a_number(name)
                if denied or stated(self.said[name]) is NO and worked is YES:
                    found.append(name)
        return found


def satisfies(value, sign, limit):
    return {"<": value < limit, "<=": value <= limit, ">": value > limit, ">=": value >= limit, "=": value == limit}[sign]


def grade_number(grade):
    return grade if isinstance(grade, int) else int(grade[0]) + (1 / 3 if grade[1] == "+" else -1 / 3)


def stated(said):
    if isinstance(said, dict):
        said = said.get("present")
    return YES if said is True or said in ("left", "right", "both") else NO if said is False else UNKNOWN


maps = {}


def one_case(facts, seed, number, contradictions=False, lone_sides=False):
    """Case `number` of the row that belongs to this seed."""
    map_ = maps.get(id(facts)) or maps.setdefault(id(facts), Map(facts))
    rng = random.Random(f"{seed}/{number}")
    maker = Maker(facts, map_, rng, lone_sides)
    rules = list(map_.rules)
    rule = rules[number % len(rules)]  # every rule has its turn
    style = rng.random()
    if style < 0.50:
        maker.by_rule(rule)
    elif style < 0.75:
        maker.lowered()
    elif style < 0.82:
        maker.by_derived()
    else:
        maker.quiet()
    maker.beside()
    if maker.chance(0.3):
        maker.unasked()
    if not (contradictions and maker.chance(AN_EXCEPTION_KEPT)):
        maker.reconcile()
    names = list(maker.said)
    rng.shuffle(names)
    return {"lumbar_case": 1, "as_of": "2026-11-21", "findings": {name: maker.said[name] for name in names}}


def main():
    parser = argparse.ArgumentParser(description="print random cases, one JSON object a line")
    parser.add_argument("n", type=int)
    parser.add_argument("seed")
    parser.add_argument("--contradictions", action="store_true")
    parser.add_argument("--lone-sides", action="store_true")
    options = parser.parse_args()
    facts = Facts.load()
    for number in range(options.n):
        print(json.dumps(one_case(facts, options.seed, number, options.contradictions, options.lone_sides)))


if __name__ == "__main__":
    main()
