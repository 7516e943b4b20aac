import Glibc

/// The body of the device-watching thread.
struct DeviceWatchLoop {
    let monitor: UdevMonitor
    let wake: WakePipe

    /// Listening has begun before this, so that nothing can come between looking and listening.
    func run(_ yield: (DeviceEvent) -> Void) {
        var table = PortTable()
        table.update(to: monitor.presentPorts()).forEach(yield)
        let polling = Polling(descriptor: monitor.descriptor, wake: wake)
        while true {
            let answer = polling.wait(for: POLLIN, atMost: nil)
            if answer.isWoken { return }
            switch monitor.receive() {
            case .port(let systemPath, let identity, let isGone):
                table.update(systemPath, to: isGone ? nil : identity).forEach(yield)
            case .other: break
            case .overrun: table.update(to: monitor.presentPorts()).forEach(yield)
            case .ended: return
            }
        }
    }
}
