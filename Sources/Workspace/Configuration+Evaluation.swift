extension Configuration {
  /// `evaluations:` predictions against actual outcomes.
  package struct Evaluation: Sendable, Hashable {
    package enum Metric: String, Sendable, Hashable, CaseIterable {
      case auc
      case averagePrecision = "average_precision"
      case logLoss = "log_loss"
      case brier, calibration
      case accuracy
      case balancedAccuracy = "balanced_accuracy"
      case f1, mcc, kappa
      case mae, rmse, mape, r2, pinball

      /// What is asked where nothing is said: the metrics of a probability.
      package static let standard: [Metric] = [.auc, .averagePrecision, .logLoss, .brier, .calibration]

      /// What a metric judges, which tells what the outcomes have to be.
      package enum Family: Sendable, Hashable {
        /// A score, against 0 or 1.
        case score
        /// A class, against a label.
        case decision
        /// A number, against a number.
        case number
      }

      package var family: Family {
        switch self {
        case .auc, .averagePrecision, .logLoss, .brier, .calibration: .score
        case .accuracy, .balancedAccuracy, .f1, .mcc, .kappa: .decision
        case .mae, .rmse, .mape, .r2, .pinball: .number
        }
      }

      /// Words for outputs of a job, of which it needs one.
      package var needs: [Job.Prediction] {
        switch self {
        case .auc, .averagePrecision: [.probability, .margin, .prediction]
        case .logLoss, .brier, .calibration: [.probability]
        case .accuracy, .balancedAccuracy, .f1, .mcc, .kappa: [.class]
        case .mae, .rmse, .mape, .r2, .pinball: [.prediction]
        }
      }
    }

    /// How p values allow for the number of comparisons.
    package enum Correction: String, Sendable, Hashable, CaseIterable {
      case holm
      case benjaminiHochberg = "benjamini_hochberg"
      case none
    }

    package let name: String
    package let predictions: Predictions
    package let actuals: String
    package let outcome: String
    /// Column of `actuals` that tells when an outcome happened; nil where nothing does.
    package let outcomeDate: String?
    /// Days after its date when a night's outcomes are complete.
    package let maturesAfter: Int
    /// In the order of the file; the first that can be compared leads.
    package let metrics: [Metric]
    /// Whether the file names the metrics.
    package let namesMetrics: Bool
    /// nil: the job's own model.
    package let baseline: ModelReference?
    package let correction: Correction
    /// Columns of the job's output by whose values metrics are told apart.
    package let by: [String]
    /// How many slices are named that do worse than the rest.
    package let worstSlices: Int
    /// 0…1, for `pinball`: which quantile the prediction is.
    package let quantile: Double?
  }
}
