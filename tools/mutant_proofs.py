# SPDX-License-Identifier: Apache-2.0
"""What the solver says of mutants of rules, all of them in one run of lumbar_prove, for tools/mutate_facts.

Three questions a mutant, each written as an obligation over the facts as they are, with the mutated formula beside its rule:

    floors   does some case lose the urgency that a seed asks for? That is the obligation seed_floors of the mutated facts.
    same     is there any case whose level by the rules changes, or the highest level that an open rule could still give?
             Without one the mutant is redundant: it changes which rules are named, and nobody's urgency.
    level    is there any case whose level by the rules changes? Without one, but with one of the kind before, the mutant only
             changes what is said of open rules.

Speaks of the default policy, and of the literal one where the level under that is what was lowered. Deadlines, transport and pathway are not compared.
"""
import json
import subprocess
import tempfile
import tomllib
from pathlib import Path

import fact_mutants
from fact_mutants import R

NEVER = "known(age_years < 0 and age_years > 0)"  # stands for a rule that is gone: no for everybody, also while no age is given
UNDECIDED = "undecided"


def any_of(terms):
    return f"(or false {' '.join(terms)})"


class Questions:
    """The obligations for a list of mutants, and how their answers read."""

    def __init__(self, mutants, facts, floors_path):
        self.facts, self.mutants, self.obligations = facts, mutants, {}
        with open(floors_path, "rb") as handle:
            self.floors = [row for row in tomllib.load(handle)["floor"] if "emergency_now" not in row.get("under", "")]
        # The prover names a floor by its id and its place among those it reads.
        self.rows = [dict(row) for row in self.floors]
        for i, mutant in enumerate(mutants):
            self.ask(i, mutant)

    def rank(self, row):
        literal = self.reading.get(row.get("policy_parameter")) == "emergency_now"
        return self.facts.levels.index(row["level_if_literal"] if literal else row["level"])

    def others(self, at, rank, how):
        """Some other rule of this level or above is yes, or open."""
        return any_of(f"|a {row['id']} {how}|" for i, (row, _) in enumerate(self.facts.rules) if i != at and self.rank(row) >= rank)

    def ask(self, i, mutant):
        row, _ = self.facts.rules[mutant.at]
        # A level of the literal policy is judged under that policy; no floor is asked for there.
        of_literal = mutant.row is not None and mutant.row.get("level_if_literal") != row.get("level_if_literal")
        self.reading = self.facts.policy("literal" if of_literal else "default")
        rank, name = self.rank(row), f"m{i}"
        yes, is_open = f"|a {row['id']} yes|", f"|a {row['id']} open|"
        kept = self.rank(mutant.row) if mutant.row else -1  # where the row changed: what the rule still gives
        formula = NEVER if mutant.tree is None else fact_mutants.words(mutant.tree, self.facts)
        self.rows.append({"id": name, "seed": "", "says": name, "formula": formula, "level": self.facts.levels[rank], "under": "", "note": ""})
        now = f"|a floor {name} {len(self.rows)} "
        now_yes, now_open = now + "yes|", f"(not (or {now}yes| {now}no|))"
        # A lowered rule gives what it gave up to its new level, and nothing above.
        asked = [] if of_literal else [(k, floor) for k, floor in enumerate(self.floors, 1) if kept < self.facts.levels.index(floor["level"]) <= rank]
        missed = []
        for k, floor in asked:
            unless = f"(not |a {floor['unless']} yes|) " if floor.get("unless") else ""
            missed.append(f"(and |a floor {floor['id']} {k} yes| {unless}(not {self.others(mutant.at, self.facts.levels.index(floor['level']), 'yes')}))")
        self.obligations[name + "_floors"] = f"(and {yes} (not {now_yes}) {any_of(missed)})"
        changed = (f"(or (not (= {yes} {now_yes})) (and (not {yes}) (not (= {is_open} {now_open})) "
                   f"(not {self.others(mutant.at, rank, 'open')})))")
        alone = f"(not {self.others(mutant.at, rank, 'yes')})"
        self.obligations[name + "_same"] = f"(and {alone} {changed})"
        self.obligations[name + "_level"] = f"(and {alone} (not (= {yes} {now_yes})))"

    def write(self, folder):
        for name, never in self.obligations.items():
            (folder / f"{name}.obligation").write_text(f"name {name}\nsays {name}\n\ngiven |a accepted|\nnever {never}\n", encoding="utf-8")
        text = "".join("[[floor]]\n" + "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in row.items()) + "\n" for row in self.rows)
        (folder / "seed_floors.toml").write_text(text, encoding="utf-8")
        (folder / "refinements.toml").write_text("", encoding="utf-8")


def read_answers(text):
    """Obligation -> holds, REFUTED or UNDECIDED, from what lumbar_prove prints."""
    answers, name = {}, ""
    for line in text.splitlines():
        words = line.split()
        if line.startswith(("holds ", "REFUTED ")):
            name = words[1]
            answers[name] = words[0]
        elif line.startswith("  not decided") and name:
            answers[name] = UNDECIDED
    return answers


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 4):
        raise RuntimeError(f"{' '.join(command)}: exit {done.returncode}; {(done.stderr or done.stdout).strip()[:400]}")
    return done


def solve(mutants, facts, prover, source, floors_path):
    """For each mutant of a rule, by its id: "killed", "redundant", "level" where the level by the rules never changes, or "" where the
    solver shows nothing of the kind."""
    if not mutants:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        questions = Questions(mutants, facts, floors_path)
        questions.write(Path(folder))
        done = run([prover, "--facts", str(source), "--obligations", folder, "--no-case"])
        answers = read_answers(done.stdout)
        if done.returncode == 4 or set(answers) != set(questions.obligations):
            raise RuntimeError(f"{prover}: {(done.stderr or done.stdout).strip()[:400]}")
    fates = {}
    for i, mutant in enumerate(mutants):
        killed, same, level = (answers[f"m{i}_{asked}"] == wanted for asked, wanted in (("floors", "REFUTED"), ("same", "holds"), ("level", "holds")))
        fates[mutant.id] = "killed" if killed else "redundant" if same else "level" if level else ""
    return fates


def refused(mutant, facts, prover, source):
    """Whether the loader refuses the mutated facts."""
    with tempfile.TemporaryDirectory() as folder:
        fact_mutants.write_facts(mutant, facts, source, Path(folder))
        return run([prover, "--facts", folder, "--only", "none", "--obligations", str(fact_mutants.ROOT / "proofs" / "obligations")]).returncode == 4


def refuted(mutant, facts, prover, source, obligation):
    """Whether the mutated facts refute an obligation of the house."""
    with tempfile.TemporaryDirectory() as folder:
        fact_mutants.write_facts(mutant, facts, source, Path(folder))
        command = [prover, "--facts", folder, "--obligations", str(fact_mutants.ROOT / "proofs" / "obligations"), "--only", obligation, "--no-case"]
        return read_answers(run(command).stdout).get(obligation) == "REFUTED"
