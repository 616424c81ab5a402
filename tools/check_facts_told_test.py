#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tools/check_facts_told finds what the changelog does not tell, and is content with what it does."""
import importlib.machinery
import importlib.util
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
loader = importlib.machinery.SourceFileLoader("check_facts_told", str(Path(__file__).resolve().parent / "check_facts_told"))
told = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_facts_told", loader))
loader.exec_module(told)

CHANGELOG = """# Changelog

## Unreleased

### Safety

- T81 to T88: eight new rules.
- A fresh foot drop older than two days falls lower
  by T23 (see the review of the facts).

### Features

- The urgency of T40 is lower.

## 0.1

### Safety

- T41 is lower now.
"""


def answer(*no_longer, changed=("T23",)):
    return {"groups": [{"effect": "lowered", "no_longer": list(no_longer)}, {"effect": "raised", "no_longer": ["T99"]}],
            "rows": {"rules": [{"name": name} for name in changed], "figures": [], "texts": []}}


class Told(unittest.TestCase):
    def setUp(self):
        self.entries = told.safety_entries(CHANGELOG)

    def test_reads_entries_of_unreleased_safety_alone(self):
        self.assertEqual(len(self.entries), 2)
        self.assertIn("falls lower by T23", self.entries[1])
        self.assertEqual(told.safety_entries("# Changelog\n"), [])

    def test_an_entry_that_names_the_rule_is_enough(self):
        self.assertEqual(told.untold(answer("T23"), self.entries), [])
        self.assertEqual(told.untold(answer("T07", "T23"), self.entries), [])

    def test_a_fall_that_no_rule_held_may_name_a_changed_row(self):
        self.assertEqual(told.untold(answer(changed=["T23"]), self.entries), [])
        self.assertEqual(len(told.untold(answer("T07", changed=["T23"]), self.entries)), 1)

    def test_a_rule_named_without_the_word_or_elsewhere_is_not_told(self):
        for name in ("T81", "T40", "T41", "T2", "T233"):
            missing = told.untold(answer(name, changed=[name]), self.entries)
            self.assertEqual([names for _, names in missing], [[name]], name)

    def test_nothing_lowered_needs_nothing(self):
        self.assertEqual(told.untold({"groups": [], "rows": {"rules": [], "figures": [], "texts": []}}, []), [])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "--quiet"])
