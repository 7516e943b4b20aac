/// What was asked for on the command line.
struct Options {
    enum Part: String, CaseIterable {
        case ecg, ectopy, quality, timing, ppg, resp, eda, stationary, artefact, coverage, bundled,
            speed
        case arousal, insights
    }

    static let usage = """
        usage: scorecard [PART …] [--no-peers] [--fresh] [--workers N] [--json FILE] [--check]
                         [--calibrations FOLDER]

        PART       \(Part.allCases.map(\.rawValue).joined(separator: ", ")); all by default
        --no-peers only our own figures, under a minute
        --fresh    run the peers again instead of taking what they found the last time
        --workers  peers run at once, 2 by default; what is timed runs alone
        --json     write every figure, record by record, to FILE
        --calibrations  write what the part `stationary` fits, with its plots, to FOLDER
        --check    exit with 1 if a floor of Benchmarks/Thresholds/signals.json is missed
        """

    private(set) var parts: [Part] = []
    private(set) var withPeers = true
    private(set) var isFresh = false
    private(set) var workers = 2
    private(set) var json: String?
    private(set) var calibrations: String?
    private(set) var checksFloors = false

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            switch word {
            case "--no-peers": withPeers = false
            case "--fresh": isFresh = true
            case "--check": checksFloors = true
            case "--json":
                guard let file = rest.popFirst() else { throw Failure("--json of which file?") }
                json = file
            case "--calibrations":
                guard let place = rest.popFirst() else { throw Failure("--calibrations where?") }
                calibrations = place
            case "--workers":
                guard let count = rest.popFirst().flatMap({ Int($0) }), (1...64).contains(count)
                else { throw Failure("--workers takes a number from 1 to 64.") }
                workers = count
            default:
                guard let part = Part(rawValue: word) else { throw Failure("unknown: \(word)") }
                parts.append(part)
            }
        }
        if parts.isEmpty { parts = Part.allCases }
    }
}
