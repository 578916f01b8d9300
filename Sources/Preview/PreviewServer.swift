package import Diagnostics
import NIOCore
import NIOHTTP1
import NIOPosix

extension Diagnostic.Identifier {
  package static let previewPort = Self("preview-port")
}

/// Shows a site's folder to browsers on this machine, and has them load a page again when it was built again.
///
/// It listens on 127.0.0.1 alone, answers GET and HEAD under its own name, and reads nothing but the folder.
package final class PreviewServer: Sendable {
  private let state = PreviewState()
  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel
  /// The port it listens on.
  package let port: Int

  /// Begins to listen; port 0 takes any that is free.
  ///
  /// **Throws:** `preview-port` where another program has the port.
  package init(port: Int) throws(Diagnostic) {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let state = state
    do {
      channel = try ServerBootstrap(group: group)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
            let port = channel.localAddress?.port ?? 0
            try pipeline.addHandler(PreviewHandler(state: state, port: port))
          }
        }
        .bind(host: "127.0.0.1", port: port).wait()
    } catch {
      try? group.syncShutdownGracefully()
      throw Diagnostic(
        .previewPort, .failure, "port \(port) of 127.0.0.1 can't be listened on",
        found: (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)",
        next: "Choose another with --port, or 0 for any that is free.")
    }
    self.group = group
    self.port = channel.localAddress?.port ?? port
  }

  /// Where a browser finds it.
  package var address: String { "http://127.0.0.1:\(port)/" }

  /// Whether it shows the pages of this folder, and nothing that went wrong.
  package func isShowing(_ folder: String) -> Bool {
    let shown = state.snapshot
    return shown.folder == folder && shown.failure == nil
  }

  /// Shows this folder from now on; open pages load again.
  package func show(_ folder: String) { state.show(folder: folder, failure: nil) }

  /// Shows what went wrong instead of any page, until a folder is shown.
  package func show(failure: String) { state.show(folder: nil, failure: failure) }

  /// Ends all connections.
  package func stop() {
    try? channel.close().wait()
    try? group.syncShutdownGracefully()
  }
}
