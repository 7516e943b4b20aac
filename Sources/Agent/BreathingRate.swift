import Biosignals
import Respiration

/// The breathing rate of a window from the estimates that speak of nothing outside it.
struct BreathingRate: Sendable {
    /// What most of them were taken from.
    let source: RespirationEstimate.Source
    /// Median, breaths a minute.
    let rate: Estimate<Double>
    /// Share of the window's estimates that state a rate.
    let usable: Double

    /// The pace of the estimates; two that are further apart do not speak of one stretch.
    private static let step = 4.0
    /// A rate of a window rests on so many of its estimates.
    private static let usableMin = 0.5
    private static let spanShareMin = 0.9

    /// Nil if there is nothing to breathe from.
    ///
    /// - Parameters:
    ///   - direct: of the chest, if it is measured.
    ///   - derived: of the beats of one signal each, in order of time.
    init?(
        in window: Range<Double>, direct: [RespirationEstimate]?,
        derived: [[RespirationEstimate]]
    ) {
        guard direct != nil || !derived.isEmpty else { return nil }
        func inside(_ estimates: [RespirationEstimate]) -> [RespirationEstimate] {
            let within = estimates.filter {
                $0.start.value >= window.lowerBound - Self.step
                    && $0.end.value <= window.upperBound + Self.step
            }
            // Where a signal begins they speak of little at first.
            let longest = within.map(Self.span).max() ?? 0
            return within.filter { Self.span($0) >= Self.spanShareMin * longest }
        }
        let chest = inside(direct ?? [])
        let beats = derived.map(inside)
        let leading = ([chest] + beats).max { $0.count < $1.count } ?? []
        let best = leading.compactMap { estimate -> RespirationEstimate? in
            let near = beats.compactMap { Self.nearest(to: estimate, in: $0) }
            let fused = near.dropFirst().reduce(near.first) { first, next in
                first.map { RespirationEstimate.fused($0, next) }
            }
            return .best(direct: Self.nearest(to: estimate, in: chest), derived: fused)
        }
        if best.isEmpty, direct == nil { return nil }
        let stated = best.filter { $0.rate.value != nil }
        let sources = (stated.isEmpty ? best : stated).map(\.source)
        source =
            RespirationEstimate.Source.allCases.max { first, second in
                sources.count { $0 == first } < sources.count { $0 == second }
            } ?? .direct
        usable = best.isEmpty ? 0 : Double(stated.count) / Double(best.count)
        let rates = stated.compactMap { $0.rate.value?.value }.sorted()
        if !rates.isEmpty, usable >= Self.usableMin {
            rate = .value((rates[(rates.count - 1) / 2] + rates[rates.count / 2]) / 2)
        } else if let reason = best.last?.rate.unavailable, stated.isEmpty {
            rate = .unavailable(reason)
        } else {
            rate = .unavailable(.poorSignal(usable: usable, needed: Self.usableMin))
        }
    }

    private static func span(_ estimate: RespirationEstimate) -> Double {
        estimate.end.value - estimate.start.value
    }

    private static func nearest(
        to estimate: RespirationEstimate, in others: [RespirationEstimate]
    ) -> RespirationEstimate? {
        func distance(_ other: RespirationEstimate) -> Double {
            abs(other.end.value - estimate.end.value)
        }
        // They are in order of their ends.
        var (low, high) = (0, others.count)
        while low < high {
            let middle = (low + high) / 2
            if others[middle].end < estimate.end { low = middle + 1 } else { high = middle }
        }
        let near = others[max(0, low - 1)..<min(others.count, low + 1)]
        return near.min { distance($0) < distance($1) }.flatMap { distance($0) <= step ? $0 : nil }
    }
}

extension RespirationEstimate.Source {
    /// As events and accounts name it: what was derived says so.
    var account: String {
        isDerived ? "derived from \(rawValue)" : ChannelRole.respiration.rawValue
    }

    /// The channels it rests on.
    var roles: [String] {
        switch self {
        case .direct: [ChannelRole.respiration.rawValue]
        case .ecg: [ChannelRole.ecg.rawValue]
        case .ppg: [ChannelRole.ppg.rawValue]
        case .ecgAndPPG: [ChannelRole.ecg.rawValue, ChannelRole.ppg.rawValue]
        }
    }
}
