#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Feeds tidy one bad snippet at a time and expects its refusal, word for word where words matter."""
import importlib.machinery
import importlib.util
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
TIDY = str(pathlib.Path(__file__).resolve().parent / "tidy")
loader = importlib.machinery.SourceFileLoader("tidy", TIDY)
tidy = importlib.util.module_from_spec(importlib.util.spec_from_loader("tidy", loader))
loader.exec_module(tidy)

SPDX = "// SPDX-License-Identifier: Apache-2.0\n"
HASH_SPDX = "# SPDX-License-Identifier: Apache-2.0\n"
ROOMS = HASH_SPDX + """base:
science/logic: base
knowledge: base science/logic | toml++
clinic/triage: base knowledge
clinic/differential: base knowledge
doors/cli: * | cli11 fmt
"""
HOUSE = {
    "tools/rooms.txt": ROOMS,
    "lumbar/base/id.h": SPDX + "#pragma once\n#include <string>\n",
    "lumbar/science/logic/logic.h": SPDX + '#pragma once\n#include "lumbar/base/id.h"\n',
    "lumbar/science/logic/parser.h": SPDX + "#pragma once\n",
    "lumbar/knowledge/knowledge.h": SPDX + '#pragma once\n#include "lumbar/science/logic/logic.h"\n',
    "lumbar/knowledge/read.cc": SPDX + "#include <toml++/toml.h>\n",
    "lumbar/clinic/differential/differential.h": SPDX + "#pragma once\n",
    "lumbar/doors/cli/main.cc": SPDX + '#include <fstream>\n#include "lumbar/clinic/differential/differential.h"\n'
                                       "int main() { std::ifstream file; }\n",
    "facts/sources.toml": HASH_SPDX + '[[source]]\nid = "suri_2010"\n',
    "facts/evidence.toml": HASH_SPDX + '[[evidence]]\nid = "E1"\nsources = ["suri_2010"]\nstatus = "verified"\n',
}


