import Foundation
import Insights

/// What a live session of a person hands to the next one: when something was last said, and the
/// resting value of a night that is not over.
struct PersonalHandover: Codable, Equatable, Sendable {
    /// Of one kind of intervals; windows in seconds since 1970.
    struct Resting: Codable, Equatable, Sendable {
        var day: Int?
        var nearUsual: StoredResting.Window?
        var anywhere: StoredResting.Window?
        var candidates = 0
        /// The newest day whose value has been given.
        var given: Int?

        init() {}

        /// - Parameter origin: of the session, seconds since 1970.
        init(_ resting: DayResting, origin: Double) {
            let pending = resting.pending
            day = pending?.day
            nearUsual = pending?.nearUsual.map { .init($0, by: origin) }
            anywhere = pending?.anywhere.map { .init($0, by: origin) }
            candidates = pending?.candidates ?? 0
            given = resting.given
        }

        func resting(origin: Double) -> DayResting {
            DayResting(
                pending: day.map {
                    .init(
                        day: $0, nearUsual: nearUsual?.window(by: -origin),
                        anywhere: anywhere?.window(by: -origin), candidates: candidates)
                }, given: given)
        }
    }

    var tact = TactMemory()
    var heart = Resting()
    var pulse = Resting()

    init() {}

    /// Nil of bytes that are none of this version's.
    init?(_ bytes: [UInt8]) {
        guard let read = try? JSONDecoder().decode(Self.self, from: Data(bytes)),
            read.tact.said.count <= TactMemory.countMax
        else { return nil }
        self = read
    }

    var bytes: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return Array(try encoder.encode(self))
        }
    }
}
