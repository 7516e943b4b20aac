import Glibc

/// `poll(2)` over one descriptor and a wake pipe.
struct Polling {
    struct Answer {
        /// What the descriptor is ready for; 0 if the time ran out.
        let events: Int32
        let isWoken: Bool

        var isHungUp: Bool { events & Int32(POLLHUP | POLLERR | POLLNVAL) != 0 }
    }

    let descriptor: Int32
    let wake: WakePipe

    /// - Parameters:
    ///   - events: what to wait for; a hang-up and an error end the wait in any case.
    ///   - limit: nil waits for ever.
    func wait(for events: Int32, atMost limit: Duration?) -> Answer {
        var entries = [
            pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: events), revents: 0),
            pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0),
        ]
        let deadline = limit.map { MonotonicInstant.now() + $0 }
        while true {
            let count = poll(&entries, nfds_t(entries.count), Self.milliseconds(until: deadline))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return Answer(events: Int32(POLLERR), isWoken: false) }
            return Answer(
                events: Int32(UInt16(bitPattern: entries[0].revents)),
                isWoken: entries[1].revents != 0)
        }
    }

    /// Rounded up, so that a wait is never shorter than asked for; −1 is for ever.
    private static func milliseconds(until deadline: MonotonicInstant?) -> Int32 {
        guard let deadline else { return -1 }
        let nanoseconds = (deadline - .now()).nanosecondCount
        return Int32(clamping: max(0, (nanoseconds + 999_999) / 1_000_000))
    }
}
