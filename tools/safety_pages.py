# SPDX-License-Identifier: Apache-2.0
"""How each page of the safety case is written: from a SafetyCase (tools/safety_case) to text. Pure."""
import re
from collections import Counter

STATUSES = ("verified", "reported", "derived", "assumed")
BEGIN = "<!-- From here to the end mark: made by tools/safety_case. Edit facts/hazards.toml instead. -->"
END = "<!-- End of what tools/safety_case makes. -->"
MADE = "<!-- Made by tools/safety_case from facts/ and the tests. Edit those instead; ./test compares. -->\n"
SEEDS = {"S0": "Document 000", "S1": "Document 001", "S2": "Document 002", "S3": "Document 003", "S4": "Document 004"}


def pages(case):
    """Path from the root -> text of every page."""
    return {"docs/safety/intended_use.md": intended_use(case), "docs/safety/hazard_log.md": hazard_log(case),
            "docs/safety/traceability.md": traceability(case), "docs/safety/model_card.md": model_card(case),
            "docs/safety/source_attributes.md": source_attributes(case), "SAFETY.md": safety(case)}


def line(cells):
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"


def table(head, rows):
    return "".join(line(cells) for cells in [head, ["---"] * len(head), *rows])


def spoken(name):
    """What shows something, for a reader: a vignette by its title, a test by its name."""
    kind, _, rest = name.partition(":")
    return {"unit": f"`{rest.rpartition(':')[2]}`", "vignette": f"vignette “{rest}”", "worked": f"worked case {rest}",
            "obligation": f"obligation `{rest}`", "step": f"step “{rest}” of `./test`", "facts": f"loader, `{rest}`"}[kind]


def some(names, most):
    """The first few names in words, and how many more there are."""
    said = ", ".join(spoken(name) for name in names[:most])
    return said + (f", and {len(names) - most} more" if len(names) > most else "")


def filled(case, text):
    """As lumbar attributes fills it in; the hash belongs to a build, so a page only says who prints it."""

    def value(match):
        words = match[1].split()
        if words == ["engine"]:
            return case.version
        if words == ["facts"]:
            return "whose hash `lumbar attributes` prints"
        if words[:1] == ["rows"] and len(words) in (2, 3):
            return str(sum(len(words) == 2 or row.get("status") == words[2] for row in case.rows(words[1])))
        return match[0]

    return re.sub(r"\{([^{}]*)\}", value, text)


def answer(case, row):
    admission = {"not_done": "**Not done.** ", "not_recorded": "**Not recorded.** "}.get(row["state"], "")
    return admission + filled(case, row["says"])


def with_points(case, row):
    return answer(case, row) + "\n" + "".join(f"\n- {filled(case, point)}" for point in row.get("points", [])) + "\n"


def attributes(case, *ids):
    by_id = {row["id"]: row for row in case.rows("attribute")}
    return [by_id[one] for one in ids if one in by_id]


def intended_use(case):
    text = MADE + "\n# Intended use\n"
    for title, *ids in (("What for", "B2i", "B2iv"), ("For which patients", "B2ii"), ("Who uses it", "B2iii"),
                        ("What it gives out", "B1iii"), ("What it is not for", "B3i"), ("Known limits", "B3ii")):
        text += f"\n## {title}\n"
        for row in attributes(case, *ids):
            text += "\n" + with_points(case, row).rstrip("\n") + "\n"
    return text + "\nNo regulator has cleared, approved or certified it. [SAFETY.md](../../SAFETY.md) says what is claimed and what is not.\n"


def scale_table(case, scale):
    return table(["word", "means"], [[row["word"], row["means"]] for row in case.rows("hazard_scale") if row["scale"] == scale])


def likelihoods(hazard):
    before, after = hazard["likelihood"], hazard["likelihood_after"]
    return before if before == after else f"{before} → {after}"


