import EventContract
import Sedentary

/// What another agent said, in a session's own seconds.
struct ContextFact: Equatable, Sendable {
    enum Meaning: Equatable, Sendable {
        case steps(Int)
        case motion(isMoving: Bool, posture: Posture)
        case sleep(isAsleep: Bool)
    }

    /// What it is about; may begin before the session did.
    let span: Range<Double>
    /// When it came. Nothing that happened before rests on it.
    let known: Double
    let meaning: Meaning

    init(span: Range<Double>, known: Double, meaning: Meaning) {
        self.span = span
        self.known = known
        self.meaning = meaning
    }

    /// - Parameter origin: of the session, UTC.
    init(_ received: ReceivedContext, known: Double, origin: WireTime) {
        func seconds(_ time: WireTime) -> Double {
            Double(time.millisecondsSince1970 - origin.millisecondsSince1970) / 1_000
        }
        self.init(
            span: seconds(received.from)..<seconds(received.to), known: known,
            meaning: Meaning(received.message))
    }
}

extension ContextFact.Meaning {
    init(_ message: ContextMessage) {
        switch message {
        case .steps(let counted): self = .steps(counted.steps)
        case .motion(let motion):
            let posture: Posture =
                switch motion.posture {
                case .sitting: .sitting
                case .lying: .lying
                case .standing: .standing
                case nil: .unknown
                }
            self = .motion(isMoving: motion.state.isMoving, posture: posture)
        case .sleep(let sleep): self = .sleep(isAsleep: sleep.state == .asleep)
        }
    }
}
