"""Makes a tracking database of MLflow with many runs: MLflow makes the empty one, sqlite3 fills it.

    python make_store.py STORE.db [RUNS [POINTS]]

10,000 runs and 1,000,000 points unless told: 20 parameters and 8 tags a run, five metrics.
"""
import os
import random
import sqlite3
import sys
import uuid

store = os.path.abspath(sys.argv[1])
runs, points = (int(x) for x in (sys.argv[2:] + ["10000", "1000000"][len(sys.argv) - 2:])[:2])
import mlflow

mlflow.set_tracking_uri(f"sqlite:///{store}")
client = mlflow.MlflowClient()
experiments = [int(client.create_experiment(f"experiment {i}")) for i in range(10)]
random.seed(7)
database = sqlite3.connect(store)
each = points // runs // 5
START = 1_760_000_000_000
for number in range(runs):
    run = uuid.UUID(int=random.getrandbits(128)).hex
    start = START + number * 1000
    database.execute(
        "INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, end_time,"
        " source_version, lifecycle_stage, artifact_uri, experiment_id) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (run, f"run {number}", "LOCAL", "train.py", "", "ada", "FINISHED", start, start + 60000, "", "active",
         f"s3://bucket/{run}/artifacts", experiments[number % 10]))
    database.executemany("INSERT INTO params (key, value, run_uuid) VALUES (?,?,?)",
                         [(f"parameter_{i}", str(random.random()), run) for i in range(20)])
    database.executemany("INSERT INTO tags (key, value, run_uuid) VALUES (?,?,?)",
                         [("mlflow.runName", f"run {number}", run), ("mlflow.user", "ada", run), ("mlflow.source.name", "train.py", run),
                          ("mlflow.source.git.commit", "0123456789abcdef0123456789abcdef01234567", run), ("mlflow.source.type", "LOCAL", run)]
                         + [(f"tag_{i}", str(i), run) for i in range(3)])
    rows = [(f"metric_{m}", random.random(), start + s * 100, run, s, 0) for s in range(each) for m in range(5)]
    database.executemany("INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES (?,?,?,?,?,?)", rows)
    database.executemany("INSERT INTO latest_metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES (?,?,?,?,?,?)", rows[-5:])
database.commit()
print(store, runs, "runs", database.execute("SELECT count(*) FROM metrics").fetchone()[0], "points")
