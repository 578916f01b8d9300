"""Makes the MLflow stores of this folder, and what MLflow's own client says of them.

    python make.py NAME KIND        KIND: sqlite or files; NAME is the folder to make

Writes NAME/mlruns.db or NAME/mlruns and NAME/expected.json. Run once for each version of MLflow; see README.md.
"""
import json
import math
import os
import pathlib
import re
import shutil
import sqlite3
import sys

os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
import mlflow
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.entities import Dataset, DatasetInput, InputTag

name, kind = sys.argv[1:3]
folder = pathlib.Path(__file__).resolve().parent / name
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir()
os.chdir(folder)
uri = "sqlite:///mlruns.db" if kind == "sqlite" else f"file://{folder}/mlruns"
mlflow.set_tracking_uri(uri)
mlflow.set_registry_uri(uri)
client = mlflow.MlflowClient()
START = 1760000000000
# MLflow's file store can't look for a name with a single quote.
WEIRD = "Ünïcode / 平 \"q\" 😀" + (" 'a'" if kind == "sqlite" else "")

depth = client.create_experiment("depth", artifact_location="s3://bucket/depth", tags={"mlflow.note.content": "How deep?", "team": "crm"})
gone = client.create_experiment("gone", artifact_location="s3://bucket/gone")
weird = client.create_experiment(WEIRD, artifact_location="s3://bucket/weird")
empty = client.create_experiment("empty", artifact_location="s3://bucket/empty")


def run(experiment, title, params=(), metrics=(), tags=(), state="FINISHED", parent=None, data=()):
    run_tags = {"mlflow.user": "ada", "mlflow.source.name": "train.py", "mlflow.source.git.commit": "0123456789abcdef0123456789abcdef01234567"}
    if parent:
        run_tags["mlflow.parentRunId"] = parent
    made = client.create_run(experiment, start_time=START, tags=run_tags, run_name=title)
    run_id = made.info.run_id
    client.log_batch(
        run_id, metrics=[Metric(*m) for m in metrics], params=[Param(*p) for p in params],
        tags=[RunTag(*t) for t in tags])
    if data:
        client.log_inputs(run_id, [
            DatasetInput(Dataset(n, d, "local", json.dumps({"uri": f"/data/{n}.csv"})), [InputTag("mlflow.data.context", c)])
            for n, d, c in data])
    if state != "RUNNING":
        client.set_terminated(run_id, status=state, end_time=START + 61234)
    return run_id


curve = [("loss", 1 / (i + 1), START + i, i) for i in range(5)]
base = run(depth, "rule", [("depth", "0")], [("auc", 0.7, START, 0)], [("mlflow.note.content", "The rule of today.")],
           data=[("purchases", "d1d1d1d1", "training"), ("holdout", "e2e2e2e2", "validation")])
sweep = run(depth, "sweep", [("kind", "grid")])
child = run(depth, "depth 6", [("depth", "6"), ("a/b", "nested"), ("long", "x" * 5000), ("empty", " ")],
            curve + [("auc", 0.75, START, 0), ("auc", 0.74, START + 5, 0), ("auc", 0.7499999999999999, START + 5, 0)],
            parent=sweep, data=[("purchases", "d1d1d1d1", "training")])
run(depth, "depth 9", [("depth", "9")], [("auc", 0.8, START, 3), ("auc", 0.1, START + 9, 2), ("val/auc", 0.5, START, -1)],
    parent=sweep, state="FAILED")
run(depth, "odd numbers", [], [
    ("nan", math.nan, START, 0), ("up", math.inf, START, 0), ("down", -math.inf, START, 0),
    ("recovers", math.nan, START, 0), ("recovers", 0.25, START + 1, 1), ("breaks", 1.5, START, 0),
    ("breaks", math.nan, START + 1, 1), ("tiny", 5e-324, START, 0), ("third", 1 / 3, START, 0), ("big", 1e300, START, 2**40)])
