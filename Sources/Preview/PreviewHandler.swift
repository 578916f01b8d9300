import NIOCore
import NIOHTTP1

/// One connection of a browser.
final class PreviewHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  /// Pages ask again after this; a browser would give up on its own after minutes.
  static let longestWait = TimeAmount.seconds(25)

  private let state: PreviewState
  private let port: Int
  private var request: HTTPRequestHead?
  private var waiting: EventLoopFuture<Void>?

  init(state: PreviewState, port: Int) {
    self.state = state
    self.port = port
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): request = head
    // Nothing is taken from anyone.
    case .body: break
    case .end:
      guard let head = request else { return }
      request = nil
      respond(to: head, context)
    }
  }

  private func respond(to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    let asked = PreviewAnswer.Request(
      method: head.method.rawValue, address: head.uri, host: head.headers.first(name: "host"))
    switch PreviewAnswer.outcome(for: asked, port: port, state.snapshot) {
    case .answer(let answer): write(answer, to: head, context)
    case .wait(let revision): wait(after: revision, head, context)
    }
  }

  private func wait(after revision: Int, _ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    let promise = context.eventLoop.makePromise(of: Void.self)
    let future = promise.futureResult
    waiting = future
    let place = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    let limit = context.eventLoop.assumeIsolated().scheduleTask(in: Self.longestWait) {
      [state] in
      state.forget(future)
      promise.succeed()
    }
    state.whenChanged(after: revision, promise)
    future.assumeIsolated().whenComplete { [state] _ in
      limit.cancel()
      let (handler, context) = place.value
      handler.waiting = nil
      guard context.channel.isActive else { return }
      let isNew = state.snapshot.revision != revision
      handler.write(
        PreviewAnswer(
          status: 200, type: "text/javascript; charset=utf-8",
          body: Array((isNew ? ReloadScript.reload : "").utf8)), to: head, context)
    }
  }

  private func write(_ answer: PreviewAnswer, to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    var headers = HTTPHeaders([
      ("Content-Type", answer.type), ("Content-Length", String(answer.body.count)),
      ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
      ("Cross-Origin-Resource-Policy", "same-origin"), ("Referrer-Policy", "no-referrer"),
    ])
    for (name, value) in answer.headers.sorted(by: { $0.key < $1.key }) {
      headers.add(name: name, value: value)
    }
    if !head.isKeepAlive { headers.add(name: "Connection", value: "close") }
    let response = HTTPResponseHead(
      version: head.version, status: .init(statusCode: answer.status), headers: headers)
    context.write(wrapOutboundOut(.head(response)), promise: nil)
    if head.method != .HEAD {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
    }
    let isLast = !head.isKeepAlive
    let place = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
      if isLast { place.value.close(promise: nil) }
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    if let waiting { state.forget(waiting) }
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
