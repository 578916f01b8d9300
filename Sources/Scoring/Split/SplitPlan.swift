import Book
import Datasets
package import Diagnostics
import Models
import Workspace

extension Diagnostic.Identifier {
  package static let splitOutputs = Self("split-outputs")
}

/// A job's split held against its versions: who scores which variant, into the same columns.
struct SplitPlan: Sendable {
  /// The output column that tells a row's variant.
  static let columnName = "variant"

  let split: Configuration.Split
  /// By variant: where its version stands among those of the plan.
  let seats: [Int]
  /// By seat of a variant's own version: when it is not sure, where the job's fallback asks for that.
  let unsure: [Int: UnsureRule]
  /// What decides about rows, for the plan digest.
  let lines: [String]

  /// - Parameters:
  ///   - selections: of all versions but the fallback, in their order.
  ///   - unsureBelow: the limit of the job's fallback.
  /// **Throws** for each version whose columns are not the champion's.
  init(
    _ split: Configuration.Split, _ versions: [PlannedVersion], _ selections: [OutputSelection],
    unsureBelow: Double?, place: (String) -> Diagnostic.Place?
  ) throws(Problems) {
    self.split = split
    seats = split.variants.map { variant in
      versions.firstIndex { $0.variants.contains(variant.name) } ?? 0
    }
    var problems = Problems()
    var unsure: [Int: UnsureRule] = [:]
    for seat in Set(seats).sorted() where seat > 0 {
      let path = "split.variants.\(versions[seat].variants.first ?? "").model"
      let (own, champion) = (
        SplitPlan.words(versions[seat], selections[seat]), SplitPlan.words(versions[0], selections[0])
      )
      if let unsureBelow {
        do {
          unsure[seat] = try UnsureRule(
            unsureBelow, versions[seat].model.signature, label: versions[seat].label, place: place(path))
        } catch {
          problems.add(error)
        }
      }
      guard Set(own) != Set(champion) else { continue }
      problems.add(
        Diagnostic(
          .splitOutputs, .configuration, at: place(path),
          "\(versions[seat].label) does not fill the columns of \(versions[0].label), the job's model",
          expected: champion.joined(separator: ", "), found: own.joined(separator: ", "),
          next: "Give both the same 'outputs', or let the variant's model have the same classes."))
    }
    try problems.throwIfAny()
    self.unsure = unsure
    lines =
      ["split \(split.name) \(ContentDigest.sha256(split.salt))"]
      + zip(split.variants, seats).map { variant, seat in
        "variant \(variant.name) \(variant.share.cells) \(versions[seat].label) \(versions[seat].digest)"
      }
  }

  /// Each column with its kind; of a class what it may be, of two classes which one a number speaks of.
  private static func words(_ version: PlannedVersion, _ selection: OutputSelection) -> [String] {
    let signature = version.model.signature
    return selection.columns.map { column in
      guard case .prediction(_, let output) = column.value else { return column.name }
      switch signature.outputs[output].kind {
      case .number:
        if case .binary(_, let positive) = signature.task { return "\(column.name) (of \(positive))" }
        return column.name
      case .text: return "\(column.name) (text)"
      case .label(let labels): return "\(column.name) (\(labels.sorted().joined(separator: " or ")))"
      }
    }
  }

  /// The variant's name.
  var column: OutputColumn {
    OutputColumn(name: Self.columnName, kind: .text, value: value { .constant(split.variants[$0].name) })
  }

  /// The champion's columns, filled for each row by the version of its variant.
  func columns(_ selections: [OutputSelection]) -> [OutputColumn] {
    guard seats.contains(where: { $0 > 0 }) else { return selections[0].columns }
    return selections[0].columns.map { column in
      OutputColumn(
        name: column.name, kind: column.kind,
        value: value { variant in
          selections[seats[variant]].columns.first { $0.name == column.name }?.value ?? .null
        })
    }
  }

  private func value(_ ofVariant: (Int) -> OutputColumn.Value) -> OutputColumn.Value {
    .variants(split.variants.indices.map(ofVariant))
  }

  /// - Parameter rows: by variant, as far as there were any.
  func counts(_ rows: [Int], _ versions: [PlannedVersion]) -> [DateResult.VariantCount] {
    split.variants.enumerated().map { index, variant in
      .init(
        name: variant.name, share: variant.share.description, version: versions[seats[index]].label,
        rows: index < rows.count ? rows[index] : 0)
    }
  }

  /// What the book keeps of it when a run begins.
  func record(_ versions: [PlannedVersion]) -> RunRecord.Split {
    RunRecord.Split(
      name: split.name, saltDigest: ContentDigest.sha256(split.salt),
      variants: zip(split.variants, seats).map { variant, seat in
        .init(
          name: variant.name, share: variant.share.description, model: versions[seat].name,
          number: versions[seat].number, rows: nil)
      })
  }
}
