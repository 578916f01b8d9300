package import Diagnostics
package import Models

/// ONNX: graphs of operators, run by ONNX Runtime, which is loaded at run time.
///
/// **Source:** ONNX, `onnx/onnx.proto` and "IR".
package enum ONNXFormat {
  /// Whether a file that starts so is an ONNX model: a version of the format, then fields of a model.
  package static func recognises(_ prefix: some Collection<UInt8>) -> Bool {
    let bytes = Array(prefix.prefix(256))
    // The version comes first; it has been 3 to 13 so far, one byte.
    guard bytes.count > 3, bytes[0] == 0x08, (1..<0x80).contains(bytes[1]) else { return false }
    var fields = ProtobufReader(bytes, 2..<bytes.count)
    guard let key = bytes.dropFirst(2).first else { return false }
    // Texts, the graph, operator sets, metadata: with lengths; the model's own version: a number.
    guard [0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42, 0x72].contains(key) else { return false }
    while let field = try? fields.next() {
      guard [1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26].contains(field.number) else { return false }
      if field.number == 7 || field.number == 8 { return true }
    }
    return true
  }

  /// Reads a whole model.
  ///
  /// - Parameters:
  ///   - external: files beside the artefact that hold data of tensors, by the name that the model gives them; no
  ///     other file is read.
  ///   - inspector: who looks at it first.
  /// **Throws:** everything that is wrong with the file or can't be done, at once as far as it can be told.
  package static func open(
    bytes: [UInt8], name: String, options: ArtefactOptions = .none, external: [String: [UInt8]] = [:],
    inspector: ONNXInspector = .current
  ) throws(Problems) -> ONNXModel {
    let prepared = try prepare(bytes, name, options, external)
    do {
      return try open(prepared, size: bytes.count, name, options, inspector)
    } catch let problem as Diagnostic {
      throw Problems([problem])
    } catch {
      throw Problems([.onnxMalformed("it can't be written again", name)])
    }
  }

  /// Files beside the artefact that hold data of its tensors, each once, in the order of their names.
  ///
  /// Leaves out what can't be the name of a file beside it: `open` refuses that.
  package static func externalFiles(bytes: [UInt8], name: String) throws(Diagnostic) -> [String] {
    let document = try ONNXDocumentReader.read(bytes, file: name)
    return Set(document.external.map(\.location)).filter { ArtefactBundle.fault(inName: $0) == nil }.sorted()
  }

  /// Everything that happens to a file before ONNX Runtime sees it, and the bytes that ONNX Runtime would get: what a
  /// fuzzer calls.
  package static func examine(
    bytes: [UInt8], name: String, options: ArtefactOptions = .none, external: [String: [UInt8]] = [:]
  ) throws(Problems) -> [UInt8] {
    try prepare(bytes, name, options, external).bytes
  }

  /// A file that we have read and ONNX Runtime has not.
  private struct Prepared {
    let document: ONNXDocument
    let inputs: InputPlan
    let bytes: [UInt8]
    let keys: [String: [String]]
    let titles: [String: String]
  }

  private static func prepare(
    _ bytes: [UInt8], _ name: String, _ options: ArtefactOptions, _ external: [String: [UInt8]]
  ) throws(Problems) -> Prepared {
    var problems = Problems()
    let document: ONNXDocument
    do { document = try ONNXDocumentReader.read(bytes, file: name) } catch { throw Problems([error]) }
    problems.add(ONNXRules.problems(document, name))
    var rewriter = ONNXRewriter(bytes, document)
    do { try rewriter.bringIn(external, name) } catch { problems.add(error) }
    rewriter.removeZipMaps()
    let inputs: InputPlan
    do {
      inputs = try InputPlan(document, options, name)
    } catch {
      problems.add(error)
      throw problems
    }
    try problems.throwIfAny()
    do {
      return Prepared(
        document: document, inputs: inputs, bytes: try rewriter.result(), keys: rewriter.keys,
        titles: rewriter.titles)
    } catch {
      throw Problems([.onnxMalformed("it can't be written again", name)])
    }
  }

  private static func open(
    _ prepared: Prepared, size: Int, _ name: String, _ options: ArtefactOptions, _ inspector: ONNXInspector
  ) throws -> ONNXModel {
    let (document, inputs, bytes) = (prepared.document, prepared.inputs, prepared.bytes)
    let given = try ONNXDocumentReader.read(bytes, file: name)
    let report = try inspector.report(
      bytes, inputs, outputs: given.outputs.map(\.name), options: options, file: name)
    let outputs = try OutputPlan(
      report, document, keys: prepared.keys, titles: prepared.titles, options, name)
    let session: ONNXSession
    do {
      session = try ONNXRuntime.shared().session(bytes)
    } catch let failure as RuntimeFailure {
      throw LoadFailures(file: name, version: report.version).diagnostic(
        .init(stage: .load, message: failure.message))
    }
    return ONNXModel(
      session, inputs, outputs, sample: report.sampleRow,
      facts: ONNXFacts.facts(document, size: size, inputs, report),
      remarks: outputs.remarks + ONNXFacts.remarks(document, inputs, report))
  }
}
