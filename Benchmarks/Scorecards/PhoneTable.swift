import Foundation

/// Heart rate and RMSSD of one entrant against the chest strap, a record a line.
struct PhoneTable {
    let name: String
    /// Pulses of less quality make no interval.
    let least: Double
    /// A longer step is a pause, not an interval, ms.
    private static let longest = 2_000.0

    func write(_ cases: [(PhoneCase, Found)], into board: inout Board, each: Bool) {
        if each {
            print(
                Text.column("\(name), record", 20)
                    + " HR /min  strap   RMSSD ms   strap   intervals of")
        }
        var (rates, variabilities): ([Double], [Double]) = ([], [])
        for (phone, found) in cases {
            let intervals = intervals(found)
            guard let mean = Statistics.mean(intervals),
                let strap = Statistics.mean(phone.rrMilliseconds),
                let rmssd = Statistics.rmssd(intervals),
                let strapRMSSD = Statistics.rmssd(phone.rrMilliseconds)
            else { continue }
            rates.append(abs(60_000 / mean - 60_000 / strap))
            variabilities.append(abs(rmssd - strapRMSSD))
            if each {
                print(
                    Text.column(phone.record, 20)
                        + String(
                            format: "%8.1f%7.1f%11.1f%8.1f%8d %d", 60_000 / mean, 60_000 / strap,
                            rmssd, strapRMSSD, intervals.count, phone.rrMilliseconds.count))
            }
        }
        board.note("ppg.welltory.heartRate", name, Statistics.median(rates))
        board.note("ppg.welltory.rmssd", name, Statistics.median(variabilities))
        print(
            Text.column(name, 20)
                + String(
                    format: "median error: %.2f /min, RMSSD %.1f ms, %d of %d records",
                    Statistics.median(rates) ?? .nan, Statistics.median(variabilities) ?? .nan,
                    rates.count, cases.count))
    }

    private func intervals(_ found: Found) -> [Double] {
        let quality = found.quality ?? Array(repeating: 1, count: found.positions.count)
        let pulses = Array(zip(found.positions, quality))
        return zip(pulses.dropFirst(), pulses).compactMap { later, earlier in
            let step = 1_000 * (later.0 - earlier.0) / PhoneCase.rate
            return min(later.1, earlier.1) >= least && step <= Self.longest ? step : nil
        }
    }
}
