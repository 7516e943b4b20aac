/// What a device's own text says of it. The lines are those that the vendor's programs print.
struct OpenViewBanner: Sendable {
    private static let linesMax = 20
    private static let plotterLinesMin = 4

    private(set) var lines: [String] = []
    private var lineCount = 0
    private var plotterLines = 0

    mutating func add(_ line: String) {
        lineCount += 1
        if Self.isPlotted(line) { plotterLines += 1 }
        if lines.count < Self.linesMax { lines.append(line) }
    }

    /// Why such a device sends no frames, if its text says so.
    var refusal: BoardRecognition? {
        // The last word counts: the board may have been switched and have booted again.
        for line in lines.reversed() {
            if line.contains("Starts in v3 mode") { return nil }
            if line.contains("Starts in webserver mode") { return Self.healthyPi4("web-server") }
            if line.contains("Starts in ble mode") { return Self.healthyPi4("Bluetooth") }
        }
        if plotterLines >= Self.plotterLinesMin, plotterLines * 2 >= lineCount {
            return .refused(
                what: "It prints numbers for the Arduino Serial Plotter, not frames",
                remedy: "Flash a program that streams OpenView, such as the vendor's "
                    + "08_OpenView_Stream or HealthyPi5_NEXT.")
        }
        return nil
    }

    var evidence: [String] {
        var evidence: [String] = []
        for line in lines {
            let board: String? =
                if line.contains("Healthy pI V4") || line.contains("Starts in v3 mode") {
                    "a HealthyPi v4"
                } else if line.contains("Healthy PI 5") {
                    "a HealthyPi 5 with its first Arduino firmware"
                } else if line.contains("Starting ADC") {
                    "a tinyGSR"
                } else {
                    nil
                }
            if let board { evidence.append("it said \"\(line)\", as \(board) does") }
        }
        if evidence.isEmpty, let first = lines.first {
            evidence.append("it sends text: \"\(first)\"")
        }
        return evidence
    }

    func says(_ words: String) -> Bool { lines.contains { $0.contains(words) } }

    private static func healthyPi4(_ mode: String) -> BoardRecognition {
        .refused(
            what: "It is a HealthyPi v4 in \(mode) mode, in which it sends no samples here",
            remedy: "Slide its mode switch and reset it: then it says \"Starts in v3 mode\".")
    }

    /// Numbers with commas, spaces or labels between them, or the tutorials' line of vitals.
    private static func isPlotted(_ line: String) -> Bool {
        if line.contains("bpm"), line.contains("SpO2") { return true }
        var hasNumber = false
        for token in line.split(whereSeparator: { ", \t".contains($0) }) {
            let value = token.split(separator: ":").last ?? token
            let rest = value.drop { "+-".contains($0) }
            if rest.isEmpty || !rest.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }) {
                return false
            }
            hasNumber = true
        }
        return hasNumber
    }
}
