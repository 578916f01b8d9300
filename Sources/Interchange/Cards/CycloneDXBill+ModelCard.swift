extension CycloneDXBill.Content {
  struct ModelCard: Encodable {
    let bomRef: String
    let modelParameters: Parameters
    let quantitativeAnalysis: Analysis
    let considerations: Considerations

    enum CodingKeys: String, CodingKey {
      case bomRef = "bom-ref"
      case modelParameters, quantitativeAnalysis, considerations
    }
  }

  struct Parameters: Encodable {
    let approach: Approach?
    let task: String
    let architectureFamily: String?
    let modelArchitecture: String
    let datasets: [Dataset]?
    let inputs: [Format]
    let outputs: [Format]
  }

  struct Approach: Encodable { let type: String }
  struct Format: Encodable { let format: String }

  /// A reference to a component, or the data themselves.
  struct Dataset: Encodable {
    var ref: String?
    let type: String?
    let name: String?
    let contents: Contents?
    let description: String?
  }

  struct Contents: Encodable { let properties: [Property] }

  struct Analysis: Encodable { let performanceMetrics: [Metric] }

  struct Metric: Encodable {
    let type: String
    let value: String
    let slice: String?
    let confidenceInterval: Interval?
  }

  struct Interval: Encodable {
    let lowerBound: String
    let upperBound: String?
  }

  struct Considerations: Encodable {
    let users: [String]?
    let useCases: [String]?
    let technicalLimitations: [String]?
    let performanceTradeoffs: [String]?
    let ethicalConsiderations: [Risk]?
    let fairnessAssessments: [Fairness]?
  }

  struct Risk: Encodable {
    let name: String
    let mitigationStrategy: String?
  }

  struct Fairness: Encodable {
    let groupAtRisk: String?
    let harms: String?
    let mitigationStrategy: String?
  }
}
