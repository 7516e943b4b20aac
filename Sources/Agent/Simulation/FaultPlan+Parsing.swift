public import DeviceProtocols

/// Why a list of faults cannot be understood: one sentence that names the part, and one that says
/// what to write.
public struct FaultSpecError: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ part: Substring, _ why: String) { description = "--faults \(part): \(why)" }
}

extension FaultPlan {
    /// What `--faults` understands, for people.
    public static let help = """
        drop=P       each byte is lost with probability P
        flip=P       each bit is turned over with probability P
        burst=P:N    in each frame, with probability P, a loss of N bytes begins
        tear=P       with probability P a frame lacks 1 to 128 of its bytes
        swap=P       with probability P a frame's end comes behind the next frame
        skew=PPM     the board's clock is PPM parts per million fast; -10000 to 10000
        unplug=S:D   every S seconds it is unplugged for D seconds
        leadoff=S:D  every S seconds the electrodes are off for D seconds
        silence=S:D  every S seconds nothing is sent for D seconds
        banner       text before the first frame, and after each replug
        """

    /// The plan for each of `boards`, from a comma list such as `drop=1e-4,skew=120,unplug=20:2`.
    /// A part concerns every board, or with `NAME:` before it that board only. A part that stands
    /// there twice counts as the last.
    public static func plans(
        parsing spec: String, for boards: [Board]
    ) throws(FaultSpecError) -> [FaultPlan] {
        var plans = Array(repeating: FaultPlan(), count: boards.count)
        for part in spec.split(separator: ",", omittingEmptySubsequences: false) {
            let (chosen, body) = try target(of: part, boards)
            for index in boards.indices where chosen == nil || boards[index] == chosen {
                try plans[index].take(body, part)
            }
        }
        return plans
    }

    private static func target(
        of part: Substring, _ boards: [Board]
    ) throws(FaultSpecError) -> (board: Board?, body: Substring) {
        let name = part.prefix { $0 != "=" && $0 != ":" }
        guard part.dropFirst(name.count).first == ":" else { return (nil, part) }
        guard let board = Board(rawValue: String(name)), boards.contains(board) else {
            throw FaultSpecError(
                part,
                "\(name) is not simulated. Write one of "
                    + boards.map(\.rawValue).joined(separator: ", ") + " before the colon.")
        }
        return (board, part.dropFirst(name.count + 1))
    }

    private mutating func take(_ body: Substring, _ part: Substring) throws(FaultSpecError) {
        let name = body.prefix { $0 != "=" }
        let hasValue = name.count < body.count
        let value = body.dropFirst(name.count + 1)
        func probability() throws(FaultSpecError) -> Double {
            try Self.number(value, part, in: 0...1, "a probability from 0 to 1, such as 1e-4")
        }
        switch name {
        case "banner":
            guard !hasValue else { throw FaultSpecError(part, "banner takes no value.") }
            hasBanner = true
        case "drop": byteDrop = try probability()
        case "flip": bitFlip = try probability()
        case "swap": swap = try probability()
        case "tear": tear = try probability()
        case "burst": try takeBurst(value, part)
        case "skew":
            skew = try Self.number(
                value, part, in: -10_000...10_000, "parts per million from -10000 to 10000")
        case "unplug": unplug = try Self.interval(value, part)
        case "leadoff": leadOff = try Self.interval(value, part)
        case "silence": silence = try Self.interval(value, part)
        default:
            throw FaultSpecError(
                part,
                "there is no such fault. Write drop, flip, burst, tear, swap, skew, unplug, "
                    + "leadoff, silence or banner.")
        }
    }

    private mutating func takeBurst(_ value: Substring, _ part: Substring) throws(FaultSpecError) {
        let form = "a probability and a number of bytes, such as burst=0.01:200"
        let fields = value.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 2, let bytes = Int(fields[1]), (1...65_536).contains(bytes) else {
            throw FaultSpecError(part, "write \(form).")
        }
        burst = try Self.number(fields[0], part, in: 0...1, form)
        burstBytes = bytes
    }

    private static func interval(
        _ value: Substring, _ part: Substring
    ) throws(FaultSpecError) -> Interval {
        let form = "seconds from one to the next and seconds that it lasts, such as 20:2"
        let fields = value.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 2 else { throw FaultSpecError(part, "write \(form).") }
        let every = try number(fields[0], part, in: 0.1...1e6, form)
        let lasting = try number(fields[1], part, in: 0.01...1e6, form)
        guard lasting < every else {
            throw FaultSpecError(part, "it must be over before it comes again; write \(form).")
        }
        return Interval(every: every, lasting: lasting)
    }

    private static func number(
        _ text: Substring, _ part: Substring, in range: ClosedRange<Double>, _ form: String
    ) throws(FaultSpecError) -> Double {
        // `Double` would also take hexadecimal, "inf" and "nan".
        let isPlain = text.allSatisfy { "0123456789.eE+-".contains($0) }
        guard isPlain, let value = Double(text), range.contains(value) else {
            throw FaultSpecError(part, "write \(form).")
        }
        return value
    }
}
