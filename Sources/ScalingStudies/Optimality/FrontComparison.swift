/// Two fronts over the same rows compared in numbers alone: what a replicate needs, in one pass and without lists of rows.
///
/// The same definitions as `ParetoFront`, `FrontOverlap`, `Regret` and `EqualCostRegret`, where nothing fits an accuracy of 0.
struct FrontComparison {
  /// Overlap and losses.
  struct Numbers {
    var computeMembers = 0
    var systemMembers = 0
    var sharedMembers = 0
    var leastRegret = 1.0
    var greatestRegret = 1.0
    var largestRegret = 1.0
    var leastLoss = 0.0
    var greatestLoss = 0.0
    var largestLoss = 0.0

    var unionMembers: Int { computeMembers + systemMembers - sharedMembers }
    var jaccard: Double { unionMembers == 0 ? 1 : Double(sharedMembers) / Double(unionMembers) }
  }

  /// Where a curve is read: at accuracies, descending, and at budgets.
  struct Readings {
    var accuracies: [Double] = []
    var budgets: [Double] = []
  }

  /// A step of a front: its accuracy, and the least and the greatest system cost of the rows that tie there.
  private struct Step {
    let accuracy: Double
    let low: Double
    let high: Double
  }

  /// Whether each row was on the front over compute, or over system cost, in the last comparison.
  private(set) var isOnCompute: [Bool] = []
  private(set) var isOnSystem: [Bool] = []
  /// The last regret, ties broken well and badly, at each accuracy read; NaN where none reaches it.
  private(set) var leastRegrets: [Double] = []
  private(set) var greatestRegrets: [Double] = []
  /// The last accuracy lost at each budget read; NaN where nothing at all runs within it.
  private(set) var leastLosses: [Double] = []
  private(set) var greatestLosses: [Double] = []
  private var computeSteps: [Step] = []
  private var systemSteps: [Step] = []
  private var budgets: [Double] = []

  /// Compares the rows of `order`, which stand by descending accuracy: O(rows + levels × front).
  mutating func compare(
    order: [Int], accuracy: [Double], compute: [Double], system: [Double], readings: Readings = Readings()
  ) -> Numbers {
    reset(accuracy.count)
    var numbers = Numbers()
    var cheapest = Double.infinity
    var low = Double.infinity
    var high = -Double.infinity
    var fastest = Double.infinity
    var logarithms = (least: 0.0, greatest: 0.0, count: 0)
    var reading = 0
    var start = 0
    while start < order.count {
      let level = accuracy[order[start]]
      while reading < readings.accuracies.count, readings.accuracies[reading] > level {
        read(low, high, fastest)
        reading += 1
      }
      var end = start
      var leastCompute = Double.infinity
      var leastSystem = Double.infinity
      while end < order.count, accuracy[order[end]] == level {
        leastCompute = min(leastCompute, compute[order[end]])
        leastSystem = min(leastSystem, system[order[end]])
        end += 1
      }
      let isComputeStep = leastCompute < cheapest
      let isSystemStep = leastSystem < fastest
      var tied = (low: Double.infinity, high: -Double.infinity)
      for place in start..<end {
        let row = order[place]
        let cost = compute[row]
        let paid = system[row]
        let isCompute = isComputeStep && cost == leastCompute
        let isSystem = isSystemStep && paid == leastSystem
        isOnCompute[row] = isCompute
        isOnSystem[row] = isSystem
        if isCompute {
          tied = (min(tied.low, paid), max(tied.high, paid))
          numbers.computeMembers += 1
        }
        if isSystem { numbers.systemMembers += 1 }
        if isCompute && isSystem { numbers.sharedMembers += 1 }
        if isCompute || isSystem { budgets.append(paid) }
        if cost < cheapest {
          (cheapest, low, high) = (cost, paid, paid)
        } else if cost == cheapest {
          (low, high) = (min(low, paid), max(high, paid))
        }
      }
      fastest = min(fastest, leastSystem)
      if isComputeStep { computeSteps.append(Step(accuracy: level, low: tied.low, high: tied.high)) }
      if isSystemStep { systemSteps.append(Step(accuracy: level, low: leastSystem, high: leastSystem)) }
      if isComputeStep || isSystemStep {
        logarithms.least += logarithm(low / fastest)
        logarithms.greatest += logarithm(high / fastest)
        logarithms.count += 1
        numbers.largestRegret = max(numbers.largestRegret, high / fastest)
      }
      start = end
    }
    while reading < readings.accuracies.count {
      read(low, high, fastest)
      reading += 1
    }
    numbers.leastRegret = exponential(logarithms.least / Double(logarithms.count))
    numbers.greatestRegret = exponential(logarithms.greatest / Double(logarithms.count))
    readLosses(readings.budgets, &numbers)
    return numbers
  }

  private mutating func reset(_ count: Int) {
    if isOnCompute.count != count {
      isOnCompute = [Bool](repeating: false, count: count)
      isOnSystem = isOnCompute
    }
    leastRegrets.removeAll(keepingCapacity: true)
    greatestRegrets.removeAll(keepingCapacity: true)
    leastLosses.removeAll(keepingCapacity: true)
    greatestLosses.removeAll(keepingCapacity: true)
    computeSteps.removeAll(keepingCapacity: true)
    systemSteps.removeAll(keepingCapacity: true)
    budgets.removeAll(keepingCapacity: true)
  }

  private mutating func read(_ low: Double, _ high: Double, _ fastest: Double) {
    leastRegrets.append(fastest.isFinite ? low / fastest : .nan)
    greatestRegrets.append(fastest.isFinite ? high / fastest : .nan)
  }

  private mutating func readLosses(_ places: [Double], _ numbers: inout Numbers) {
    budgets.sort()
    var sums = (least: 0.0, greatest: 0.0, count: 0)
    var last = -Double.infinity
    for budget in budgets where budget != last {
      last = budget
      guard let loss = loss(budget) else { continue }
      sums = (sums.least + loss.least, sums.greatest + loss.greatest, sums.count + 1)
      numbers.largestLoss = max(numbers.largestLoss, loss.greatest)
    }
    numbers.leastLoss = sums.least / Double(sums.count)
    numbers.greatestLoss = sums.greatest / Double(sums.count)
    for place in places {
      let loss = loss(place)
      leastLosses.append(loss?.least ?? .nan)
      greatestLosses.append(loss?.greatest ?? .nan)
    }
  }

  /// The accuracy lost within a budget; steps stand by descending accuracy, so the first that fits is the best.
  private func loss(_ budget: Double) -> (least: Double, greatest: Double)? {
    guard let best = systemSteps.first(where: { $0.low <= budget }) else { return nil }
    let lucky = computeSteps.first { $0.low <= budget }
    let unlucky = computeSteps.first { $0.high <= budget }
    return (best.accuracy - (lucky?.accuracy ?? 0), best.accuracy - (unlucky?.accuracy ?? 0))
  }
}