def hazard_log(case):
    text = (MADE + "\n# Hazard log\n\nOne hazard is one way to come to harm. Severity is that of the worst credible effect; likelihood is judged without the\n"
            "controls, then with them. **Both are the project's own judgement (assumed): nothing has been counted in use.** What shows a\n"
            "control is a test, a vignette, a proved obligation or a step of `./test`; `tools/safety_case --check` fails when it is missing,\n"
            "and `./test` fails when it is red.\n")
    text += "\n## Scales\n\nSeverity\n\n" + scale_table(case, "severity") + "\nLikelihood\n\n" + scale_table(case, "likelihood")
    text += "\n## All hazards\n\n" + table(
        ["id", "hazard", "severity", "likelihood", "controls", "shown by"],
        [[one["id"], one["title"], one["severity"], likelihoods(one), len(one["controls"]), len(one["shown_by"])] for one in case.rows("hazard")])
    for one in case.rows("hazard"):
        text += f"\n## {one['id']} {one['title']}\n\n"
        text += table(["", ""], [["Cause", one["cause"]], ["Effect", one["effect"]], ["Severity", one["severity"]],
                                 ["Likelihood", likelihoods(one)], ["What remains", one["residual"]],
                                 ["Sources", f"{', '.join(one['sources'])} ({one['status']})"]])
        text += "\nControls\n\n" + "".join(f"- {control}\n" for control in one["controls"])
        text += "\nShown by\n\n" + "".join(f"- {spoken(name)}\n" for name in one["shown_by"])
    return text


def traceability(case):
    statements = case.rows("statement")
    shown = {row["id"]: case.exercised_by(row) for row in statements}
    text = (MADE + "\n# From the seeds to the tests\n\nEvery statement of the five seed documents, the facts that carry it, and what exercises those facts: vignettes and worked\n"
            "cases that state or expect them, obligations and tests that name them. “Loader only” means that the loader refuses the\n"
            "statement when a fact is missing, and that nothing of ours touches the fact by name; “random cases only” that a rule is held\n"
            "by the random cases of the reference check and by what is proved of all rules alike.\n\n")
    lines = []
    for seed in sorted({row["seed"] for row in statements}):
        rows = [row for row in statements if row["seed"] == seed]
        urgent = [row for row in rows if "level" in row]
        lines.append([SEEDS.get(seed, seed), len(rows), sum(bool(shown[row["id"]]) for row in rows), len(urgent),
                      sum(any(name.startswith(("vignette:", "worked:", "obligation:")) for name in shown[row["id"]]) for row in urgent)])
    text += table(["seed", "statements", "exercised by a case, test or proof", "statements of urgency", "of these by a case or proof"], lines)
    text += "\n## Rules\n\n" + table(
        ["rule", "level", "what it says", "seeds", "exercised by"],
        [[row["id"], row["level"], row["label"], row.get("seeds", ""), some(case.mentions.get(row["id"], []), 4) or "random cases only"]
         for row in case.rows("rule")])
    section = None
    for row in statements:
        if (row["seed"], row["section"]) != section:
            section = (row["seed"], row["section"])
            text += f"\n## {SEEDS.get(row['seed'], row['seed'])}: {row['section']}\n\n" + table(["id", "says", "asks for", "carried by", "exercised by"], [])
        level = row.get("level", "") + (f" (to the letter: {row['level_if_literal']})" if "level_if_literal" in row else "")
        carried = ", ".join(f"`{fact}`" for fact in row["carried_by"])
        text += line([row["id"], row["says"], level, carried, some(shown[row["id"]], 2) or "loader only"])
    return text


