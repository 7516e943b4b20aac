import Biosignals
import Glibc

/// The body of a tinyGSR's reading thread.
struct TinyGSRLoop {
    private let bus: any RegisterBus
    private let pause: Polling
    private let mailbox: RingMailbox<CountsSample, TinyGSRReader.End>
    private let period: Duration
    /// A second of failures in a row is no disturbance any more.
    private let failureLimit: Int
    private var lost = 0
    private var failureCount = 0

    init(
        bus: any RegisterBus, wake: WakePipe,
        mailbox: RingMailbox<CountsSample, TinyGSRReader.End>, rate: Hertz
    ) {
        self.bus = bus
        self.mailbox = mailbox
        // No descriptor of its own: a negative one is not looked at.
        pause = Polling(descriptor: -1, wake: wake)
        period = .nanoseconds(Int64(1e9 / rate.value))
        failureLimit = max(Int(rate.value), 1)
    }

    mutating func run() {
        var due = MonotonicInstant.now()
        while true {
            due = due + period
            if pause.wait(for: 0, atMost: due - .now()).isWoken {
                mailbox.end(.stopped)
                return
            }
            // A machine that was busy or asleep: the missed places stay empty.
            let late = (MonotonicInstant.now() - due).nanosecondCount / period.nanosecondCount
            if late > 0 {
                lost += Int(late)
                due = due + .nanoseconds(period.nanosecondCount * late)
            }
            if let end = readOnce() {
                mailbox.end(end)
                return
            }
        }
    }

    private mutating func readOnce() -> TinyGSRReader.End? {
        do {
            let word = try bus.read(register: TLA2022.conversionRegister)
            guard TLA2022.isResult(word) else {
                lost += 1
                return nil
            }
            let counts = TLA2022.counts(word)
            mailbox.append(
                CountsSample(
                    counts: counts, arrival: .now(), isSaturated: TLA2022.isSaturated(counts),
                    lostBefore: lost))
            lost = 0
            failureCount = 0
            return nil
        } catch {
            lost += 1
            failureCount += 1
            return failureCount >= failureLimit ? .failed(error) : nil
        }
    }
}
