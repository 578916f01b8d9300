"""Holds the cards of this folder, which the Swift tests write, against the formats' own programs: verdicts.json.

    python make.py            writes the verdicts anew (see requirements.txt)
    python make.py --check    asks again and compares with the committed file, and with the figures below
"""

import json
import sys
from pathlib import Path

import validators

folder = Path(__file__).parent
sys.path.insert(0, str(folder.parent))
import committed  # noqa: E402

# What the samples of the tests were made of, written here by hand: metric, slice, value, bounds.
HUB = [
    ("roc_auc", None, 0.8012, (0.8012 - 0.02, 0.8012 + 0.02)),
    ("log_loss", None, 0.21759, None),
    ("brier_score", None, 0.0589, None),
    ("roc_auc", "cohort <b>spring</b>", 0.771, None),
    ("roc_auc", "cohort missing", 0.771, None),
]
JSON = [
    ("auc", None, [0.8012, 0.8012 - 0.02, 0.8012 + 0.02]),
    ("log_loss", None, [0.00005]),
    ("auc", "cohort spring", [0.771, 0.771 - 0.02, 0.771 + 0.02]),
    ("log_loss", "cohort spring", [0.00005]),
]
# The text that a hostile card has in every place, as CardExportTests has it.
NASTY = ("---\n...\nkey: [a, {b: 'c'}] # d\u0007\u0085\u2028\ufeff\uffff \"q\\\" & <script>alert(1)</script> "
         "![i](http://e) | `c` **d** @`!%*\t\U0001f600")


def expect(problems, what, expected, found):
    if expected != found:
        problems.append(f"{what}: expected {expected!r}, found {found!r}")


verdicts = {"versions": validators.versions()}
toolkit = validators.Toolkit(Path(sys.prefix))
for name in ("filled", "hostile"):
    card = validators.hugging_face((folder / name / "README.md").read_text("utf-8"))
    if name == "filled":
        expect(card["problems"], "results", HUB,
               [(r["metric"], r["config"], r["value"], r["args"] and (r["args"]["lower"], r["args"]["upper"]))
                for r in card["results"]])
        expect(card["problems"], "metadata", {
            "language": ["en"], "license": "mit", "library_name": "lightgbm", "pipeline_tag": "tabular-classification",
            "tags": ["shop", "tabular-classification"], "datasets": ["orders"],
            "metrics": ["roc_auc", "log_loss", "brier_score"]}, card["metadata"])
        expect(card["problems"], "model", "again@1", card["model"])
    else:
        expect(card["problems"], "tags", [NASTY, "null", "1.0", "yes", "tabular-classification"],
               card["metadata"]["tags"])
        expect(card["problems"], "datasets", [NASTY], card["metadata"]["datasets"])
        expect(card["problems"], "licence", "other", card["metadata"]["license"])
        expect(card["problems"], "values", [0.00005, 1e22, -0.0], [r["value"] for r in card["results"]])
        expect(card["problems"], "bounds", (1e-300, 1e22),
               (card["results"][0]["args"]["lower"], card["results"][0]["args"]["upper"]))
        expect(card["problems"], "method", NASTY, card["results"][0]["args"]["method"])
    verdicts[f"{name}/README.md"] = card
for name in ("filled", "bare", "hostile"):
    bill = validators.cyclonedx((folder / name / "bom.cdx.json").read_text("utf-8"))
    mct = validators.model_card_toolkit((folder / name / "mct.json").read_text("utf-8"), toolkit)
    for card in (bill, mct):
        found = [(m["type"], m["slice"], m["numbers"]) for m in card["metrics"]]
        if name == "filled":
            expect(card["problems"], "metrics", JSON, found)
        elif name == "hostile":
            # The slice's name is hostile, its figures are not.
            expect(card["problems"], "metrics", [(m, n) for m, _, n in JSON], [(m, n) for m, _, n in found])
        else:
            expect(card["problems"], "metrics", [], found)
    verdicts[f"{name}/bom.cdx.json"] = bill
    verdicts[f"{name}/mct.json"] = mct

bad = [f"{name}: {line}" for name, verdict in verdicts.items() for line in verdict.get("problems", [])]
for line in bad:
    print(line)
path = folder / "verdicts.json"
if "--check" in sys.argv:
    if bad:
        print(f"{len(verdicts)} cases, {len(bad)} differences")
        sys.exit(1)
    committed.check(json.loads(path.read_text("utf-8")), json.loads(json.dumps(verdicts)))
if bad:
    sys.exit(1)
path.write_text(json.dumps(verdicts, indent=1, sort_keys=True) + "\n", "utf-8")
