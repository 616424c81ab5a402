# SPDX-License-Identifier: Apache-2.0
"""A safety case of one hazard in a folder of its own: what is written, and what is refused."""
import importlib.machinery
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
TOOL = str(pathlib.Path(__file__).resolve().parent / "safety_case")
loader = importlib.machinery.SourceFileLoader("safety_case", TOOL)
safety_case = importlib.util.module_from_spec(importlib.util.spec_from_loader("safety_case", loader))
loader.exec_module(safety_case)

HOUSE = {
    "test": 'step "vignettes" tools/check_vignettes\n  if true; then step "proofs" prove; fi\nstep "facts" check\n',
    "CMakeLists.txt": "project(lumbar VERSION 0.9.1 LANGUAGES CXX)\n",
    "SAFETY.md": "# Safety\n\nWritten by hand.\n",
    "lumbar/knowledge/loader.h": "  void check_seeds();\n",
    "lumbar/clinic/triage/triage_test.cc": "TEST(Triage, takes_the_highest) {\n  run(\"T01\");\n}\n\nconst char* other = \"T02\";\n\n"
                                           "RC_GTEST_PROP(Laws,\n              never_lower, ()) {\n}\n",
    "vignettes/one.vignette": "# remark\ntitle      Numb\npresent    numb left 3 weeks, sore\nexpect     urgency = emergency_now, because T01\n",
    "vignettes/worked.toml": '[[example]]\nid = "X1"\nfindings = "{\\"sore\\": true}"\n',
    "proofs/obligations/floors.obligation": "S0-2 implies emergency_now\n",
    "facts/seeds.toml": '[[statement]]\nid = "S0-1"\nseed = "S0"\nsection = "Signs"\nsays = "Numb | sore"\nkind = "sign"\nlevel = "emergency_now"\n'
                        'carried_by = ["finding:sore", "rule:T01"]\n[[statement]]\nid = "S0-2"\nseed = "S0"\nsection = "Signs"\nsays = "Old"\n'
                        'kind = "sign"\ncarried_by = ["rule:T02"]\n[[statement]]\nid = "S0-3"\nseed = "S0"\nsection = "Rest"\nsays = "Stiff"\n'
                        'kind = "sign"\ncarried_by = ["finding:stiff"]\n',
    "facts/rules.toml": '[[rule]]\nid = "T01"\nlevel = "emergency_now"\nlabel = "Numb"\nproject_choice = true\n'
                        '[[rule]]\nid = "T02"\nlevel = "appointment"\nlabel = "Old"\n',
    "facts/sources.toml": '[[source]]\nid = "book"\nseen = "yes"\n',
    "facts/attributes.toml": '[[attribute]]\nid = "B2i"\nplace = "(B)(2)(i)"\nlist = "predictive"\ngroup = "Purpose"\nname = "Use"\nstate = "given"\n'
                             'says = "{engine} with {rows rule} rules, {rows hazard assumed} guesses, {other}, {facts}"\npoints = ["{rows source}"]\n'
                             '[[attribute]]\nid = "B6i"\nplace = "(B)(6)(i)"\nlist = "predictive"\ngroup = "Outside"\nname = "Where"\n'
                             'state = "not_done"\nsays = "Nowhere."\n',
    "facts/hazards.toml": '[[hazard_scale]]\nscale = "severity"\nword = "severe"\nmeans = "lasting"\n[[hazard]]\nid = "H1"\ntitle = "Missed"\ncause = "c"\n'
                          'effect = "e"\nseverity = "severe"\nlikelihood = "likely"\nlikelihood_after = "rare"\ncontrols = ["asked"]\nresidual = "denial"\n'
                          'shown_by = ["unit:lumbar_clinic_triage_test:Triage.takes_the_highest", "vignette:Numb", "obligation:floors", "step:proofs", '
                          '"facts:check_seeds"]\nsources = ["book"]\nstatus = "assumed"\n',
}
GREEN = "ok\tstep:vignettes\nok\tvignette:Numb\nok\tstep:proofs\nok\tstep:facts\n"


class SafetyCaseTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for path, text in HOUSE.items():
            self.write(path, text)

    def write(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def change(self, path, before, after):
        text = (self.root / path).read_text(encoding="utf-8")
        self.assertIn(before, text)
        self.write(path, text.replace(before, after))

    def run_tool(self, *words):
        done = subprocess.run([sys.executable, "-B", TOOL, "--root", str(self.root), *words], capture_output=True, text=True, check=False)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout

    def refused(self, *parts, words=("--check",)):
        code, said = self.run_tool(*words)
        self.assertEqual(code, 1, said)
        for part in parts:
            self.assertIn(part, said)

    def results(self, lines=GREEN, failures=(), result="COMPLETED"):
        self.write("results/results", lines)
        test = {"name": "takes_the_highest", "result": result, **({"failures": list(failures)} if failures else {})}
        self.write("results/release/lumbar_clinic_triage_test.json", json.dumps({"testsuites": [{"name": "Triage", "testsuite": [test]}]}))
        return "--check", "--results", str(self.root / "results")

    def test_what_is_written_is_accepted_and_stays_the_same(self):
        self.assertEqual(self.run_tool(), (0, "1 hazards, 5 proofs named, 0 faults\n"))
        self.assertEqual(self.run_tool("--check"), (0, "1 hazards, 5 proofs named, 0 faults\n"))
        pages = {file: file.read_text() for file in (self.root / "docs/safety").iterdir()}
        self.assertEqual(len(pages), 5)
        self.run_tool()
        self.assertEqual(pages, {file: file.read_text() for file in pages})
        self.assertEqual(self.run_tool(*self.results())[0], 0)

    def test_halves_of_one_executable_count_as_it(self):
        self.run_tool()
        words = self.results()
        whole = self.root / "results/release/lumbar_clinic_triage_test.json"
        whole.rename(whole.with_suffix(".0.json"))
        self.write("results/release/lumbar_clinic_triage_test.1.json", json.dumps({"testsuites": []}))
        self.assertEqual(self.run_tool(*words)[0], 0)

    def test_pages_say_what_the_facts_say(self):
        self.run_tool()
        read = {file.stem: file.read_text() for file in (self.root / "docs/safety").iterdir()}
        self.assertIn("0.9.1 with 2 rules, 1 guesses, {other}, whose hash `lumbar attributes` prints\n\n- 1\n", read["intended_use"])
        self.assertIn("**Not done.** Nowhere.", read["source_attributes"])
        self.assertIn("| H1 | Missed | severe | likely → rare | 1 | 5 |", read["hazard_log"])
        self.assertIn("2 written rules in three-valued logic (1 emergency_now, 1 appointment)", read["model_card"])
        self.assertIn("| S0-1 | Numb \\| sore | emergency_now | `finding:sore`, `rule:T01` | vignette “Numb”, `Triage.takes_the_highest`, and 1 more |",
                      read["traceability"])
        # What stands between two tests belongs to neither; a statement may be named by a proof itself.
        self.assertIn("| S0-2 | Old |  | `rule:T02` | obligation `floors` |", read["traceability"])
        self.assertIn("| S0-3 | Stiff |  | `finding:stiff` | loader only |", read["traceability"])

    def test_what_was_written_by_hand_stays(self):
        self.run_tool()
        self.change("SAFETY.md", "Written by hand.", "Written by another hand.")
        self.write("SAFETY.md", (self.root / "SAFETY.md").read_text() + "\nBelow the mark.\n")
        self.assertEqual(self.run_tool("--check")[0], 0)
        self.change("facts/hazards.toml", "denial", "silence")
        self.run_tool()
        text = (self.root / "SAFETY.md").read_text()
        self.assertTrue(text.startswith("# Safety\n\nWritten by another hand.\n"))
        self.assertTrue(text.endswith("\nBelow the mark.\n"))
        self.assertEqual((text.count("silence"), text.count("denial")), (1, 0))

    def test_refuses_a_control_whose_test_is_gone(self):
        self.run_tool()
        for path, before, after, name in (
                ("lumbar/clinic/triage/triage_test.cc", "takes_the_highest", "takes_any", "unit:lumbar_clinic_triage_test:Triage.takes_the_highest"),
                ("vignettes/one.vignette", "title      Numb", "title      Numb now", "vignette:Numb"),
                ("test", 'step "proofs"', 'step "proof"', "step:proofs"),
                ("lumbar/knowledge/loader.h", "check_seeds", "read_seeds", "facts:check_seeds")):
            self.change(path, before, after)
            self.refused(f"facts/hazards.toml: H1 Missed: {name}: there is no such test\n")
            self.change(path, after, before)
        (self.root / "proofs/obligations/floors.obligation").unlink()
        self.refused("H1 Missed: obligation:floors: there is no such test\n")

    def test_refuses_pages_that_are_out_of_date(self):
        self.run_tool()
        self.change("facts/rules.toml", 'label = "Old"', 'label = "Older"')
        self.refused("docs/safety/traceability.md: differs from what the facts and the tests say; run tools/safety_case and commit it\n")
        self.run_tool()
        self.assertEqual(self.run_tool("--check")[0], 0)
        (self.root / "docs/safety/model_card.md").unlink()
        self.refused("docs/safety/model_card.md: differs")

    def test_refuses_a_control_whose_test_is_red_or_did_not_run(self):
        self.run_tool()
        unit = "unit:lumbar_clinic_triage_test:Triage.takes_the_highest"
        self.refused(f"{unit}: is red, so nothing shows the control", words=self.results(failures=[{"failure": "no"}]))
        self.refused(f"{unit}: was skipped", words=self.results(result="SKIPPED"))
        self.refused("vignette:Numb: is red", words=self.results(GREEN.replace("ok\tvignette", "FAIL\tvignette")))
        self.refused("obligation:floors: is red", "step:proofs: is red", words=self.results(GREEN.replace("ok\tstep:proofs", "FAIL\tstep:proofs")))
        self.refused("facts:check_seeds: did not run", words=self.results(GREEN.replace("ok\tstep:facts\n", "")))
        # A test that is red in one run and green in the next of the same test is red.
        self.refused("vignette:Numb: is red", words=self.results("FAIL\tvignette:Numb\n" + GREEN))
        words = self.results()
        (self.root / "results/release/lumbar_clinic_triage_test.json").unlink()
        self.refused(f"{unit}: did not run", words=words)

    def test_refuses_two_vignettes_of_one_title(self):
        self.write("vignettes/two.vignette", HOUSE["vignettes/one.vignette"])
        self.refused("vignettes: 2 have the title 'Numb'")


if __name__ == "__main__":
    unittest.main()
