"""What the formats' own programs say of a card: huggingface_hub, CycloneDX's strict validator, the schema of the Model
Card Toolkit.

Each function gives a dictionary that can be compared: what was found in the card, and `problems`, a list of lines.
"""

import importlib
import json
import math
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import jsonschema
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from huggingface_hub import ModelCard
from huggingface_hub.repocard_data import eval_results_to_model_index, model_index_to_eval_results

TOOLKIT = "2.0.0"
TOOLKIT_SCHEMA = "model_card_toolkit/schema/v0.0.2/model_card.schema.json"


def versions():
    return {
        "huggingface_hub": version("huggingface_hub"),
        "cyclonedx-python-lib": version("cyclonedx-python-lib"),
        "jsonschema": version("jsonschema"),
        "model-card-toolkit": TOOLKIT,
    }


class Toolkit:
    """The toolkit's schema and its class of a card, out of the wheel: the package as a whole would bring TensorFlow."""

    def __init__(self, folder):
        folder = Path(folder).resolve()
        unpacked = folder / f"model-card-toolkit-{TOOLKIT}"
        with zipfile.ZipFile(toolkit_wheel(folder)) as archive:
            archive.extractall(unpacked)
        self.schema = json.loads((unpacked / TOOLKIT_SCHEMA).read_text("utf-8"))
        # What their __init__ would import needs TensorFlow, and is not needed here.
        for name in ("model_card_toolkit", "model_card_toolkit/utils"):
            (unpacked / name / "__init__.py").write_text("", "utf-8")
        sys.path.insert(0, str(unpacked))
        self.card = importlib.import_module("model_card_toolkit.model_card").ModelCard

    def problems(self, content):
        """What is lost or changed where the toolkit reads the card, makes a protocol buffer of it, and writes it again."""
        card = self.card()
        card.from_json(content)
        again = self.card()
        again.copy_from_proto(card.to_proto())
        return list(lost(content, json.loads(again.to_json())))


def lost(before, after, place=""):
    if isinstance(before, dict):
        for key, value in before.items():
            # The toolkit leaves out what is empty.
            if key in after:
                yield from lost(value, after[key], f"{place}/{key}")
            elif value not in ({}, [], "") and not (isinstance(value, dict) and not any(value.values())):
                yield f"{place}/{key}: lost by the toolkit"
    elif isinstance(before, list):
        if len(before) != len(after):
            yield f"{place}: {len(before)} became {len(after)}"
        for position, pair in enumerate(zip(before, after)):
            yield from lost(*pair, f"{place}/{position}")
    elif before != after:
        yield f"{place}: {before!r} became {after!r}"


def toolkit_wheel(folder):
    wheels = list(folder.glob(f"model_card_toolkit-{TOOLKIT}-*.whl"))
    if not wheels:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--dest",
             str(folder), f"model-card-toolkit=={TOOLKIT}"], check=True)
        wheels = list(folder.glob(f"model_card_toolkit-{TOOLKIT}-*.whl"))
    return wheels[0]


def without_repetition(pairs):
    """A key that stands twice is lost by most readers."""
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError(f"a key stands twice among {keys}")
    return dict(pairs)


def hugging_face(text):
    """The front matter as the Hub's own library reads it, and whether it writes the same results again."""
    card = ModelCard(text)
    data = card.data
    results = data.eval_results or []
    problems = []
    if results:
        again = model_index_to_eval_results(eval_results_to_model_index(data.model_name, results))[1]
        if again != results:
            problems.append("the results are others after a round trip")
    if card.text.lstrip().startswith("---"):
        problems.append("a part of the front matter stands in the body")
    found = {
        key: value for key, value in data.to_dict().items() if key not in ("model-index",) and value is not None
    }
    return {
        "problems": problems,
        "model": data.model_name,
        "metadata": found,
        "results": [
            {
                "task": result.task_type, "dataset": result.dataset_type, "config": result.dataset_config,
                "revision": result.dataset_revision, "metric": result.metric_type, "value": result.metric_value,
                "args": result.metric_args,
            } for result in results
        ],
    }


def cyclonedx(text):
    """The strict validator of schema 1.7, and what an unknown key or a loose end would hide from it."""
    error = JsonStrictValidator(SchemaVersion.V1_7).validate_str(text)
    bill = json.loads(text, object_pairs_hook=without_repetition)
    problems = [str(error)] if error else []
    subject = bill["metadata"]["component"]
    references = [subject["bom-ref"]] + [part["bom-ref"] for part in bill.get("components", [])]
    references += [tool["bom-ref"] for tool in bill["metadata"]["tools"]["components"]]
    references.append(subject["modelCard"]["bom-ref"])
    if len(references) != len(set(references)):
        problems.append("a bom-ref stands twice")
    for edge in bill["dependencies"]:
        for reference in [edge["ref"], *edge.get("dependsOn", [])]:
            if reference not in references:
                problems.append(f"a dependency on {reference}, which is not there")
    for dataset in subject["modelCard"]["modelParameters"].get("datasets", []):
        if "ref" in dataset and dataset["ref"] not in references:
            problems.append(f"a data set {dataset['ref']}, which is not there")
    return {
        "problems": problems,
        "specVersion": bill["specVersion"],
        "type": subject["type"],
        "hashes": subject.get("hashes"),
        "metrics": [metric_of(metric, "confidenceInterval", "lowerBound", "upperBound")
                    for metric in subject["modelCard"]["quantitativeAnalysis"]["performanceMetrics"]],
        "considerations": {key: len(value) for key, value in subject["modelCard"]["considerations"].items()},
    }


def model_card_toolkit(text, toolkit):
    """Schema v0.0.2 with its formats of dates and addresses, and what the toolkit itself makes of it."""
    card = json.loads(text, object_pairs_hook=without_repetition)
    schema = toolkit.schema
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)
    problems = [f"{'/'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(card)]
    # The schema lets any key stand in an object; the toolkit knows those that it names.
    problems += unknown(card, schema, schema)
    problems += toolkit.problems(card)
    return {
        "problems": problems,
        "metrics": [metric_of(metric, "confidence_interval", "lower_bound", "upper_bound")
                    for metric in card["quantitative_analysis"]["performance_metrics"]],
        "considerations": {key: len(value) for key, value in card["considerations"].items()},
    }


def unknown(value, schema, root, place=""):
    while "$ref" in schema:
        schema = root["definitions"][schema["$ref"].rsplit("/", 1)[1]]
    if isinstance(value, dict):
        for key, inner in value.items():
            known = schema.get("properties", {})
            if key not in known:
                yield f"{place}/{key}: not in the schema"
            else:
                yield from unknown(inner, known[key], root, f"{place}/{key}")
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from unknown(inner, schema.get("items", {}), root, f"{place}/{position}")


def metric_of(metric, interval, lower, upper):
    bounds = metric.get(interval)
    numbers = [float(metric["value"])] + ([float(bounds[lower]), float(bounds[upper])] if bounds else [])
    assert all(map(math.isfinite, numbers)), metric
    return {"type": metric["type"], "slice": metric.get("slice"), "numbers": numbers}
