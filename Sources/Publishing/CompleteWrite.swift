import Glibc

/// `write` until everything is written, however little the kernel takes at a time.
enum CompleteWrite {
    /// - Returns: bytes written, and the error code that ended it early, or 0.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> (written: Int, code: Int32) {
        withoutBrokenPipeSignal {
            bytes.withUnsafeBytes { buffer in
                var written = 0
                while written < buffer.count {
                    let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
                    let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                    if count > 0 {
                        written += count
                    } else if count == 0 || errno == EAGAIN {
                        awaitRoom(descriptor)
                    } else if errno != EINTR {
                        return (written, errno)
                    }
                }
                return (written, 0)
            }
        }
    }

    private static func awaitRoom(_ descriptor: Int32) {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, -1)
    }

    /// Holds SIGPIPE back on this thread and takes it away if it came, leaving the process's own
    /// handling of signals as it was.
    private static func withoutBrokenPipeSignal(
        _ body: () -> (written: Int, code: Int32)
    ) -> (written: Int, code: Int32) {
        var pipeSignal = sigset_t()
        var before = sigset_t()
        sigemptyset(&pipeSignal)
        sigaddset(&pipeSignal, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipeSignal, &before)
        let result = body()
        if result.code == EPIPE {
            var atOnce = timespec(tv_sec: 0, tv_nsec: 0)
            _ = sigtimedwait(&pipeSignal, nil, &atOnce)
        }
        pthread_sigmask(SIG_SETMASK, &before, nil)
        return result
    }
}
