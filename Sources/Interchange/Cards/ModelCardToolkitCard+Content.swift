extension ModelCardToolkitCard {
  /// The schema's own names; what is nil is left out.
  struct Content: Encodable {
    struct Details: Encodable {
      let name: String
      let overview: String?
      let documentation: String
      let owners: [Owner]?
      let version: Version
      let licenses: [License]?
      let references: [Reference]?
      let path: String
    }

    struct Owner: Encodable {
      let name: String?
      let contact: String?
    }

    struct Version: Encodable {
      let name: String
      let date: String?
      let diff: String?
    }

    /// One of the two.
    struct License: Encodable {
      let identifier: String?
      let custom_text: String?
    }

    struct Reference: Encodable { let reference: String }

    struct Parameters: Encodable {
      let model_architecture: String
      let data: [Dataset]?
      let input_format: String
      let input_format_map: [Pair]
      let output_format: String
      let output_format_map: [Pair]
    }

    struct Dataset: Encodable {
      let name: String
      let description: String
    }

    struct Pair: Encodable {
      let key: String
      let value: String
    }

    struct Analysis: Encodable { let performance_metrics: [Metric] }

    struct Metric: Encodable {
      let type: String
      let value: String
      let slice: String?
      let confidence_interval: Interval?
    }

    struct Interval: Encodable {
      let lower_bound: String
      let upper_bound: String?
    }

    struct Considerations: Encodable {
      let users: [Text]?
      let use_cases: [Text]?
      let limitations: [Text]?
      let tradeoffs: [Text]?
      let ethical_considerations: [Risk]?
    }

    struct Text: Encodable { let description: String }

    struct Risk: Encodable {
      let name: String
      let mitigation_strategy: String?
    }

    let schema_version: String
    let model_details: Details
    let model_parameters: Parameters
    let quantitative_analysis: Analysis
    let considerations: Considerations
  }
}
