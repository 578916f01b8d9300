import Markdown

/// Everything that is made from something, on one page.
struct LineagePage {
  let snapshot: BookSnapshot

  func page() -> PageWriter.Page {
    var matter = FrontMatter()
    matter.add("title", "Lineage")
    matter.add("description", "What is made from what: datasets, jobs, model versions, outputs and reports.")
    matter.add("weight", .integer(40))
    var page = PageWriter(path: PagePath.lineage, title: "Lineage", matter, snapshot.runLinks)
    page.body.paragraph(
      "Every number of a report comes from a table or a dataset, every table from a job and its model versions, every "
        + "job from a dataset. The configuration says so, and every row of an output names its run.")
    if snapshot.lineage.nodes.isEmpty {
      page.body.paragraph("The workspace has no dataset and no job yet.")
    }
    LineageSection(snapshot: snapshot).write(to: &page, heading: false)
    return page.finish(snapshot)
  }
}
