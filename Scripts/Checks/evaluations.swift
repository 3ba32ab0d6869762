import Foundation
import ScalingAnalytics

// Ten million evaluations of a law, a thousand calls of ten thousand: the same text is compiled and typed into the REPL.
let law = try PowerLaw.model.fit(x: [1, 2, 4, 8, 16, 32], y: [10, 7.2, 5.1, 3.4, 2.6, 1.7])
let places = (1...10_000).map(Double.init)
var least = Double.infinity
var total = 0.0
for _ in 0..<7 { let start = clock(); for _ in 0..<1_000 { total += law.values(at: places)[9_999] }; least = min(least, Double(clock() - start) / 1e6) }
print("seconds of processor time:", least)
