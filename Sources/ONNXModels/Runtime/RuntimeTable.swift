import Glibc

/// ONNX Runtime's functions, found by their place in its table.
///
/// The table is append-only: a place keeps its meaning in all later versions.
/// **Source:** microsoft/onnxruntime, `include/onnxruntime/core/session/onnxruntime_c_api.h`, `struct OrtApi`, and
/// `onnxruntime/core/session/onnxruntime_c_api.cc`, which fixes the numbers by assertions.
struct RuntimeTable: @unchecked Sendable {  // Points to constants of a library that is never unloaded.
  typealias Handle = OpaquePointer
  typealias Out = UnsafeMutablePointer<OpaquePointer?>
  /// nil is success.
  typealias Status = OpaquePointer?
  typealias Text = UnsafePointer<CChar>

  /// The version of the table that is asked for: ONNX Runtime 1.13 and later have it.
  static let apiVersion: UInt32 = 13

  let base: UnsafePointer<UnsafeRawPointer?>

  private func slot<Function>(_ number: Int, _ type: Function.Type) -> Function {
    unsafeBitCast(base[number], to: type)
  }

  typealias StatusText = @convention(c) (Handle) -> Text?
  typealias Release = @convention(c) (Handle?) -> Void
  typealias CreateEnvironment = @convention(c) (Int32, Text, Out) -> Status
  typealias OnHandle = @convention(c) (Handle) -> Status
  typealias CreateSession = @convention(c) (Handle, UnsafeRawPointer, Int, Handle, Out) -> Status
  typealias Create = @convention(c) (Out) -> Status
  typealias SetNumber = @convention(c) (Handle, Int32) -> Status
  typealias SetEntry = @convention(c) (Handle, Text, Text) -> Status
  typealias Run =
    @convention(c) (
      Handle, Handle?, UnsafePointer<Text?>, UnsafePointer<Handle?>, Int, UnsafePointer<Text?>, Int, Out
    ) -> Status
  typealias CreateTensor =
    @convention(c) (
      Handle, UnsafePointer<Int64>, Int, Int32, Out
    ) -> Status
  typealias CreateTensorOverData =
    @convention(c) (
      Handle, UnsafeMutableRawPointer, Int, UnsafePointer<Int64>, Int, Int32, Out
    ) -> Status
  typealias Data = @convention(c) (Handle, UnsafeMutablePointer<UnsafeMutableRawPointer?>) -> Status
  typealias FillStrings = @convention(c) (Handle, UnsafePointer<Text?>, Int) -> Status
  typealias Count = @convention(c) (Handle, UnsafeMutablePointer<Int>) -> Status
  typealias Strings =
    @convention(c) (
      Handle, UnsafeMutableRawPointer, Int, UnsafeMutablePointer<Int>, Int
    ) -> Status
  typealias Number = @convention(c) (Handle, UnsafeMutablePointer<Int32>) -> Status
  typealias Get = @convention(c) (Handle, Out) -> Status
  typealias Dimensions = @convention(c) (Handle, UnsafeMutablePointer<Int64>, Int) -> Status
  typealias MemoryInfo = @convention(c) (Int32, Int32, Out) -> Status

  var errorMessage: StatusText { slot(2, StatusText.self) }
  var createEnvironment: CreateEnvironment { slot(3, CreateEnvironment.self) }
  var disableTelemetry: OnHandle { slot(6, OnHandle.self) }
  var createSessionFromArray: CreateSession { slot(8, CreateSession.self) }
  var run: Run { slot(9, Run.self) }
  var createSessionOptions: Create { slot(10, Create.self) }
  var setLogSeverity: SetNumber { slot(22, SetNumber.self) }
  var setOptimizationLevel: SetNumber { slot(23, SetNumber.self) }
  var setIntraOpThreads: SetNumber { slot(24, SetNumber.self) }
  var setInterOpThreads: SetNumber { slot(25, SetNumber.self) }
  var createTensor: CreateTensor { slot(48, CreateTensor.self) }
  var createTensorOverData: CreateTensorOverData { slot(49, CreateTensorOverData.self) }
  var tensorData: Data { slot(51, Data.self) }
  var fillStrings: FillStrings { slot(52, FillStrings.self) }
  var stringsLength: Count { slot(53, Count.self) }
  var strings: Strings { slot(54, Strings.self) }
  var elementType: Number { slot(60, Number.self) }
  var dimensionsCount: Count { slot(61, Count.self) }
  var dimensions: Dimensions { slot(62, Dimensions.self) }
  var typeAndShape: Get { slot(65, Get.self) }
  var valueType: Number { slot(67, Number.self) }
  var createCPUMemoryInfo: MemoryInfo { slot(69, MemoryInfo.self) }
  var defaultAllocator: Create { slot(78, Create.self) }
  var releaseEnvironment: Release { slot(92, Release.self) }
  var releaseStatus: Release { slot(93, Release.self) }
  var releaseMemoryInfo: Release { slot(94, Release.self) }
  var releaseSession: Release { slot(95, Release.self) }
  var releaseValue: Release { slot(96, Release.self) }
  var releaseTypeAndShape: Release { slot(99, Release.self) }
  var releaseSessionOptions: Release { slot(100, Release.self) }
  var setConfigurationEntry: SetEntry { slot(130, SetEntry.self) }
}
