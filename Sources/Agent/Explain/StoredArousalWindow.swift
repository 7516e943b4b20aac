import Biosignals
import Foundation
import Insights

/// A minute of skin, heart and movement as its row in the store says it.
struct StoredArousalWindow: Codable, Equatable {
    static let kind = "arousal"

    struct Skin: Codable, Equatable {
        let usable: Double
        let responses: Int
        let amplitudeSum: Double
        let amplitudeSquares: Double
        let level: Double?
        let levelSlope: Double?
    }

    struct Heart: Codable, Equatable {
        let usable: Double
        let heartRate: Double?
        let lnRMSSD: Double?
        let channel: String
    }

    let seconds: [Double]
    let state: String
    let acceleration: Double?
    let skin: Skin?
    let heart: Heart?
    let temperature: Double?

    init(_ window: ArousalWindow) {
        seconds = [window.window.lowerBound, window.window.upperBound]
        state = window.state.rawValue
        acceleration = window.acceleration?.value
        skin = window.skin.map {
            Skin(
                usable: $0.usable, responses: $0.responses, amplitudeSum: $0.amplitudeSum,
                amplitudeSquares: $0.amplitudeSquares, level: $0.level, levelSlope: $0.levelSlope)
        }
        heart = window.heart.map {
            Heart(
                usable: $0.usable, heartRate: $0.heartRate?.value, lnRMSSD: $0.lnRMSSD,
                channel: $0.channel.rawValue)
        }
        temperature = window.skinTemperature?.value
    }

    /// Nil of bytes that are no such minute.
    static func window(_ bytes: [UInt8]) -> ArousalWindow? {
        guard let kept = try? JSONDecoder().decode(Self.self, from: Data(bytes)),
            kept.seconds.count == 2, kept.seconds[0] <= kept.seconds[1],
            let state = ArousalWindow.State(rawValue: kept.state)
        else { return nil }
        var heart: ArousalHeart?
        if let found = kept.heart {
            guard let channel = ChannelRole(rawValue: found.channel) else { return nil }
            heart = ArousalHeart(
                usable: found.usable, heartRate: found.heartRate.map { PerMinute($0) },
                lnRMSSD: found.lnRMSSD, channel: channel)
        }
        return ArousalWindow(
            window: kept.seconds[0]..<kept.seconds[1], state: state,
            acceleration: kept.acceleration.map { StandardGravity($0) },
            skin: kept.skin.flatMap {
                ArousalSkin(
                    usable: $0.usable, responses: $0.responses, amplitudeSum: $0.amplitudeSum,
                    amplitudeSquares: $0.amplitudeSquares, level: $0.level,
                    levelSlope: $0.levelSlope)
            }, heart: heart, skinTemperature: kept.temperature.map { DegreesCelsius($0) })
    }

    var bytes: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return Array(try encoder.encode(self))
        }
    }
}
