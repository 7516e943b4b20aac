import Biosignals
import EventContract
import Foundation
import FoundationXML
import Sedentary
@testable import Reports

/// Reports of nobody, for looking at how they are written.
enum ReportFixture {
    static let hostile =
        "\"><script>alert('x')</script><img src=http://a.example/ onerror=x>\u{202E}&"

    /// Ten minutes of a regular heart with one missed beat, everything a report can hold.
    static func whole(name: String = "record") -> RecordingReport {
        var account = RecordingAccount(
            title: name, format: "WFDB", seconds: 1_200, endedBy: "endOfRecording")
        account.channels = [
            .init(
                name: name, role: "ecg", unit: "mV", hertz: 250, isUsed: true, usable: 0.9,
                complaints: [.init(reason: "motion", share: 0.1)]),
            .init(
                name: "EDA", role: "eda", unit: "uS", hertz: 4, isUsed: true, usable: 1,
                complaints: []),
        ]
        account.comments = [name]
        account.notices = [name]
        account.gaps = [.init(channel: name, count: 1, seconds: 2)]
        account.notSaid = ["Posture and steps: there is no accelerometer."]
        account.bouts = [
            .init(start: 0, end: 900, minutes: 14, interval: 12...15, endedBy: "movement")
        ]
        var report = RecordingReport(account: account, program: "healthypi-agent 0")
        report.person = name
        report.files = [.init(name: name + ".hea", sha256: String(repeating: "a", count: 64))]
        report.heart = heart()
        report.insights = [
            InsightReport(
                time: 900, kind: "stationary", headline: "Suggesting a break", reason: name,
                confidence: 0.8, confidenceKind: "calibrated", whyNotHigher: "motion",
                wouldChangeIf: ["15 steps"], limits: ["posture is not observed"],
                claims: [
                    .init(
                        quantity: "stationary_time", value: 14, unit: "min", interval95: 12...15,
                        method: "", window: 0..<900)
                ])
        ]
        var skin = SkinReport(channel: "EDA", usable: 1, usableSeconds: 1_200)
        skin.tonic = (0..<1_200).map { PlotPoint(x: Double($0), y: 2 + Double($0) / 1_200) }
        skin.responses = [.init(onset: 60, peak: 62, amplitude: 0.3, rise: 2, halfRecovery: nil)]
        report.skin = skin
        report.breathing = BreathingReport(
            source: "the ECG", isMeasured: false, breathCount: 300, minutes: minutes())
        report.movement = movement()
        var envelope = Envelope()
        envelope.append((0..<5_000).map { Double($0 % 250) / 250 }, at: 0)
        report.signals = [
            SignalTrace(
                channel: 0, hertz: 250, envelope: envelope,
                quality: (0..<20).map { .init(usable: $0, total: 20) })
        ]
        var excerpt = SignalExcerpt(
            channel: 0, seconds: 10..<20,
            points: (2_500..<5_000).map { PlotPoint(x: Double($0) / 250, y: Double($0 % 250)) },
            beats: [(12, 0.9), (13, 0.2)], reason: "Near the middle")
        excerpt.edits = [(15, 1, "missed")]
        report.excerpts = [excerpt]
        report.methods = [
            .init(name: "Beats", lines: ["after " + name, "doi:10.1109/TBME.1985.325532"])
        ]
        return report
    }

    static func minutes() -> [BreathingReport.Minute] {
        (0..<20).map { (minute: Int) -> BreathingReport.Minute in
            let start = 60 * Double(minute)
            let rate: Double? = minute == 3 ? nil : 15
            return BreathingReport.Minute(window: start..<(start + 60), perMinute: rate)
        }
    }

    static func movement() -> MovementReport {
        var total = StationaryTotal()
        let epochs = (0..<20).map { (minute: Int) -> Epoch in
            let start = 60 * Double(minute)
            let isStill = minute < 15
            return Epoch(
                start: Seconds(start), end: Seconds(start + 60),
                state: isStill ? .stationary : .active, pStationary: isStill ? 0.9 : 0.1,
                evidence: EpochEvidence(usable: 1, contactLost: 0), logLikelihoodRatios: [:])
        }
        for epoch in epochs { total.add(epoch) }
        return MovementReport(epochs: epochs, total: total, evidence: ["acceleration"])
    }

    static func heart() -> HeartReport {
        var milliseconds = (0..<1_500).map { 800 + Double($0 * 37 % 11) }
        let nn = NNIntervals(
            endSeconds: ends(milliseconds), milliseconds: milliseconds,
            followsPrevious: milliseconds.indices.map { $0 > 0 },
            edits: [BeatEdit(kind: .missed, seconds: 300, costBefore: 9, costAfter: 1, id: 1)],
            beatsTotal: 1_501)
        milliseconds[375] = 1_610
        let payload = HRVPayload(
            preset: "taskforce", source: "ecg",
            window: WireWindow(start: 0, end: 1_200, usable: 0.9),
            beats: .init(total: 1_501, edited: ["missed": 1], percentEdited: 0.07),
            measures: [
                "heartRate": WireMeasure(
                    value: 74.5, unit: "1/min", ci95: [73, 76], method: "60 000 / meanNN"),
                "rmssd": WireMeasure(value: 42.123_456_7, unit: "ms", ci95: [36, 48.9]),
                "sd1": WireMeasure(value: 29.8, unit: "ms"),
                "sd2": WireMeasure(value: 60, unit: "ms"),
                "sampEn": WireMeasure(
                    unit: "1", unavailable: "tooFewIntervals", detail: "found 120, needed 200"),
            ])
        let window = HeartReport.Window(payload: payload, nn: nn)
        var heart = HeartReport(
            source: "ecg", channel: "ECG", beatCount: 1_501,
            rr: RRIntervals(milliseconds: milliseconds),
            whole: window, correction: "RR becomes NN by tests.")
        heart.drawn = window
        return heart
    }

    static func ends(_ milliseconds: [Double]) -> [Double] {
        var end = 0.0
        return milliseconds.map {
            end += $0 / 1_000
            return end
        }
    }

    /// Whether a real parser takes it, and what it saw.
    static func elements(of page: String) -> [String]? {
        let collector = Collector()
        let parser = XMLParser(data: Data(page.utf8))
        parser.delegate = collector
        return parser.parse() ? collector.names : nil
    }

    private final class Collector: NSObject, XMLParserDelegate {
        var names: [String] = []

        func parser(
            _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
            qualifiedName qName: String?, attributes attributeDict: [String: String] = [:]
        ) {
            names.append(elementName)
        }
    }
}