class Tidy(unittest.TestCase):
    def faults(self, files=None):
        """Faults of the good house with some files written over it."""
        files = HOUSE | (files or {})
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for path, text in files.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text)
            return [f"{path}:{line}: {what}, {allowed}" for path, line, what, allowed in tidy.tidy(root)]

    def refused(self, path, text, *words):
        faults = self.faults(files={path: text})
        self.assertEqual(len(faults), 1, faults)
        for word in words:
            self.assertIn(word, faults[0])

    def accepted(self, path, text):
        self.assertEqual(self.faults(files={path: text}), [])

    def test_a_good_house_is_tidy(self):
        self.assertEqual(self.faults(), [])

    def test_triage_may_not_read_the_differential(self):
        self.refused("lumbar/clinic/triage/triage.cc",
                     SPDX + '#include "lumbar/clinic/differential/differential.h"\n',
                     "lumbar/clinic/triage/triage.cc:2: clinic/triage includes clinic/differential", "base, knowledge")

    def test_an_arrow_uphill_in_the_list_itself(self):
        self.refused("tools/rooms.txt", ROOMS.replace("science/logic: base", "science/logic: base knowledge"),
                     "tools/rooms.txt:3: science/logic uses knowledge, which does not stand above it")

    def test_a_test_keeps_the_arrows(self):
        self.refused("lumbar/clinic/triage/triage_test.cc",
                     SPDX + '#include "lumbar/clinic/differential/differential.h"\n', "clinic/triage includes")

    def test_private_header_of_another_room(self):
        self.refused("lumbar/knowledge/rules.cc", SPDX + '#include "lumbar/science/logic/parser.h"\n',
                     "lumbar/science/logic/parser.h is private", "lumbar/science/logic/logic.h")

    def test_a_header_that_is_not_there(self):
        self.refused("lumbar/knowledge/rules.cc", SPDX + '#include "logic.h"\n', "no header of the house")

    def test_a_folder_that_is_no_room(self):
        self.refused("lumbar/utils/text.cc", SPDX, "stands in no room")

    def test_a_cycle(self):
        faults = self.faults(files={
            "lumbar/base/id.h": SPDX + '#include "lumbar/base/text.h"\n',
            "lumbar/base/text.h": SPDX + '#include "lumbar/base/id.h"\n'})
        self.assertEqual(len(faults), 1, faults)
        self.assertIn("a cycle: lumbar/base/id.h -> lumbar/base/text.h -> lumbar/base/id.h", faults[0])

    def test_a_library_outside_its_room(self):
        code = SPDX + "#include <toml++/toml.h>\n"
        self.refused("lumbar/clinic/triage/triage.cc", code, "the standard library alone")
        self.refused("lumbar/doors/cli/facts.cc", code, "cli11, fmt")

    def test_effects_below_the_doors(self):
        for call in ("std::ifstream in(\"x\");", "auto f = fopen(\"x\", \"r\");", "std::cout << 1;", "printf(\"x\");",
                     "auto t = std::chrono::system_clock::now();", "int r = rand();", "auto e = std::getenv(\"X\");",
                     "std::thread worker;", "std::random_device seed;"):
            with self.subTest(call):
                self.refused("lumbar/knowledge/rules.cc", SPDX + "void f() {\n  " + call + "\n}\n",
                             "lumbar/knowledge/rules.cc:3: ", "below doors/")
        for header in ("fstream", "iostream", "thread", "ranges", "unistd.h", "sys/stat.h"):
            with self.subTest(header):
                self.refused("lumbar/knowledge/rules.cc", SPDX + f"#include <{header}>\n", "below doors/")

    def test_words_about_effects_are_no_effects(self):
        self.accepted("lumbar/knowledge/rules.cc", SPDX + "// Never printf() here.\n"
                      'const char* said = "rand() fopen";\nvoid snprintf_like(int operand);\n')

    def test_a_test_may_open_files(self):
        self.accepted("lumbar/knowledge/rules_test.cc",
                      SPDX + "#include <gtest/gtest.h>\n#include <fstream>\nstd::ifstream file;\n")

    def test_gtest_outside_a_test(self):
        self.refused("lumbar/knowledge/rules.cc", SPDX + "#include <gtest/gtest.h>\n", "outside a test")

    def test_no_licence_line(self):
        self.refused("lumbar/base/text.cc", "int x;\n", "no licence line")
        self.refused("tools/script", "#!/bin/sh\necho\n", "no licence line")

    def test_white_space(self):
        self.refused("lumbar/base/text.cc", SPDX + "int x; \n", "text.cc:2: white space")
        self.refused("README.md", "a\tb\n", "README.md:1: a tab")
        self.refused("README.md", "no end", "no line end")

    def test_to_do_needs_a_reason(self):
        to_do = "TO" + "DO"
        self.refused("lumbar/base/text.cc", SPDX + f"// {to_do} later\n", "without a reason")
        self.accepted("lumbar/base/text.cc", SPDX + f"// {to_do}: the norms are still being collected\n")

    def test_figures_need_source_and_status(self):
        def refused(rest, *words):
            first = '[[evidence]]\nid = "E1"\nsources = ["suri_2010"]\nstatus = "verified"\n\n'
            self.refused("facts/evidence.toml", HASH_SPDX + first + '[[evidence]]\nid = "E2"\n' + rest, *words)

        refused('status = "verified"\n', "facts/evidence.toml:7: evidence E2 has no sources")
        refused('sources = []\nstatus = "verified"\n', "has no sources")
        refused('sources = ["suri_2010"]\n', "E2 has status none", "verified, reported")
        refused('sources = ["suri_2010"]\nstatus = "sure"\n', "has status sure")
        refused('sources = ["nobody"]\nstatus = "derived"\n', "cites nobody")
        refused("id = nothing\n", "not TOML")


if __name__ == "__main__":
    unittest.main()
