import BenchmarkAdapters
import ScalingExperiments
import ScalingStudies

/// The study of the shipped measurements, asked once for all tests, with as few replicates as an interval may have.
enum ShippedStudy {
  private static let result = Result {
    let measurements = try TestTimeScalingDirectory(PlainCSV.folder.path).read()
    return try TestTimeScalingStudy(measurements, options: StudyOptions(replicates: 50))
  }

  /// The study, or the error that asking it threw.
  static func study() throws -> TestTimeScalingStudy { try result.get() }
}
