import EventContract
import Storage
import Trust

/// Decisions as they were made, one line each, in `decisions.jsonl` of the state directory:
/// `policy explain --log` makes each of them again.
///
/// A flood does not push out what was decided before: of refusals so many are kept in a minute, and
/// the rest are counted.
struct DecisionLog: Sendable {
    static let name = "decisions.jsonl"
    /// Of each of the two files.
    static let bytesMax = 8 << 20
    static let refusalsPerMinute = 120

    private let file: BoundedLog?
    private let tell: @Sendable (String) -> Void
    private var minute: Int64 = .min
    private var refusals = 0
    private var omitted = 0
    private var hasFailed = false

    init(_ file: BoundedLog?, tell: @escaping @Sendable (String) -> Void) {
        self.file = file
        self.tell = tell
    }

    mutating func keep(_ found: PolicyEvaluation, at clock: ClockReading) {
        guard let file, found.isAuditRequired else { return }
        if clock.milliseconds / 60_000 != minute {
            minute = clock.milliseconds / 60_000
            refusals = 0
            if omitted > 0 { write([UInt8](#"{"omitted":\#(omitted)}"#.utf8), to: file) }
            omitted = 0
        }
        if found.verdict == .deny {
            refusals += 1
            guard refusals <= Self.refusalsPerMinute else {
                omitted += 1
                return
            }
        }
        var generator = SystemRandomNumberGenerator()
        let id = ULID(millisecondsSince1970: clock.milliseconds, using: &generator)
        write(PolicyRecord(id: id.description, evaluation: found).bytes, to: file)
    }

    private mutating func write(_ line: [UInt8], to file: BoundedLog) {
        do throws(StorageError) {
            try file.append(line)
            hasFailed = false
        } catch {
            if !hasFailed { tell("Decisions are not kept: \(error)") }
            hasFailed = true
        }
    }
}
