"""Trains the model that routes inquiries, saves it as ONNX, and writes what ONNX Runtime says of 120 of them.

    python train.py       with requirements.txt; needs the locale en_US.UTF-8

Learns from what was received before the first morning, and is measured on what came after it. The same versions
give the same predictions; the ONNX file's bytes are not promised.
"""

import csv
import hashlib
import pathlib

import numpy
import onnxruntime
import skl2onnx
from skl2onnx.common.data_types import StringTensorType
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss
from sklearn.pipeline import make_pipeline

HERE = pathlib.Path(__file__).resolve().parent
FIRST_MORNING = "1998-06-01"
UNSURE = 0.5  # the job's `unsure_below`
CASES = 120


def read():
    with open(HERE / "inquiries.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def column(rows, name):
    return numpy.array([row[name] for row in rows], dtype=object)


def run(session, texts):
    label, probabilities = session.run(None, {"text": texts.reshape(-1, 1)})
    return label, probabilities


def main():
    rows = read()
    past = [row for row in rows if row["received"] < FIRST_MORNING]
    later = [row for row in rows if row["received"] >= FIRST_MORNING]
    pipeline = make_pipeline(
        # Words of two letters and more, alone and in pairs; the converter takes a plain pattern.
        TfidfVectorizer(ngram_range=(1, 2), min_df=3, token_pattern="[a-zA-Z]{2,}", sublinear_tf=False),
        LogisticRegression(C=10.0, max_iter=1000),
    )
    pipeline.fit(column(past, "text"), column(past, "department"))

    onnx = skl2onnx.to_onnx(
        pipeline, initial_types=[("text", StringTensorType([None, 1]))], target_opset=17,
        options={LogisticRegression: {"zipmap": False}})
    path = HERE / "models" / "routing.onnx"
    path.write_bytes(onnx.SerializeToString())

    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path.read_bytes(), settings, providers=["CPUExecutionProvider"])
    labels = list(pipeline.classes_)
    texts = column(later, "text")
    got, probabilities = run(session, texts)
    actual = column(later, "department")
    own = pipeline.predict_proba(texts)
    sure = probabilities.max(axis=1) >= UNSURE
    measured = {
        "accuracy": accuracy_score(actual, got),
        "accuracy_where_sure": accuracy_score(actual[sure], got[sure]),
        "share_sure": float(sure.mean()),
        "log_loss": log_loss(actual, probabilities, labels=labels),
    }
    print(measured, "largest difference from scikit-learn", float(numpy.abs(own - probabilities).max()))

    with open(HERE / "models" / "routing.verify.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            ["text", "expected_class"] + [f"expected_probability_{label}" for label in labels])
        # All in one call: for another number of rows ONNX Runtime adds in another order.
        for text, label, probability in zip(texts[:CASES], *run(session, texts[:CASES])):
            writer.writerow([text, label] + [repr(float(value)) for value in probability])

    data = (HERE / "inquiries.csv").read_bytes()
    parameters = "{ngrams: 1 to 2, min_df: 3, C: 10, vocabulary: %d}" % len(pipeline[0].vocabulary_)
    metrics = ", ".join(f"test_{name}: {value!r}" for name, value in
                        ((name, float(value)) for name, value in measured.items()))
    (HERE / "models" / "routing.yaml").write_text(f"""\
framework: scikit-learn 1.9.1, skl2onnx {skl2onnx.__version__}
trained_until: 1998-05-31
parameters: {parameters}
metrics: {{{metrics}}}
training: {{rows: {len(past)}, dates: "1998-01-01 to 1998-05-31", data_sha256: {hashlib.sha256(data).hexdigest()}, script: data/inquiries/train.py}}
verification: routing.verify.csv
note: Trained on made-up inquiries; the measures say how well it tells our phrases apart, not how it would do on real ones.
""")


if __name__ == "__main__":
    main()
