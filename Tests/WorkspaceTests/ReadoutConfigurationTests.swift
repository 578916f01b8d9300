import Testing
import Workspace

@Suite("Readouts of a configuration")
struct ReadoutConfigurationTests {
  /// The small workspace with a readout of a split of its job.
  private func readout(_ keys: String, split: String) throws -> Configuration.Readout? {
    let job = "    output: {sqlite: _out/a.db, table: scores}\n"
    let variants = "variants: {a: {share: 50%}, b: {share: 50%}}"
    let yaml =
      MistakeTests.small.replacing(job, with: job + "    split: {name: \(split), salt: s, \(variants)}\n")
        + """

        readouts:
          mail:
            split: night/w
            actuals: outcomes
            matures_after: 28d
            metrics: {m: {mean: spent}}
            looks: sequential
            \(keys)

        """
    return try ConfigurationLoader.decode(yaml: yaml, file: "scorebook.yaml", root: "/nowhere").readouts[
      "mail"]
  }

  @Test("one of a split that its job has no more still loads, whatever its variants were called")
  func over() throws {
    #expect(try readout("control: b", split: "w")?.control == "b")
    #expect(throws: (any Error).self) { try readout("control: c", split: "w") }
    let over = try readout("control: c", split: "v")
    #expect(over?.split == "w" && over?.control == "c")
  }
}
