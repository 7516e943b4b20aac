import Foundation
import Testing

/// The files in Golden/, described in its README.
enum Golden {
    static let series = [
        "mitdb100_all", "mitdb100_nn", "mitdb103_60s", "mitdb219_af", "pyhrv_long", "pyhrv_short",
        "sine5min",
    ]

    /// Intervals in ms.
    static func intervals(_ name: String) throws -> [Double] {
        try #require(object("series_\(name)")["rr"] as? [Double])
    }

    /// Beat times in ms, as found and as they should be, and which of the found are abnormal.
    struct Beats {
        let found: [Double]
        let clean: [Double]
        let abnormal: [Int]
    }

    static func beats(_ name: String) throws -> Beats {
        let file = try object("rrcorr_\(name)")
        let abnormal = file["truth_index_of_peak_ending_the_abnormal_interval"]
        return Beats(
            found: try #require(file["peaks"] as? [Double]),
            clean: try #require(file["clean_peaks"] as? [Double]),
            abnormal: try #require(abnormal as? [Int]))
    }

    /// Reference values of one domain (`time`, `frequency`, `nonlinear`).
    static func reference(_ name: String, _ domain: String) throws -> [String: Any] {
        try #require(object("ref_\(name)")[domain] as? [String: Any])
    }

    /// What NeuroKit prints, by the call that printed it; nil if that was not made.
    static func peer(_ name: String, _ call: String) throws -> [String: Any]? {
        try object("peer_nk_\(name)")[call] as? [String: Any]
    }

    /// Intervals that lie in the same file as what NeuroKit prints for them, ms.
    static func peerIntervals(_ name: String) throws -> [Double] {
        try #require(object("peer_nk_\(name)")["rr"] as? [Double])
    }

    private static func object(_ name: String) throws -> [String: Any] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let file = folder.appendingPathComponent("Golden/\(name).json")
        let parsed = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        return try #require(parsed as? [String: Any])
    }
}
