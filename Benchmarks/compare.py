"""Compares Scorebook with its peers on the wide benchmark, whole processes in turn, and prints a table.

    python3 compare.py FOLDER [--model lightgbm|xgboost] [--runs 5] [--rows 1000000] [--program PATH] [--peers NAME,…]

Builds the release unless a program is given, and makes the data in FOLDER unless they are there. Each round runs
`score`, then `run` (profile, input digest, exactly-once commit into a fresh workspace), then every peer. CPU is
user and system time of the whole process with all its threads, from wait4; the table gives medians. Ends with
exit status 1 unless every probability of `score` and `run` has the very bits that the first peer wrote.
"""

import argparse
import csv
import os
import pathlib
import shutil
import statistics
import struct
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
WORKSPACE = """\
name: Wide
timezone: UTC
datasets:
  wide:
    csv: wide.csv
    key: [id]
models:
  wide:
    question: Which rows are positive?
    objective: To measure the speed of a run.
    owner: {team: benchmarks, email: benchmarks@example.com}
jobs:
  wide:
    input: wide
    model: wide@1
    outputs: [probability]
    output:
      csv: scores.csv
      write: latest
"""


MODELS = {
    "lightgbm": ("model.txt", "polars_lightgbm,polars_lleaves"),
    "lightgbm-linear": ("linear.txt", "polars_lightgbm"),
    "xgboost": ("model.json", "polars_xgboost"),
}


def measure(command, folder):
    """CPU seconds, wall seconds and peak MiB of one process and all it waits for."""
    with open(folder / "last.log", "wb") as log:
        began = time.monotonic()
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{(folder / 'last.log').read_text()}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def workspace(program, folder, model):
    """A fresh workspace with the model registered and nothing scored."""
    place = folder / "workspace"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    (place / "scorebook.yaml").write_text(WORKSPACE)
    (place / "wide.csv").symlink_to(folder / "wide.csv")
    measure([program, "model", "add", "wide", model, "--unverified"], place)
    return place


def differences(path, reference):
    """Rows whose id or probability differs in any bit."""
    def rows(name):
        with open(name, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                yield row["id"], struct.pack("<d", float(row["probability"]))

    return sum(one != other for one, other in zip(rows(path), rows(reference), strict=True))


def processor():
    """What the processor can do, without its name."""
    wanted = ("sse4_2", "avx2", "avx512f")
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("flags"):
            return " ".join(flag for flag in wanted if flag in line.split())
    return "unknown"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--program", type=pathlib.Path)
    arguments.add_argument("--model", choices=MODELS, default="lightgbm")
    arguments.add_argument("--peers", help="default: those of the model")
    chosen = arguments.parse_args()
    folder = chosen.folder.resolve()
    program = chosen.program and chosen.program.resolve()
    if not program:
        build = ["swift", "build", "-c", "release", "--product", "scorebook"]
        subprocess.run(build, cwd=HERE.parent, check=True)
        bin_path = subprocess.run([*build, "--show-bin-path"], cwd=HERE.parent, check=True, capture_output=True, text=True)
        program = pathlib.Path(bin_path.stdout.strip()) / "scorebook"
    file, usual = MODELS[chosen.model]
    model, data = folder / file, folder / "wide.csv"
    if not (data.exists() and model.exists()):
        make = [sys.executable, HERE / "generate.py", folder, "--rows", str(chosen.rows), "--models", chosen.model]
        subprocess.run(make, check=True)

    score = [program, "score", model, data, "--key", "id", "--outputs", "probability", "-o", folder / "score.csv", "-q"]
    peers = [name for name in (usual if chosen.peers is None else chosen.peers).split(",") if name]
    scripts = {name: [sys.executable, HERE / "peers" / f"{name}.py", model, data, folder / f"{name}.csv"] for name in peers}
    figures = {name: [] for name in ["score", "run", *peers]}
    for name, command in scripts.items():  # warm caches, compile what a peer compiles once
        measure(command, folder)
    for number in range(chosen.runs):
        figures["score"].append(measure(score, folder))
        place = workspace(program, folder, model)
        figures["run"].append(measure([program, "run", "wide", "-C", place, "-q"], folder))
        for name, command in scripts.items():
            figures[name].append(measure(command, folder))
        print(f"round {number + 1} of {chosen.runs}", file=sys.stderr)

    medians = {name: [statistics.median(column) for column in zip(*rounds)] for name, rounds in figures.items()}
    print(f"{os.cpu_count()} processors ({processor()}), medians of {chosen.runs} rounds\n")
    print("| program | CPU s | wall s | peak MiB | CPU: score is | CPU: run is |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, (cpu, wall, peak) in medians.items():
        ratios = [f"{cpu / medians[mine][0]:.1f} × less" if name in peers else "" for mine in ("score", "run")]
        print(f"| {name} | {cpu:.2f} | {wall:.2f} | {peak:.0f} | {ratios[0]} | {ratios[1]} |")
    if not peers:
        return
    reference = folder / f"{peers[0]}.csv"
    wrong = {name: differences(path, reference) for name, path in
             {"score": folder / "score.csv", "run": folder / "workspace" / "scores.csv"}.items()}
    print()
    for name, count in wrong.items():
        print(f"{name}: {count} of the probabilities differ from {peers[0]} in any bit")
    sys.exit(1 if any(wrong.values()) else 0)


if __name__ == "__main__":
    main()
