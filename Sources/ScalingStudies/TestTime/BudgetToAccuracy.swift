import ScalingStatistics

/// What it takes to attain an accuracy: the time, tokens or cost of the first step that is high enough.
///
/// Only what was measured is read; between settings and beyond them nothing is claimed.
public struct BudgetToAccuracy: Sendable, Hashable, Codable {
  /// The spending, or that the accuracy lies beyond the data, in a sentence.
  public let headline: String
  /// The method and the data.
  public let label: String
  /// What is spent.
  public let resource: BudgetResource
  /// The accuracy asked for.
  public let accuracy: Double
  /// The highest accuracy that was measured.
  public let highest: Double
  /// The most that was spent.
  public let most: Double
  /// The setting that attains the accuracy; nil where none does, and for a curve of single answers.
  public let setting: String?
  /// The least spending that attains the accuracy, with its interval by problems, open above where replicates do not attain it; nil where the data do not.
  public let value: Estimate?
  /// The share of the replicates that attain the accuracy at all.
  public let attainedShare: Double

  init(
    label: String, resource: BudgetResource, accuracy: Double, highest: Double, most: Double, setting: String?,
    value: Estimate?, attainedShare: Double
  ) {
    self.label = label
    self.resource = resource
    self.accuracy = accuracy
    self.highest = highest
    self.most = most
    self.setting = setting
    self.value = value
    self.attainedShare = attainedShare
    let target = DecimalText.fixed(100 * accuracy, 1)
    let share = DecimalText.fixed(100 * attainedShare, 0)
    if let value {
      let place = setting.map { " (\($0))" } ?? ""
      let open = value.upper.isInfinite ? ", open above: \(share) % of the replicates attain it" : ""
      headline =
        "\(label): \(target) % takes \(DecimalText.interval(value.value, value.lower, value.upper, 3)) \(resource.unit) of \(resource.name)\(place)\(open)."
    } else {
      let top = DecimalText.fixed(100 * highest, 1)
      let spent = DecimalText.significant(most, 3)
      headline =
        "\(label): \(target) % lies beyond the data, which reach \(top) % with at most \(spent) \(resource.unit) of \(resource.name)."
    }
  }

  /// The share of replicates with a finite value.
  static func attained(_ distribution: BootstrapDistribution) -> Double {
    guard let column = distribution.replicates.first, !column.isEmpty else { return 0 }
    return Double(column.count(where: \.isFinite)) / Double(column.count + distribution.failures)
  }

  /// Refuses an accuracy that is no share.
  static func check(_ accuracy: Double, _ label: String) throws {
    guard accuracy > 0, accuracy <= 1 else {
      throw StudyError("\(label): an accuracy of \(accuracy) was asked for; it lies above 0 and up to 1.")
    }
  }
}

/// The best accuracy of the settings whose mean spending stays within a limit.
public struct BudgetAccuracy: Sendable, Hashable, Codable {
  /// The accuracy and its setting, or that none fits and what misses it least, in a sentence.
  public let headline: String
  /// The method and the data.
  public let label: String
  /// What is spent.
  public let resource: BudgetResource
  /// The limit on the mean.
  public let limit: Double
  /// The setting of the best accuracy; nil where none stays within the limit.
  public let setting: String?
  /// What that setting spends in the mean.
  public let spent: Double?
  /// What the cheapest setting spends in the mean.
  public let leastSpent: Double
  /// The accuracy, with an interval that draws problems again and chooses the setting again; nil where none stays within the limit.
  ///
  /// The setting is chosen and scored on the same problems: of settings that differ little the best one is the luckiest too.
  public let accuracy: Estimate?
  /// The share of replicates in which the same setting is the best.
  public let frequency: Double?

  init(
    label: String, resource: BudgetResource, limit: Double, setting: String? = nil, spent: Double? = nil,
    leastSpent: Double, accuracy: Estimate? = nil, frequency: Double? = nil
  ) {
    self.label = label
    self.resource = resource
    self.limit = limit
    self.setting = setting
    self.spent = spent
    self.leastSpent = leastSpent
    self.accuracy = accuracy
    self.frequency = frequency
    let words = "\(DecimalText.significant(limit, 3)) \(resource.unit) of \(resource.name)"
    if let setting, let accuracy {
      let share = DecimalText.fixed(100 * (frequency ?? 0), 0)
      headline =
        "\(label) within a mean of \(words): \(ProblemMeans.percent(accuracy)) (\(setting), the best in \(share) % of the replicates)."
    } else {
      headline =
        "\(label): no setting stays within a mean of \(words); the cheapest spends \(DecimalText.significant(leastSpent, 3))."
    }
  }
}
