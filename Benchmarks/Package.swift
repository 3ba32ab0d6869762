// swift-tools-version: 6.1

import PackageDescription

// A package of its own, so that what the benchmarks need never enters the library's graph. A comparison's Swift side is an executable target of the same name.
let package = Package(
  name: "Benchmarks",
  platforms: [.macOS("13.3")],
  dependencies: [.package(name: "swift-scaling-analytics", path: "..")],
  targets: [
    .target(name: "BenchmarkSupport"),
    .comparison("nist"),
    .comparison("fitting"),
    .comparison("coverage"),
    .comparison("fuzz-fits"),
    .comparison("adapters", using: ["BenchmarkAdapters", "ScalingExperiments"]),
    .comparison("fuzz-adapters", using: ["BenchmarkAdapters", "ScalingExperiments"]),
    .comparison("extrapolation"),
    .comparison("allocation"),
    .comparison(
      "optimality", using: ["BenchmarkAdapters", "ScalingExperiments", "ScalingStatistics", "ScalingStudies"]),
    .comparison("frontiers", using: ["ParetoFrontiers", "ScalingStatistics"]),
    .comparison("charts", using: ["ScalingCharts"]),
    .comparison("problems"),
    .comparison("scalability", using: ["Scalability", "ScalingStatistics"]),
    .comparison("serving", using: ["CurveFitting", "ServingModels", "ScalingStatistics"]),
  ],
  swiftLanguageModes: [.v6]
)

extension Target {
  static func comparison(
    _ name: String, using products: [String] = ["CurveFitting", "ScalingLaws", "ScalingStatistics"]
  ) -> Target {
    .executableTarget(
      name: name,
      dependencies: ["BenchmarkSupport"] + products.map { .product(name: $0, package: "swift-scaling-analytics") })
  }
}