def model_card(case):
    levels = Counter(row["level"] for row in case.rows("rule"))
    chosen = [row["id"] for row in case.rows("rule") if row.get("project_choice")]
    numbers = [row for row in case.rows("parameter") if row.get("project_choice")]
    with_status = {name: rows for name, rows in sorted(case.tables.items())
                   if name not in ("hazard", "attribute") and any("status" in row for row in rows)}
    total = Counter(row["status"] for rows in with_status.values() for row in rows if "status" in row)
    text = MADE + f"\n# Model card\n\nEngine {case.version}. The running build names its facts: `lumbar version`, `lumbar attributes`.\n"
    text += ("\n## What it is\n\n"
             f"- **Urgency**: {len(case.rows('rule'))} written rules in three-valued logic "
             f"({', '.join(f'{levels[level]} {level}' for level in ('emergency_now', 'within_24h', 'appointment', 'self_care') if levels[level])}), and "
             f"{len(case.rows('item'))} questions that must be answered before anybody is reassured. No statistics.\n"
             f"- **What it may be**: a two-level network of {len(case.rows('condition'))} conditions and the findings that {len(case.rows('evidence'))} rows of evidence tie to\n"
             "  them, solved exactly. A dangerous condition that is likely enough raises the urgency; nothing statistical lowers it.\n"
             f"- **What to do**: {len(case.rows('treatment'))} treatments, {len(case.rows('exercise'))} exercises, {len(case.rows('test'))} tests, each with what forbids it where the facts say so.\n"
             "- Nothing is trained. No record of a patient went in. No fact is fitted to a case.\n")
    text += "\n## What the figures stand on\n\n" + table(
        ["table", "rows", *STATUSES],
        [[name, len(rows), *(sum(row.get("status") == status for row in rows) for status in STATUSES)] for name, rows in with_status.items()]
        + [["**all**", sum(total.values()), *(total[status] for status in STATUSES)]])
    text += (f"\nVerified: the figure was seen in the source. Reported: known from the source, not read again. Derived: worked out from verified figures. "
             f"Assumed: no figure\nwas found, the row says on what basis. Of {len(case.rows('source'))} sources, {sum(row.get('seen') == 'yes' for row in case.rows('source'))} were seen.\n")
    text += (f"\nNumbers of the project's own: {len(numbers)} parameters ({', '.join('`' + row['id'] + '`' for row in numbers)}) and a number in "
             f"{len(chosen)} rules ({', '.join(chosen)}).\n")
    text += ("\n## How well it does\n\nNot measured on people. `lumbar_accuracy FILE` prints the agreement on written cases judged by others (`bench/cases/`), with every miss;\n"
             "the numbers belong to the build that prints them and are not copied here. Such cases are tidier than people: nothing may be\nclaimed from them.\n")
    text += "\n## Limits\n\n" + "".join(f"- **{one['title']}.** {one['residual']}\n" for one in case.rows("hazard"))
    return text + "\nMore: [intended use](intended_use.md), [hazard log](hazard_log.md), [source attributes](source_attributes.md), [from the seeds to the tests](traceability.md).\n"


def source_attributes(case):
    rows = case.rows("attribute")
    open_rows = [row for row in rows if row["state"] != "given"]
    text = (MADE + "\n# Source attributes\n\nWhat 45 CFR 170.315(b)(11)(iv) lists for decision support, answered of our own accord: lumbar is not certified. "
            f"{len(rows)} attributes, {len(open_rows)} without\ncontent. `lumbar attributes --format json|html` prints them for the running build.\n")
    group = None
    for row in rows:
        if (row["list"], row["group"]) != group:
            kind = "" if group and group[0] == row["list"] else {"evidence_based": "\n## As evidence-based decision support\n", "predictive": "\n## As predictive decision support\n"}[row["list"]]
            group = (row["list"], row["group"])
            text += f"{kind}\n### {row['group']}\n"
        text += f"\n**{row['name']}** {row['place']}\n\n" + with_points(case, row).rstrip("\n") + "\n"
    return text


def safety(case):
    """SAFETY.md: the hand-written claims stay, the list of hazards between the marks is made anew."""
    file = case.root / "SAFETY.md"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    made = (f"{BEGIN}\n\n## What could harm, and what is done about it\n\n"
            f"{len(case.rows('hazard'))} hazards, judged by the project (nothing has been counted in use). The controls are shown by tests; `./test` fails when one is\n"
            "missing or red. In full: [hazard log](docs/safety/hazard_log.md), [intended use](docs/safety/intended_use.md), "
            "[model card](docs/safety/model_card.md),\n[source attributes](docs/safety/source_attributes.md), [from the seeds to the tests](docs/safety/traceability.md).\n\n"
            + table(["hazard", "severity", "likelihood", "what remains"],
                    [[f"{one['id']} {one['title']}", one["severity"], likelihoods(one), one["residual"]] for one in case.rows("hazard")])
            + f"\n{END}\n")
    if BEGIN in text and END in text:
        before, _, rest = text.partition(BEGIN)
        return before + made + rest.partition(END)[2].removeprefix("\n")
    return text.rstrip("\n") + "\n\n" + made
