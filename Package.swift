// swift-tools-version: 6.1

import PackageDescription

let apple: [Platform] = [.macOS, .iOS, .tvOS, .watchOS, .visionOS]

let package = Package(
  name: "swift-scaling-analytics",
  platforms: [.macOS("13.3")],
  products: [
    .library(name: "ScalingAnalytics", targets: ["ScalingAnalytics"]),
    // For the REPL and notebooks, which load one library at run time.
    .library(name: "ScalingAnalyticsDynamic", type: .dynamic, targets: ["ScalingAnalytics"]),
    .library(name: "ScalingStatistics", targets: ["ScalingStatistics"]),
    .library(name: "CurveFitting", targets: ["CurveFitting"]),
    .library(name: "ScalingLaws", targets: ["ScalingLaws"]),
    .library(name: "ScalingExperiments", targets: ["ScalingExperiments"]),
    .library(name: "BenchmarkAdapters", targets: ["BenchmarkAdapters"]),
    .library(name: "InspectArchives", targets: ["InspectArchives"]),
    .library(name: "Scalability", targets: ["Scalability"]),
    .library(name: "ParetoFrontiers", targets: ["ParetoFrontiers"]),
    .library(name: "ServingModels", targets: ["ServingModels"]),
    .library(name: "ScalingStudies", targets: ["ScalingStudies"]),
    .library(name: "ScalingCharts", targets: ["ScalingCharts"]),
    .library(name: "ScalingReports", targets: ["ScalingReports"]),
    .executable(name: "TestTimeScaling", targets: ["TestTimeScaling"]),
    .executable(name: "ReproducePaper", targets: ["ReproducePaper"]),
    .executable(name: "FitCurve", targets: ["FitCurve"]),
    .executable(name: "CompareServing", targets: ["CompareServing"]),
    .executable(name: "CapacityPlan", targets: ["CapacityPlan"]),
    .executable(name: "PredictTP", targets: ["PredictTP"]),
  ],
  targets: [
    // An ordinary C target: a system-library target would break `swift run --repl`.
    .target(
      name: "CLinearAlgebra",
      cSettings: [.define("ACCELERATE_NEW_LAPACK", .when(platforms: apple))],
      linkerSettings: [
        .linkedFramework("Accelerate", .when(platforms: apple)),
        .linkedLibrary("lapacke", .when(platforms: [.linux])),
        .linkedLibrary("openblas", .when(platforms: [.linux])),
        .linkedLibrary("m", .when(platforms: [.linux])),
      ]),
    .target(name: "CDominance"),
    .target(name: "CTextScanning"),
    .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
    .target(name: "ScalingStatistics"),
    .target(name: "CurveFitting", dependencies: ["CLinearAlgebra", "ScalingStatistics"]),
    .target(name: "ScalingLaws", dependencies: ["CLinearAlgebra", "CurveFitting", "ScalingStatistics"]),
    // Rounding is a call into libm in debug builds, and a target without Foundation has to say so itself.
    .target(
      name: "ScalingExperiments", linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    .target(name: "BenchmarkAdapters", dependencies: ["CTextScanning", "ScalingExperiments"]),
    // On its own, so that nobody else needs zlib.
    .target(name: "InspectArchives", dependencies: ["BenchmarkAdapters", "CZlib"]),
    .target(name: "Scalability", dependencies: ["CurveFitting", "ScalingStatistics"]),
    .target(name: "ParetoFrontiers", dependencies: ["CDominance", "ScalingStatistics"]),
    .target(name: "ServingModels", dependencies: ["CurveFitting", "ScalingExperiments", "ScalingStatistics"]),
    .target(
      name: "ScalingStudies",
      dependencies: [
        "ScalingExperiments", "ScalingStatistics", "CurveFitting", "ScalingLaws", "Scalability", "ParetoFrontiers",
        "ServingModels",
      ]),
    .target(name: "ScalingCharts"),
    .target(
      name: "ScalingReports",
      dependencies: [
        "ScalingStudies", "ScalingCharts", "ScalingExperiments", "ScalingStatistics", "CurveFitting", "ScalingLaws",
        "Scalability", "ParetoFrontiers", "ServingModels",
      ]),
    .target(
      name: "ScalingAnalytics",
      dependencies: [
        "ScalingStatistics", "CurveFitting", "ScalingLaws", "ScalingExperiments", "BenchmarkAdapters", "Scalability",
        "ParetoFrontiers", "ServingModels", "ScalingStudies", "ScalingCharts", "ScalingReports",
      ]),
    .executableTarget(
      name: "TestTimeScaling", dependencies: ["ScalingAnalytics"], path: "Examples/TestTimeScaling"),
    .executableTarget(
      name: "ReproducePaper", dependencies: ["ScalingAnalytics"], path: "Examples/ReproducePaper"),
    .target(name: "ExampleSupport", path: "Examples/Support"),
    .example("FitCurve"), .example("CompareServing"), .example("CapacityPlan"), .example("PredictTP"),

    .testTarget(name: "CLinearAlgebraTests", dependencies: ["CLinearAlgebra"]),
    .testTarget(name: "ScalingStatisticsTests", dependencies: ["ScalingStatistics"]),
    .testTarget(name: "CurveFittingTests", dependencies: ["CurveFitting", "ScalingLaws", "ScalingStatistics"]),
    .testTarget(name: "ScalingLawsTests", dependencies: ["ScalingLaws", "CurveFitting", "ScalingStatistics"]),
    .testTarget(name: "ScalingExperimentsTests", dependencies: ["ScalingExperiments"]),
    .testTarget(name: "BenchmarkAdaptersTests", dependencies: ["BenchmarkAdapters", "ScalingExperiments"]),
    .testTarget(
      name: "InspectArchivesTests", dependencies: ["InspectArchives", "BenchmarkAdapters", "ScalingExperiments"]),
    .testTarget(name: "ScalabilityTests", dependencies: ["Scalability", "CurveFitting", "ScalingStatistics"]),
    .testTarget(name: "ParetoFrontiersTests", dependencies: ["ParetoFrontiers", "ScalingStatistics"]),
    .testTarget(
      name: "ServingModelsTests",
      dependencies: ["ServingModels", "CurveFitting", "ScalingExperiments", "ScalingStatistics"]),
    .testTarget(
      name: "ScalingStudiesTests",
      dependencies: ["ScalingStudies", "BenchmarkAdapters", "ScalingExperiments", "ScalingStatistics"]),
    .testTarget(name: "ScalingChartsTests", dependencies: ["ScalingCharts"]),
    .testTarget(
      name: "ScalingReportsTests",
      dependencies: [
        "ScalingReports", "ScalingStudies", "ScalingCharts", "ServingModels", "BenchmarkAdapters", "CurveFitting",
        "ScalingLaws", "Scalability", "ParetoFrontiers", "ScalingExperiments",
      ], exclude: ["Charts/Golden"]),
    .testTarget(name: "ScalingAnalyticsTests", dependencies: ["ScalingAnalytics"]),
    .testTarget(
      name: "TestTimeScalingTests", dependencies: ["ScalingAnalytics", "TestTimeScaling", "ProgramRunner"],
      path: "Tests/TestTimeScalingTests"),
    .target(name: "ProgramRunner", path: "Tests/ProgramRunner"),
    .testTarget(
      name: "ExampleTests", dependencies: ["ProgramRunner", "FitCurve", "CompareServing", "CapacityPlan", "PredictTP"]),
    .testTarget(
      name: "ReproducePaperTests", dependencies: ["ScalingAnalytics", "ReproducePaper", "ProgramRunner"],
      path: "Tests/ReproducePaperTests"),
  ],
  swiftLanguageModes: [.v6]
)

extension Target {
  /// An example program of one file, below 120 lines.
  static func example(_ name: String) -> Target {
    .executableTarget(name: name, dependencies: ["ScalingAnalytics", "ExampleSupport"], path: "Examples/\(name)")
  }
}