run(depth, "still at work", [("depth", "12")], [("auc", 0.71, START, 0)], state="RUNNING")
run(depth, "killed", [], [], state="KILLED")
deleted = run(depth, "deleted", [("depth", "1")], [("auc", 0.6, START, 0)])
client.delete_run(deleted)
run(gone, "in a deleted experiment", [("p", "1")], [("auc", 0.5, START, 0)])
client.delete_experiment(gone)
run(weird, WEIRD, [("ключ", "значение\nzwei Zeilen")], [("точность/1", 0.5, START, 0)], [("tag with blanks", "<b>&amp;</b>")])

client.create_registered_model("repurchase", tags={"tier": "gold"}, description="Who buys again")
client.create_model_version("repurchase", f"runs:/{base}/model", base, description="the rule")
client.create_model_version("repurchase", f"runs:/{child}/model", child, tags={"checked": "yes"})
client.set_registered_model_alias("repurchase", "champion", 1)
client.set_registered_model_alias("repurchase", "challenger", 2)
client.transition_model_version_stage("repurchase", "1", "Production")
client.create_registered_model("no versions")


def number(value):
    """As the book means it: MLflow's database keeps infinity as the largest double."""
    if math.isnan(value):
        return "NaN"
    if abs(value) >= sys.float_info.max:
        return "Infinity" if value > 0 else "-Infinity"
    return value


expected = {"mlflow": mlflow.__version__, "experiments": [], "models": []}
for experiment in client.search_experiments(view_type=ViewType.ALL):
    runs = []
    for found in client.search_runs([experiment.experiment_id], run_view_type=ViewType.ALL):
        info, data = found.info, found.data
        runs.append({
            "id": info.run_id, "name": info.run_name, "status": info.status, "deleted": info.lifecycle_stage == "deleted",
            "start": info.start_time, "end": info.end_time, "user": info.user_id,
            "params": data.params, "tags": data.tags,
            "metrics": {k: number(v) for k, v in data.metrics.items()},
            "history": {k: [[m.step, m.timestamp, number(m.value)] for m in client.get_metric_history(info.run_id, k)] for k in data.metrics},
            "datasets": sorted([d.dataset.name, d.dataset.digest, next((t.value for t in d.tags if t.key == "mlflow.data.context"), "")] for d in found.inputs.dataset_inputs),
        })
    expected["experiments"].append({
        "name": experiment.name, "deleted": experiment.lifecycle_stage == "deleted", "tags": experiment.tags,
        "runs": sorted(runs, key=lambda r: r["id"])})
for model in client.search_registered_models():
    versions = client.search_model_versions(f"name='{model.name}'")
    aliases = {a: int(client.get_model_version_by_alias(model.name, a).version) for a in ("champion", "challenger") if versions}
    expected["models"].append({
        "name": model.name, "description": model.description or None, "tags": model.tags, "aliases": aliases,
        "versions": sorted(({
            "version": int(v.version), "stage": None if v.current_stage == "None" else v.current_stage,
            "run": v.run_id, "source": v.source, "tags": v.tags, "description": v.description or None} for v in versions),
            key=lambda v: v["version"])})
expected["experiments"].sort(key=lambda e: e["name"])
expected["models"].sort(key=lambda m: m["name"])
# MLflow writes this machine's paths into its default experiment.
if kind == "files":
    page = folder / "mlruns/0/meta.yaml"
    page.write_text(re.sub("artifact_location: .*", "artifact_location: s3://bucket/0", page.read_text()))
else:
    shutil.rmtree("mlruns", ignore_errors=True)
    # Small pages: most of its tables are empty.
    database = sqlite3.connect("mlruns.db")
    database.execute("UPDATE experiments SET artifact_location = 's3://bucket/0' WHERE experiment_id = 0")
    database.commit()
    database.execute("PRAGMA page_size = 512")
    database.execute("VACUUM")
    database.close()
(folder / "expected.json").write_text(json.dumps(expected, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n")
