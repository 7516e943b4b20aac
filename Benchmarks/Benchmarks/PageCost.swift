import Foundation

/// What the live page costs: eight traces for one browser, the same with fifty that take nothing,
/// the way to the first trace, and the page's weight. How many traces came how often is measured
/// beside it: a cost is worth nothing if less was sent for it.
enum PageCost {
    private static let seconds = 20.0
    /// Of each kind, in turns; the middle one counts.
    private static let rounds = 3
    private static let port: UInt16 = 18_080
    private static let rate = 250

    static func figures(_ program: String, _ folder: URL) throws -> [Figure] {
        let record = try recording(in: folder)
        let unwatched = try cost(program, record, watchers: 0, idle: 0)
        // In turns, so that whatever else the machine does meets both alike.
        var (alones, crowds) = ([Cost](), [Cost]())
        for _ in 0..<rounds {
            alones.append(try cost(program, record, watchers: 1, idle: 0))
            crowds.append(try cost(program, record, watchers: 1, idle: 50))
        }
        let (alone, crowd) = (Cost(medianOf: alones), Cost(medianOf: crowds))
        return [
            Figure(
                "page, 8 traces, one browser, share of one core", alone.coreShare * 100, "%",
                most: 5),
            Figure("  the same replay with nobody watching", unwatched.coreShare * 100, "%"),
            Figure("  with 50 more that read nothing", crowd.coreShare * 100, "%"),
            Figure("  traces that were sent", Double(alone.traces), "", least: 8),
            Figure(
                "  pictures a second, of the trace with the fewest", alone.picturesPerSecond, "1/s",
                least: 28),
            Figure("  messages a second", alone.messagesPerSecond, "1/s"),
            Figure("  a signal's way to the browser, 99 of 100 within", alone.lateness, "s"),
            Figure("  the same beside 50 that read nothing", crowd.lateness, "s"),
            Figure(
                "  more than the one alone, in the same run (a picture lasts 0.033 s)",
                crowd.lateness - alone.lateness, "s", most: 1.0 / 30),
            Figure(
                "  processor time, times that of the one alone", crowd.coreShare / alone.coreShare,
                "x"),
            Figure(
                "  from asking for the page, with all its files, to the first trace",
                alone.firstTrace, "s", most: 1),
            Figure("  weight of the whole page", Double(alone.weight) / 1_000, "kB", most: 200),
        ]
    }

    private struct Cost {
        var coreShare = 0.0
        var messagesPerSecond = 0.0
        var traces = 0
        /// 1/s, of the trace that came least often.
        var picturesPerSecond = 0.0
        var lateness = 0.0
        var firstTrace = 0.0
        var weight = 0

        init() {}

        /// Each figure's own middle.
        init(medianOf all: [Cost]) {
            func middle(_ figure: (Cost) -> Double) -> Double {
                all.map(figure).sorted()[all.count / 2]
            }
            coreShare = middle(\.coreShare)
            messagesPerSecond = middle(\.messagesPerSecond)
            traces = all.map(\.traces).min() ?? 0
            picturesPerSecond = middle(\.picturesPerSecond)
            lateness = middle(\.lateness)
            firstTrace = middle(\.firstTrace)
            weight = all.map(\.weight).max() ?? 0
        }
    }

    /// A minute of eight channels, the first of them a heart's.
    private static func recording(in folder: URL) throws -> String {
        let count = 8
        var text =
            "time_s," + (1...count).map { "ecg\($0)_mV" }.joined(separator: ",") + "\n"
        for index in 0..<(rate * Int(2 * seconds + 40)) {
            let time = Double(index) / Double(rate)
            let phase = (time / 0.85).truncatingRemainder(dividingBy: 1)
            let beat = exp(-pow((phase - 0.3) / 0.012, 2)) + 0.1 * sin(2 * .pi * 0.3 * time)
            let values = (0..<count).map { String(format: "%.4f", beat * (1 - 0.1 * Double($0))) }
            text += String(format: "%.4f,", time) + values.joined(separator: ",") + "\n"
        }
        let file = folder.appendingPathComponent("eight.csv")
        try Data(text.utf8).write(to: file)
        return file.path
    }

    private static func cost(
        _ program: String, _ record: String, watchers: Int, idle: Int
    ) throws -> Cost {
        let agent = try Measured.start(
            program, ["replay", record, "--page", "127.0.0.1:\(port)"])
        var cost = Cost()
        var idlers: [PageVisitor] = []
        _ = try PageVisitor.waiting(port: port)
        if watchers > 0 {
            let began = ContinuousClock.now
            cost.weight = try weight()
            let visitor = try PageVisitor.waiting(port: port)
            try visitor.watch(port: port)
            for _ in 0..<idle {
                let idler = try PageVisitor.waiting(port: port)
                try idler.watch(port: port)
                idlers.append(idler)
            }
            try watch(visitor, since: began, into: &cost)
        } else {
            Thread.sleep(forTimeInterval: seconds)
        }
        let measured = try withExtendedLifetime(idlers) { try agent.interruptAndMeasure() }
        cost.coreShare = measured.processorSeconds / measured.wallSeconds
        return cost
    }

    /// How late a point comes beside the one that came soonest.
    private static func watch(
        _ visitor: PageVisitor, since began: ContinuousClock.Instant, into cost: inout Cost
    ) throws {
        var (count, offsets) = (0, [Double]())
        var pictures: [Substring: Int] = [:]
        let start = ContinuousClock.now
        while ContinuousClock.now < start.advanced(by: .seconds(seconds)) {
            let message = try visitor.message()
            count += 1
            let wave = #"{"t":"wave","c":"#
            guard message.hasPrefix(wave) else { continue }
            pictures[message.dropFirst(wave.count).prefix { $0 != "," }, default: 0] += 1
            guard message.hasPrefix(#"{"t":"wave","c":0,"at":"#) else { continue }
            let now = parts(began.duration(to: .now))
            if offsets.isEmpty { cost.firstTrace = now }
            let at = message.dropFirst(#"{"t":"wave","c":0,"at":"#.count).prefix { $0 != "," }
            if let at = Double(at) { offsets.append(now - at) }
        }
        cost.messagesPerSecond = Double(count) / seconds
        cost.traces = pictures.count
        cost.picturesPerSecond = Double(pictures.values.min() ?? 0) / seconds
        offsets.sort()
        guard let soonest = offsets.first else { throw Failure("No signal came.") }
        cost.lateness = offsets[offsets.count * 99 / 100] - soonest
    }

    /// The page and everything that it names.
    private static func weight() throws -> Int {
        var (found, waiting, bytes) = (Set(["/"]), ["/"], 0)
        while let path = waiting.popLast() {
            let text = try PageVisitor.file(path, port: port)
            bytes += text.utf8.count
            for match in text.matches(of: /["'](?:\.|)\/([a-z]+\.(?:js|css))["']/) {
                let next = "/" + match.1
                if found.insert(next).inserted { waiting.append(next) }
            }
        }
        return bytes
    }

    private static func parts(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
}
