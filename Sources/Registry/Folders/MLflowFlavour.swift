import Diagnostics
import Workspace

/// The flavour of an MLflow model that is read: the framework's own file, never a pickle.
struct MLflowFlavour {
  let name: String
  /// The artefact inside the folder.
  let data: String
  /// "lightgbm 4.7.0".
  let framework: String
  /// The class that was logged: "xgboost.sklearn.XGBClassifier".
  let modelClass: String?
  /// Where the flavour stands in the MLmodel.
  let place: Diagnostic.Place

  /// Flavour, the key of its framework's version, and the keys that may name its file.
  private static let native = [
    (name: "lightgbm", version: "lgb_version"), (name: "xgboost", version: "xgb_version"),
    (name: "onnx", version: "onnx_version"),
  ]

  static func choose(_ flavours: [YAMLEntry], at place: Diagnostic.Place) throws(Diagnostic) -> MLflowFlavour
  {
    for native in native {
      guard let entry = flavours.first(where: { $0.key == native.name }) else { continue }
      let flavour = MLmodelNode(entry.value)
      guard let data = flavour["data"]?.node.text else {
        throw Diagnostic(
          .registryMlflow, .configuration, at: entry.place,
          "the flavour '\(native.name)' does not name its file", expected: "the key 'data'",
          next: "The file may be cut short: log the model again.")
      }
      return MLflowFlavour(
        name: native.name, data: data,
        framework: [native.name, flavour.text(native.version)].told,
        modelClass: flavour.text("model_class"), place: flavour["data"]?.node.place ?? entry.place)
    }
    let names = flavours.map(\.key)
    if names.contains("catboost") {
      throw Diagnostic(
        .registryMlflow, .configuration, at: place, "the MLflow model has the flavour 'catboost' only",
        expected: "lightgbm, xgboost or onnx",
        next: "Save it with 'model.save_model(\"model.onnx\", format=\"onnx\")' and add that file.")
    }
    let python = flavours.first { $0.key == "python_function" }.map { MLmodelNode($0.value) }
    let loader = python?.text("loader_module")
    throw Diagnostic(
      .registryMlflow, .configuration, at: place,
      "the MLflow model can be loaded by Python only, which runs its code",
      expected: "one of the flavours lightgbm, xgboost, onnx",
      found: names.filter { $0 != "python_function" }.map { quoted($0) }.joined(separator: ", ").nonEmpty
        ?? "the loader \(quoted(loader ?? "python_function"))",
      next:
        "Log it with 'mlflow.onnx.log_model' where it converts to ONNX, else serve it behind a process model: "
        + "see 'Models that only Python can load' in the guide.")
  }

  /// A wrapper of scikit-learn predicts with its best iteration where the framework's own object takes all.
  var usesBestIteration: Bool { name == "xgboost" && modelClass?.hasPrefix("xgboost.sklearn.") == true }

  /// What is wrong with a file that is not the framework's own; nil where it may be.
  func wrapperProblem(_ bytes: [UInt8]) -> Diagnostic? {
    let isPickle =
      [".pkl", ".pickle", ".skops", ".cloudpickle", ".joblib"].contains { data.hasSuffix($0) }
      || bytes.starts(with: [0x50, 0x4B, 0x03, 0x04])
      || (bytes.first == 0x80 && bytes.count > 1 && bytes[1] < 6)
    guard isPickle else { return nil }
    let advice =
      switch name {
      case "lightgbm": "Log the booster: 'mlflow.lightgbm.log_model(model.booster_, …)'."
      case "xgboost":
        "Log it in XGBoost's own format: 'mlflow.xgboost.log_model(model.get_booster(), model_format=\"ubj\", …)'."
      default: "Log the ONNX model itself."
      }
    return Diagnostic(
      .registryMlflow, .configuration, at: place,
      "the MLflow model keeps \(modelClass.map { quoted($0) } ?? "its object") as a pickle, which is never opened",
      expected: "the framework's own file", found: quoted(data), next: advice)
  }
}

extension String {
  /// The text itself; nil for the empty one.
  var nonEmpty: String? { isEmpty ? nil : self }
}
