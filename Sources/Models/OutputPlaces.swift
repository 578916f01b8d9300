/// Where a scorer writes each output that is wanted, by the output's name.
package struct OutputPlaces {
  private let places: [String: Int]

  package init(_ signature: Signature, wanted: Set<Int>) {
    let named = signature.outputs.enumerated().filter { wanted.contains($0.offset) }
    places = Dictionary(named.map { ($0.element.name, $0.offset) }) { first, _ in first }
  }

  /// The output's index; -1 where it is not there or not wanted.
  package func callAsFunction(_ name: String) -> Int { places[name] ?? -1 }
}
