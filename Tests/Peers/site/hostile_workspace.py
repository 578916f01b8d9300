"""Writes a workspace in which everything that is not ours to name is an attack: columns, labels, reasons, metadata.

Usage: hostile_workspace.py FOLDER TEXTS

`scorebook run`, `experiment log` and `site build` then carry the texts through data, book and reports to the pages.
"""
import csv, json, pathlib, sys
from hostile import texts

folder, every = pathlib.Path(sys.argv[1]), texts(pathlib.Path(sys.argv[2]))
# What can be a column's name and a cell of CSV: one line, no control characters, and no two alike.
names = list(dict.fromkeys(text for text in every if text.isprintable()))
quote = json.dumps
models, jobs = [], []
(folder / "data").mkdir(parents=True)
(folder / "site").mkdir()
size = 12
for number in range(0, len(names), size):
    group = names[number:number + size]
    name = f"m{number // size}"
    with open(folder / "data" / f"{name}.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id"] + group)
        for row in range(8 * len(group)):
            writer.writerow([row] + [group[(row + column) % len(group)] for column in range(len(group))])
    card = ["scorecard:", f"  labels: [{quote(group[0])}, {quote(group[-1])}]",
            "  scale: {points: 100, odds: 0.05, points_to_double: 20}", "  reasons: 2", "  characteristics:"]
    for place, text in enumerate(group):
        card += [f"    - input: {quote(text)}", "      categories:"]
        card += [f"        {quote(label)}: {place + row}" for row, label in enumerate(group)]
        card += ["      other: {points: 0}"]
    (folder / "data" / f"{name}.yaml").write_text("\n".join(card) + "\n")
    meta = {"framework": group[0], "note": group[1 % len(group)], "source_commit": group[2 % len(group)],
            "parameters": {text: text for text in group}, "metrics": {text: 0.5 for text in group},
            "training": {"rows": 5, "dates": group[-1], "script": group[0]}}
    (folder / "data" / f"{name}-meta.yaml").write_text(json.dumps(meta) + "\n")
    (folder / "site" / f"{name}.md").write_text(
        f"---\ntags: [{', '.join(quote(text) for text in group)}]\ndescription: {quote(group[0])}\n---\n\n# Card\n\n"
        # A shortcode that names nothing stops the build, as it should; here it is text.
        + "\n\n".join(text.replace("[[metric", "\\[[metric") for text in group if not text.startswith(("```", "~~~", "<!--", "<script", "#", "<?", "<!",
                                                                     "<style", "<textarea", "<SCRIPT", "<![")))
        + "\n")
    models.append(
        f"  {name}:\n    question: {quote(group[0])}\n    objective: {quote(group[-1])}\n"
        f"    owner: {{team: {quote(group[1 % len(group)])}, email: crm@example.com}}\n    card: site/{name}.md\n"
        f"    versions: [{{artefact: data/{name}.yaml, metadata: data/{name}-meta.yaml}}]\n"
        "    aliases: {champion: 1}\n")
    jobs.append(
        f"  {name}:\n    input: {name}\n    model: {name}@champion\n    outputs: [margin, probability, class]\n"
        f"    output: {{csv: _out/{name}.csv, write: latest}}\n")
datasets = "".join(f"  m{n}:\n    csv: data/m{n}.csv\n    key: [id]\n" for n in range(len(models)))
(folder / "scorebook.yaml").write_text(
    f"name: {quote(names[0])}\ntimezone: UTC\ndatasets:\n{datasets}models:\n{''.join(models)}jobs:\n{''.join(jobs)}"
    f"site:\n  title: {quote(names[1])}\n")
(folder / "jobs.txt").write_text("\n".join(f"m{n}" for n in range(len(models))) + "\n")
