"""Computes expected.csv of every case from its committed model.onnx and input.csv, with ONNX Runtime itself.

    python expect.py            writes them again
    python expect.py --check    compares, and exits 1 on any difference

with requirements-1.32.0.txt. One thread, all rows in one call. case.json says which of our output columns is which of the
graph's outputs: a name, and where it has columns the index, the key of a ZipMap, or "argmax" of all. Columns of input.csv are bound to
the graph's inputs in order, as many as each is wide. An empty field is NaN in a float tensor and "" in a string
tensor. Floats are written as the shortest decimal of their double.
"""

import csv
import io
import json
import math
import pathlib
import sys

import numpy as np
import onnxruntime

HERE = pathlib.Path(__file__).resolve().parent
TYPES = {
    "float": np.float32, "double": np.float64, "int64": np.int64, "int32": np.int32, "int16": np.int16,
    "int8": np.int8, "uint8": np.uint8, "uint16": np.uint16, "uint32": np.uint32, "uint64": np.uint64,
    "bool": np.bool_,
}


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    return rows[0], rows[1:]


def session(folder):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])


def feeds(model, rows):
    """The graph's inputs from rows of text."""
    result, column = {}, 0
    for given in model.get_inputs():
        kind = given.type[len("tensor("):-1]
        inner = [int(d) for d in given.shape[1:]]
        width = math.prod(inner)
        fields = [row[column:column + width] for row in rows]
        column += width
        if kind == "string":
            values = np.array(fields, dtype=object)
        elif kind in ("float", "double"):
            values = np.array([[float(f) if f else math.nan for f in row] for row in fields], dtype=np.float64)
            values = values.astype(TYPES[kind])
        else:
            values = np.array([[int(float(f)) for f in row] for row in fields]).astype(TYPES[kind])
        result[given.name] = values.reshape([len(rows)] + inner)
    return result


def text(value):
    if isinstance(value, (str, np.str_)):
        return str(value)
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, (bool, np.bool_)):
        return str(int(value))
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    value = float(value)
    return "" if math.isnan(value) else repr(value)


def expected(folder):
    case = json.loads((folder / "case.json").read_text())
    model = session(folder)
    _, rows = read(folder / "input.csv")
    values = dict(zip((o.name for o in model.get_outputs()), model.run(None, feeds(model, rows))))
    columns = []
    for place in case["outputs"].values():
        output, key = place if isinstance(place, list) else (place, None)
        value = values[output]
        if isinstance(value, list):
            columns.append([row[key] for row in value])
        elif key == "argmax":
            columns.append(np.argmax(value, axis=1))
        else:
            columns.append(np.asarray(value).reshape(len(rows), -1)[:, key or 0])
    names = {str(k): v for k, v in case.get("classes", {}).items()}
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(case["outputs"])
    for number in range(len(rows)):
        fields = [text(column[number]) for column in columns]
        writer.writerow(
            [names.get(f, f) if name == "class" else f for name, f in zip(case["outputs"], fields)])
    return file.getvalue()


def main():
    bad = 0
    folders = sorted(p.parent for p in HERE.glob("*/case.json"))
    for folder in folders:
        result = expected(folder)
        path = folder / "expected.csv"
        if "--check" in sys.argv[1:]:
            if path.read_text() != result:
                print(f"{folder.name}: other expectations")
                bad += 1
        else:
            path.write_text(result)
    print(f"{len(folders)} cases, {bad} differences")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
