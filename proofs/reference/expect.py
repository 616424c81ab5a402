#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads cases on standard input, one JSON object a line, and prints what the second reading of the rules makes of each.

    proofs/reference/expect.py [--policy literal] < cases.ndjson

One line a case: {"rule_level", "level", "provisional", "raised", "open", "could"}. `raised` and `open` list rules in the order
of the facts, `open` only those that could raise above the level; `rule_level` and `could` are "none" where there is none.
"""
import argparse
import json
import sys

from reference import Facts, triage


def main():
    options = argparse.ArgumentParser(description="what the rules make of each case on standard input")
    options.add_argument("--policy", choices=["default", "literal"], default="default")
    policy, facts = options.parse_args().policy, Facts.load()
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(triage(json.loads(line)["findings"], facts, policy)))


if __name__ == "__main__":
    main()
