import Foundation

/// What was said against what came true, as a picture: ten bins of equal mass with Wilson's 95 %
/// intervals, the diagonal, and how many cases were said how surely.
public struct ReliabilityPlot {
    private static let (left, top, side, low) = (70.0, 60.0, 360.0, 70.0)

    private let reliability: Reliability
    private let title: String
    private let subtitle: String

    public init(_ reliability: Reliability, title: String, subtitle: String) {
        self.reliability = reliability
        self.title = title
        self.subtitle = subtitle
    }

    public var svg: String {
        let (width, height) = (460.0, 600.0)
        var parts = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Int(width))" height="\(Int(height))" \
            viewBox="0 0 \(Int(width)) \(Int(height))" font-family="sans-serif" font-size="12">
            """,
            "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
            text(Self.left, 22, title, size: 15, anchor: "start"),
        ]
        parts += wrapped(subtitle).enumerated().map {
            text(Self.left, 38 + 13 * Double($0.offset), $0.element, size: 10, anchor: "start")
        }
        parts += grid() + bars()
        parts.append(
            "<polyline points=\"\(reliability.bins.map { "\(x($0.said)),\(y($0.cameTrue))" }.joined(separator: " "))\""
                + " fill=\"none\" stroke=\"#1f6f8b\" stroke-width=\"1.5\"/>")
        for bin in reliability.bins {
            let interval = Self.wilson(bin.cameTrue, bin.count)
            parts.append(
                "<line x1=\"\(x(bin.said))\" x2=\"\(x(bin.said))\" y1=\"\(y(interval.lowerBound))\""
                    + " y2=\"\(y(interval.upperBound))\" stroke=\"#1f6f8b\"/>")
            parts.append(
                "<circle cx=\"\(x(bin.said))\" cy=\"\(y(bin.cameTrue))\" r=\"4\" fill=\"#1f6f8b\"/>"
            )
        }
        parts.append("</svg>\n")
        return parts.joined(separator: "\n")
    }

    private func grid() -> [String] {
        var parts = [
            "<line x1=\"\(x(0))\" y1=\"\(y(0))\" x2=\"\(x(1))\" y2=\"\(y(1))\" stroke=\"#888\""
                + " stroke-dasharray=\"5 4\"/>",
            "<rect x=\"\(x(0))\" y=\"\(y(1))\" width=\"\(Self.side)\" height=\"\(Self.side)\""
                + " fill=\"none\" stroke=\"#444\"/>",
            text(x(0.5), y(0) + 34, "said"),
            "<text x=\"22\" y=\"\(y(0.5))\" text-anchor=\"middle\""
                + " transform=\"rotate(-90 22 \(y(0.5)))\">came true</text>",
        ]
        for step in 0...5 {
            let value = Double(step) / 5
            let label = Figures.fixed(value, 1)
            parts.append(text(x(value), y(0) + 16, label))
            parts.append(text(x(0) - 8, y(value) + 4, label, anchor: "end"))
        }
        return parts
    }

    /// Cases in twenty equal parts of what was said.
    private func bars() -> [String] {
        var counts = Array(repeating: 0, count: 20)
        for item in reliability.cases { counts[min(19, Int(item.probability * 20))] += 1 }
        let most = Double(max(1, counts.max() ?? 1))
        let bottom = Self.top + Self.side + 45 + Self.low
        var parts = [
            text(
                Self.left, bottom + 18,
                "cases by what was said, \(reliability.count) in all; ECE "
                    + "\(Figures.three(reliability.calibrationError)), Brier skill "
                    + Figures.three(reliability.brierSkill), size: 11, anchor: "start")
        ]
        for (place, count) in counts.enumerated() {
            let height = Self.low * Double(count) / most
            parts.append(
                "<rect x=\"\(x(Double(place) / 20) + 1)\" y=\"\(bottom - height)\""
                    + " width=\"\(Self.side / 20 - 2)\" height=\"\(height)\" fill=\"#b9d4dc\"/>")
        }
        return parts
    }

    private func x(_ value: Double) -> Double { Self.rounded(Self.left + Self.side * value) }
    private func y(_ value: Double) -> Double { Self.rounded(Self.top + Self.side * (1 - value)) }
    private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

    private func text(
        _ x: Double, _ y: Double, _ words: String, size: Int = 12, anchor: String = "middle"
    ) -> String {
        "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\" text-anchor=\"\(anchor)\">"
            + words.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(
                of: "<", with: "&lt;") + "</text>"
    }

    /// Two lines at most of some 66 characters.
    private func wrapped(_ words: String) -> [String] {
        var lines = [""]
        for word in words.split(separator: " ") {
            if lines[lines.count - 1].count + word.count > 66 { lines.append("") }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
        }
        return lines
    }

    static func wilson(_ share: Double, _ count: Int) -> ClosedRange<Double> {
        let (n, z) = (Double(max(1, count)), 1.96)
        let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        let half =
            z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        return max(0, middle - half)...min(1, middle + half)
    }
}
