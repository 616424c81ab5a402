#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of tools/mutate_facts: an obviously wrong mutant dies, a survivor that nobody excused is told, every formula survives being written."""
import sys
import tempfile
import tomllib
import unittest
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import fact_mutants
import mutant_proofs
from fact_mutants import R

loader = SourceFileLoader("mutate_facts", str(ROOT / "tools" / "mutate_facts"))
runner = module_from_spec(spec_from_loader("mutate_facts", loader))
loader.exec_module(runner)

FACTS = R.Facts.load(ROOT / "facts")
MADE = {one.id: one for one in fact_mutants.mutants(FACTS)}


def vignette(findings, **expected):
    row = {"id": "test", "findings": findings, "policy": "default", **{"expected_" + key: value for key, value in expected.items()}}
    return runner.Worked(row, FACTS)


class Mutants(unittest.TestCase):
    def test_a_formula_that_is_written_and_read_is_the_same(self):
        trees = [tree for _, tree in FACTS.rules] + list(FACTS.derived.values()) + [one for some in FACTS.states.values() for one in some.values()]
        for tree in trees:
            self.assertEqual(R.Reader(fact_mutants.words(tree, FACTS), FACTS).read(), tree)

    def test_every_mutant_differs_from_what_it_was_made_of(self):
        for one in MADE.values():
            if one.table == "rule" and one.tree is not None:
                self.assertNotEqual(one.tree, FACTS.rules[one.at][1], one.id)

    def test_all_kinds_are_made_of_rules(self):
        self.assertEqual({one.kind for one in MADE.values() if one.table == "rule"}, set(fact_mutants.KINDS))

    def test_the_file_that_is_written_differs_in_one_row(self):
        mutant = MADE["T01: without urinary_retention"]
        with tempfile.TemporaryDirectory() as folder:
            fact_mutants.write_facts(mutant, FACTS, ROOT / "facts", Path(folder))
            (changed,) = [path for path in Path(folder).iterdir() if not path.is_symlink()]
            new = tomllib.loads(changed.read_text(encoding="utf-8"))["rule"]
            with open(ROOT / "facts" / changed.name, "rb") as handle:
                old = tomllib.load(handle)["rule"]
        apart = [(a, b) for a, b in zip(old, new) if a != b]
        self.assertEqual([a["id"] for a, _ in apart], ["T01"])
        self.assertEqual({key for a, b in apart for key in a if a[key] != b[key]}, {"formula"})


class Judges(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.numb = vignette('{"saddle_anaesthesia": true}', rule_level="emergency_now")

    def test_a_vignette_kills_what_lowers_it_and_nothing_else(self):
        self.assertEqual(self.numb.wrong(self.numb.base), "")
        self.assertTrue(runner.noticed(MADE["T03: removed"], [self.numb], FACTS))
        self.assertTrue(runner.noticed(MADE["T03: level within_24h"], [self.numb], FACTS))
        self.assertTrue(runner.noticed(MADE["T03: without saddle_anaesthesia"], [self.numb], FACTS))
        self.assertFalse(runner.noticed(MADE["T03: without inner_thigh_numbness"], [self.numb], FACTS))

    def test_a_derived_formula_is_noticed_through_the_rules(self):
        seven = vignette('{"low_back_weakness": true, "pain_intensity": 7}', rule_level="within_24h")
        mutants = [one for one in MADE.values() if one.table == "derived" and one.at == "severe_pain"]
        self.assertEqual(seven.wrong(seven.base), "")
        self.assertIn(True, [runner.noticed(one, [seven], FACTS) for one in mutants])

    def test_every_person_of_the_floors_gets_what_the_seed_asks_for(self):
        floors = runner.read_floors(FACTS)
        self.assertGreater(len(floors), 300)
        self.assertEqual([one.name for one in floors if one.wrong(one.base)], [])

    def test_what_is_remembered_of_a_rule_changes_no_answer(self):
        findings = {"low_back_pain": {"present": True, "duration": {"value": 42, "unit": "d"}}, "fever": True, "urinary_urgency": False, "age_years": 61}
        remembering, plain = runner.Person(findings, FACTS), R.Person(findings, FACTS)
        for _, tree in FACTS.rules:
            remembering.truth(tree)
        for one in MADE.values():
            if one.table == "rule" and one.tree is not None:
                self.assertEqual(remembering.truth(one.tree), plain.truth(one.tree), one.id)

    def test_a_derived_finding_is_asked_for_through_others(self):
        mutant = next(one for one in MADE.values() if one.at == "severe_pain")
        asking = {FACTS.rules[i][0]["id"] for i in runner.askers(mutant, FACTS)}
        self.assertIn("T26", asking)  # through severe_pain_any
        self.assertNotIn("T70", asking)

    def test_an_answer_that_is_not_decided_is_no_refutation(self):
        said = "REFUTED  m0_floors  0 of 1 claims\n  m0_floors\n  not decided: the prover gave up\nholds    m0_same  1 of 1 claims\n"
        self.assertEqual(mutant_proofs.read_answers(said), {"m0_floors": mutant_proofs.UNDECIDED, "m0_same": "holds"})


class Verdict(unittest.TestCase):
    def faults(self, fates, listed):
        return runner.verdict(fates, listed, {"a", "b", "c"})

    def test_a_survivor_that_is_not_listed_fails(self):
        _, faults = self.faults({"a": runner.VIGNETTES, "b": runner.SURVIVED}, {})
        self.assertIn("survives, and nobody says why that is harmless: b", faults)

    def test_listed_and_redundant_ones_do_not_count(self):
        self.assertEqual(self.faults({"a": runner.VIGNETTES, "b": runner.SURVIVED, "c": runner.REDUNDANT}, {"b": {"why": "reason"}}), (1.0, []))

    def test_an_excuse_that_the_solver_does_not_bear_out_fails(self):
        listed = {"b": {"why": "reason", "level_proved": True}}
        self.assertEqual(self.faults({"a": runner.VIGNETTES, "b": runner.OPEN_ONLY}, listed), (1.0, []))
        self.assertEqual(len(self.faults({"a": runner.VIGNETTES, "b": runner.SURVIVED}, listed)[1]), 1)

    def test_an_excuse_for_what_is_killed_or_gone_fails(self):
        _, faults = self.faults({"a": runner.PROOFS}, {"a": {"why": "reason"}, "d": {"why": "reason"}})
        self.assertEqual(len(faults), 2)


if __name__ == "__main__":
    unittest.main()
