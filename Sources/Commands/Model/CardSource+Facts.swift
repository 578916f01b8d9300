import Interchange
import Reports
import Workspace

extension CardSource {
  /// What a report's card knows, for formats that know no reports.
  init(_ facts: CardFacts, program: String) {
    self.init(version: facts.version, aliases: facts.aliases, program: program)
    description = facts.description
    question = facts.question
    objective = facts.objective
    baseline = facts.baseline
    owner = facts.owner.map { .init(name: $0.name, team: $0.team, email: $0.email) }
    licence = facts.licence.map { .init(name: $0.name, spdx: $0.spdx, link: $0.link) }
    datasets = facts.datasets
    tags = facts.tags
    changes = facts.changes
    evaluations = facts.evaluations
    slices = facts.slices
    newest = facts.newest
    func statements(_ heading: CardHeading) -> [Statement] {
      (facts.prose?.statements(heading) ?? []).map {
        .init(name: $0.name, text: $0.text, detail: $0.detail, mitigation: $0.mitigation)
      }
    }
    users = statements(.users)
    uses = statements(.intendedUse)
    outOfScope = statements(.outOfScope)
    limits = statements(.limits)
    caveats = statements(.caveats)
    tradeOffs = statements(.tradeOffs)
    ethics = statements(.ethics)
    fairness = statements(.fairness)
    trainingData = statements(.trainingData)
  }
}
