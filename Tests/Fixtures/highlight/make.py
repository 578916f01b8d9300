"""What other programs take for comments, strings and numbers in the samples, byte by byte: expected.json.

Python's own tokenizer reads train.py, PyYAML the scalars of settings.yaml, Pygments the rest. For each sample the
file holds the classes of its bytes as [class, length] pairs; `.` is anything else, and numbers are told where the
reader tells them as we do. `python make.py --check` computes it again and compares with the committed file.
"""

import io
import json
import pathlib
import sys
import tokenize

import pygments
import yaml
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Number, String

FOLDER = pathlib.Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent))
LEXERS = {"sql": "sql", "R": "r", "sh": "bash", "json": "json", "html": "html", "yaml": "yaml"}
WITH_NUMBERS = {"R", "json"}


def by_pygments(text, suffix):
    kinds = []
    lexer = get_lexer_by_name(LEXERS[suffix], stripnl=False, ensurenl=False)
    for token, value in lexer.get_tokens(text):
        kind = "."
        if token in Comment and token not in Comment.Preproc:
            kind = "c"
        elif token in String:
            # Quoted names are names.
            kind = "." if suffix == "sql" and value[:1] in '"`' or token is String.Symbol else "s"
        elif token in Number and suffix in WITH_NUMBERS:
            kind = "n"
        kinds += [kind] * len(value)
    return kinds


def by_python(text):
    kinds = ["."] * len(text)
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    names = {tokenize.COMMENT: "c", tokenize.STRING: "s", tokenize.NUMBER: "n"}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        begin = starts[token.start[0] - 1] + token.start[1]
        end = starts[token.end[0] - 1] + token.end[1]
        if token.type in names:
            kinds[begin:end] = names[token.type] * (end - begin)
    return kinds


def by_yaml(text):
    comments = by_pygments(text, "yaml")
    kinds = ["c" if kind == "c" else "." for kind in comments]
    is_key = False
    for token in yaml.scan(text):
        if isinstance(token, yaml.KeyToken):
            is_key = True
        elif isinstance(token, yaml.ScalarToken):
            begin, end = token.start_mark.index, token.end_mark.index
            if token.style in ("|", ">"):
                # The sign stands in a line of its own kind; what follows is the text.
                begin = text.index("\n", begin) + 1
            if token.style and not is_key:
                kinds[begin:end] = "s" * (end - begin)
            is_key = False
        else:
            is_key = False
    return kinds


def expected():
    samples = {}
    for path in sorted((FOLDER / "samples").iterdir()):
        text = path.read_text(encoding="utf-8")
        suffix = path.suffix[1:]
        kinds = {"py": by_python, "yaml": by_yaml}.get(suffix, lambda text: by_pygments(text, suffix))(text)
        runs = []
        for character, kind in zip(text, kinds, strict=True):
            if runs and runs[-1][0] == kind:
                runs[-1][1] += len(character.encode())
            else:
                runs.append([kind, len(character.encode())])
        samples[path.name] = runs
    return {"pygments": pygments.__version__, "pyyaml": yaml.__version__, "samples": samples}


if __name__ == "__main__":
    file = FOLDER / "expected.json"
    if sys.argv[1:] == ["--check"]:
        from committed import check

        check(json.loads(file.read_text(encoding="utf-8")), expected())
    values = expected()
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(runs)}" for name, runs in values.pop("samples").items())
    head = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in values.items())
    file.write_text("{\n" + head + ',\n"samples": {\n' + lines + "\n}\n}\n", encoding="utf-8")
