import Glibc

/// Writing to a pipe whose reader may be gone, in a program that has not chosen what SIGPIPE does.
enum ProcessPipe {
  /// Bytes taken, 0 where none fit now; -1 where nobody reads.
  static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    var broken = sigset_t()
    var before = sigset_t()
    var pending = sigset_t()
    sigemptyset(&broken)
    sigaddset(&broken, SIGPIPE)
    sigpending(&pending)
    let wasPending = sigismember(&pending, SIGPIPE) == 1
    pthread_sigmask(SIG_BLOCK, &broken, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let count = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    if count >= 0 { return count }
    if errno == EAGAIN || errno == EINTR { return 0 }
    if errno == EPIPE, !wasPending {
      var none = timespec()
      while sigtimedwait(&broken, nil, &none) < 0, errno == EINTR {}
    }
    return -1
  }
}
