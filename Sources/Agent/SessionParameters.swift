import Acquisition
import Biosignals
import DeviceProtocols
import Foundation
import Insights

/// What a session was run with, kept in the store beside it, so that what it said can be derived again.
struct SessionParameters: Codable, Equatable {
    var program = AgentVersion.text
    var heartRateEverySeconds: Double
    var measuresEverySeconds: Double
    var trendHorizonSeconds: Double
    var stationaryMinutesMin: Double
    var breakMinutes: Int
    var remindersMax: Int
    /// How the recording was read; empty of a live session.
    var map: [String: String] = [:]
    var rateHertz: Double?
    var startMilliseconds: Int64?
    var board: String?

    init(_ settings: SessionPipeline.Settings, reading: RecordingOptions = RecordingOptions()) {
        heartRateEverySeconds = settings.heartRateEvery.value
        measuresEverySeconds = settings.measuresEvery.value
        trendHorizonSeconds = settings.trendHorizon.value
        stationaryMinutesMin = settings.stationary.minutesMin
        breakMinutes = settings.stationary.breakMinutes
        remindersMax = settings.stationary.remindersMax
        for (role, name) in reading.map { map[role.rawValue] = name }
        rateHertz = reading.rate?.value
        startMilliseconds = reading.start?.millisecondsSince1970
        board = reading.board?.rawValue
    }

    /// Nil of bytes that are no parameters.
    init?(_ bytes: [UInt8]) {
        guard let read = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else { return nil }
        self = read
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
        settings.stationary.minutesMin = stationaryMinutesMin
        settings.stationary.breakMinutes = breakMinutes
        settings.stationary.remindersMax = remindersMax
        return settings
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
