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
    .comparison("extrapolation"),
    .comparison("problems"),
    .comparison("serving", further: ["ServingModels"]),
  ],
  swiftLanguageModes: [.v6]
)

extension Target {
  static func comparison(_ name: String, further: [String] = []) -> Target {
    let package = "swift-scaling-analytics"
    return .executableTarget(
      name: name,
      dependencies: [
        "BenchmarkSupport",
        .product(name: "CurveFitting", package: package),
        .product(name: "ScalingLaws", package: package),
        .product(name: "ScalingStatistics", package: package),
      ] + further.map { .product(name: $0, package: package) })
  }
}
