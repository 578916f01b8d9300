/// A licence as a person wrote it, and its identifiers where it is a known one.
package struct CardLicence: Sendable, Hashable {
  package let name: String
  /// **Source:** the SPDX licence list.
  package let spdx: String?
  /// **Source:** Hugging Face Hub, licences of repositories.
  let hub: String?
  package let link: String?

  init(_ name: String, link: String?) {
    let plain = name.lowercased()
    let known = Self.known.first { $0.spdx.lowercased() == plain || ($0.isOne && $0.hub == plain) }
    self.name = name
    spdx = known?.spdx
    hub = known?.hub ?? Self.hubOnly.first { $0 == plain }
    self.link = link
  }

  private struct Known {
    let spdx: String
    let hub: String
    /// Whether the Hub's name stands for this identifier alone.
    let isOne: Bool

    init(_ spdx: String, _ hub: String? = nil, isOne: Bool = true) {
      self.spdx = spdx
      self.hub = hub ?? spdx.lowercased()
      self.isOne = isOne
    }
  }

  private static let known: [Known] =
    [
      "AFL-3.0", "Apache-2.0", "Artistic-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD-3-Clause-Clear",
      "BSL-1.0",
      "CC0-1.0", "CC-BY-2.0", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC-BY-NC-3.0",
      "CC-BY-NC-4.0", "CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0", "CC-BY-NC-ND-3.0",
      "CC-BY-NC-ND-4.0", "ECL-2.0", "EPL-1.0", "EPL-2.0", "EUPL-1.1", "EUPL-1.2", "ISC", "MIT", "MPL-2.0",
      "MS-PL",
      "NCSA", "OFL-1.1", "OSL-3.0", "PostgreSQL", "Unlicense", "WTFPL", "Zlib",
    ].map { Known($0) }
    + [Known("ODbL-1.0", "odbl"), Known("PDDL-1.0", "pddl"), Known("ODC-By-1.0", "odc-by")]
    + [
      ("GPL-2.0", "gpl-2.0"), ("GPL-3.0", "gpl-3.0"), ("LGPL-2.1", "lgpl-2.1"), ("LGPL-3.0", "lgpl-3.0"),
      ("AGPL-3.0", "agpl-3.0"),
    ].flatMap { spdx, hub in
      [Known(spdx + "-only", hub, isOne: false), Known(spdx + "-or-later", hub, isOne: false)]
    }

  /// Names of the Hub that stand for several identifiers, or for none.
  private static let hubOnly = [
    "gpl-2.0", "gpl-3.0", "lgpl-2.1", "lgpl-3.0", "agpl-3.0", "gpl", "lgpl", "cc", "gfdl", "openrail",
    "creativeml-openrail-m",
    "bigscience-openrail-m", "bigcode-openrail-m", "unknown",
  ]
}
