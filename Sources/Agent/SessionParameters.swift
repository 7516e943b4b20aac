import Acquisition
import Biosignals
import DeviceProtocols
import Foundation
import Insights
import Trust

/// What a session was run with, kept in the store beside it, so that what it said can be derived again.
struct SessionParameters: Codable, Equatable {
    var program = AgentVersion.text
    var heartRateEverySeconds: Double
    var measuresEverySeconds: Double
    var trendHorizonSeconds: Double
    /// Every threshold of the insights, by `InsightSettings.Key.name`.
    var thresholds: [String: Double]
    /// How the recording was read; empty of a live session.
    var map: [String: String] = [:]
    var rateHertz: Double?
    var startMilliseconds: Int64?
    var board: String?
    /// Of the person, such as `Europe/Berlin`; nil where no time of day is known.
    var timeZone: String?
    /// What other agents said while it was recorded; nil of a live session and where nobody did.
    var contextPath: String?
    var contextSHA256: String?
    /// Every rule with its version, and the calibration: nil of a session of an older version.
    var rules: [String]?

    static let rulesNow = [
        StationaryRule.id.text, TrendRule.id.text, QualityRule.id.text, ArousalRule.id.text,
        RecoveryRule.id.text, Calibration.stationary.id,
    ]

    init(
        _ settings: SessionPipeline.Settings, reading: RecordingOptions = RecordingOptions(),
        timeZone: String? = nil, context: ContextInput? = nil
    ) {
        heartRateEverySeconds = settings.heartRateEvery.value
        measuresEverySeconds = settings.measuresEvery.value
        trendHorizonSeconds = settings.trendHorizon.value
        thresholds = Dictionary(
            uniqueKeysWithValues: InsightSettings.keys.map {
                ($0.name, $0.get(settings.insights))
            })
        for (role, name) in reading.map { map[role.rawValue] = name }
        rateHertz = reading.rate?.value
        startMilliseconds = reading.start?.millisecondsSince1970
        board = reading.board?.rawValue
        self.timeZone = timeZone
        rules = Self.rulesNow
        contextPath = context?.path
        contextSHA256 = context?.sha256
    }

    /// Nil of bytes that are no parameters.
    init?(_ bytes: [UInt8]) {
        guard let read = try? JSONDecoder().decode(Self.self, from: Data(bytes)), read.isSound
        else { return nil }
        self = read
    }

    /// Whether a session can have been run with them.
    private var isSound: Bool {
        (10...3_600).contains(heartRateEverySeconds)
            && (heartRateEverySeconds...86_400).contains(measuresEverySeconds)
            && (3_600...86_400).contains(trendHorizonSeconds)
            && InsightSettings.keys.allSatisfy { key in
                thresholds[key.name].map {
                    key.range.contains($0) && (!key.isWhole || $0 == $0.rounded())
                } ?? false
            }
    }

    /// SHA-256 of what is stored: an insight names it, so that a changed parameter shows.
    var digest: String { Self.digest(of: (try? bytes) ?? []) }

    static func digest(of bytes: [UInt8]) -> String {
        var digest = Digest()
        digest.update(bytes)
        return "sha256:" + digest.hexadecimal
    }

    var bytes: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return Array(try encoder.encode(self))
        }
    }

    var settings: SessionPipeline.Settings {
        var settings = SessionPipeline.Settings()
        settings.heartRateEvery = Seconds(heartRateEverySeconds)
        settings.measuresEvery = Seconds(measuresEverySeconds)
        settings.trendHorizon = Seconds(trendHorizonSeconds)
        for key in InsightSettings.keys {
            if let value = thresholds[key.name] { key.set(&settings.insights, value) }
        }
        return settings
    }

    /// The person's clock in a session that began at `origin`; nil: nobody knows when that was.
    func localClock(origin: UTCTime?) -> LocalClock {
        guard let origin, let timeZone, let zone = TimeZone(identifier: timeZone) else {
            return .unknown
        }
        return LocalClock(origin: origin, zone: zone, isKnown: true)
    }

    var reading: RecordingOptions {
        var options = RecordingOptions()
        for (role, name) in map {
            if let role = ChannelRole(rawValue: role) { options.map[role] = name }
        }
        options.rate = rateHertz.map { Hertz($0) }
        options.start = startMilliseconds.map { UTCTime(millisecondsSince1970: $0) }
        options.board = board.flatMap { Board(rawValue: $0) }
        return options
    }
}
