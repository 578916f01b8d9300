import Diagnostics
import Models
import Tabular

/// Converts the columns of a batch before the model sees them, into a batch of its own, since others share the
/// one it is given; and refuses the rows that a signature refuses.
final class ConformedScorer: Scorer {
  private let base: any Scorer
  /// Whether the model reads the batch of its own.
  private let isCopied: Bool
  private let columns: [Int]
  private let conversions: [ConformedModel.Conversion]
  private let storages: [Storage]
  private var scratch: Batch

  init(
    _ base: any Scorer, isCopied: Bool, columns: [Int], conversions: [ConformedModel.Conversion],
    storages: [Storage]
  ) {
    self.base = base
    self.isCopied = isCopied
    self.columns = columns
    self.conversions = conversions
    self.storages = storages
    scratch = Batch(ConformedScorer.layout(isCopied ? storages : [], capacity: 256))
  }

  private static func layout(_ storages: [Storage], capacity: Int) -> Layout {
    Layout(columns: storages.map { Column(source: "", storage: $0) }, capacity: capacity)
  }

  var restarts: Int? { base.restarts }

  func score(_ batch: borrowing Batch, into predictions: Predictions) throws(Diagnostic) {
    let count = batch.count
    if isCopied {
      copy(batch, count)
      try base.score(scratch, into: predictions)
    } else {
      try base.score(batch, into: predictions)
    }
    for (input, conversion) in conversions.enumerated() {
      switch conversion {
      case .none, .single: continue
      case .integer, .long:
        check(
          batch.numbers(columns[input]), isNarrow: conversion == .integer, input, predictions, count)
      case .boolean: check(batch.codes(columns[input]), input, predictions, count)
      }
    }
  }

  private func copy(_ batch: borrowing Batch, _ count: Int) {
    if scratch.layout.capacity < batch.layout.capacity {
      scratch = Batch(ConformedScorer.layout(storages, capacity: batch.layout.capacity))
    }
    scratch.count = count
    scratch.textBase = batch.textBase
    for (input, column) in columns.enumerated() {
      switch (conversions[input], storages[input]) {
      case (.boolean, _): truths(batch.codes(column), scratch.numbers(input), count)
      case (.single, .number): singles(batch.numbers(column), scratch.numbers(input), count)
      case (_, .number): scratch.numbers(input).update(from: batch.numbers(column), count: count)
      case (_, .category): scratch.codes(input).update(from: batch.codes(column), count: count)
      case (_, .text): scratch.slices(input).update(from: batch.slices(column), count: count)
      }
    }
  }

  private func singles(
    _ source: UnsafePointer<Double>, _ target: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    for row in 0..<count { target[row] = Double(Float(source[row])) }
  }

  private func truths(
    _ source: UnsafePointer<Int32>, _ target: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    for row in 0..<count { target[row] = source[row] < 0 ? .nan : Double(source[row] & 1) }
  }

  /// A whole number, of 32 bits where it is narrow; a missing one is refused.
  private func check(
    _ source: UnsafePointer<Double>, isNarrow: Bool, _ input: Int, _ predictions: Predictions, _ count: Int
  ) {
    for row in 0..<count where predictions.status[row] == .scored {
      let value = source[row]
      if value.isNaN {
        refuse(row, .missingInput, input, predictions)
      } else if value != value.rounded(.towardZero)
        || (isNarrow && (value < -2_147_483_648 || value > 2_147_483_647))
      {
        refuse(row, .invalidInput, input, predictions)
      }
    }
  }

  private func check(
    _ source: UnsafePointer<Int32>, _ input: Int, _ predictions: Predictions, _ count: Int
  ) {
    for row in 0..<count where source[row] < 0 && predictions.status[row] == .scored {
      refuse(
        row, source[row] == Storage.missingCode ? .missingInput : .invalidInput, input, predictions)
    }
  }

  private func refuse(_ row: Int, _ status: RowStatus, _ input: Int, _ predictions: Predictions) {
    predictions.status[row] = status
    predictions.blame[row] = Int32(input)
  }
}
