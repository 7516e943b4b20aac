import Biosignals
import Foundation
import HRV
import TestKit
import Testing

/// The preset `physionet` against the values printed with the PhysioNet Cardiovascular Signal
/// Toolbox for two records of the Normal Sinus Rhythm RR Interval Database, 231 windows each.
@Suite struct PresetPhysioNetTests {
    private static let columns: [(measure: HRVMeasureName, column: String, unit: Double)] = [
        (.meanNN, "NNmean", 1), (.sdnn, "SDNN", 1), (.rmssd, "RMSSD", 1),
        (.pNN50, "pnn50", 0.01), (.vlfPower, "vlf", 1), (.lfPower, "lf", 1),
        (.hfPower, "hf", 1), (.totalPower, "ttlpwr", 1), (.sd1, "SD1", 1), (.sd2, "SD2", 1),
        (.sd1sd2, "SD1SD2", 1), (.sampEn, "SampEn", 1),
    ]

    @Test(arguments: [("nsr001", 165), ("nsr004", 201)])
    func printsTheSameDigits(_ record: String, _ windows: Int) throws {
        guard let folder = developmentData("hrv/nsr2db") else {
            print("PresetPhysioNetTests: hrv/nsr2db was not found; set HEALTHYPI_DATA to check it.")
            return
        }
        let beats = try Table(folder.appending(path: "\(record).pcst_input_fs125.csv"))
        let printed = try Table(folder.appending(path: "\(record).pcst_reference_300s_windows.csv"))
        let definitions = HRVPreset.physionet.definitions
        let names = Self.columns.map(\.measure) + [.lfHfRatio]
        var checked = 0
        for row in printed.rows where row[try printed.column("input_unambiguous")] == "1" {
            let start = try #require(Double(row[try printed.column("t_start")]))
            let values = definitions.values(names, of: try Self.window(of: beats, from: start))
            for (measure, column, unit) in Self.columns {
                let text = String(row[try printed.column(column)])
                let value = unit * (try #require(values[measure], "\(start) \(measure)"))
                #expect(
                    Self.agrees(value, text), "\(record) \(start) \(column): \(value), not \(text)")
            }
            // The toolbox rounds it itself.
            let ratio = try #require(values[.lfHfRatio])
            let text = String(row[try printed.column("lfhf")])
            #expect(abs(ratio - (Double(text) ?? .nan)) <= 0.005 + 1e-9, "\(start): \(ratio)")
            checked += 1
        }
        #expect(checked == windows)
    }

    /// Within half a unit of the last digit printed. Zeros at the end are not, so that fewer than four
    /// decimals mean four; and the values were rounded to one digit more before (96.604285 for
    /// 96.6042848, then 96.60429), which adds up to half a tenth of a unit.
    private static func agrees(_ value: Double, _ text: String) -> Bool {
        guard let printed = Double(text) else { return false }
        let decimals = text.split(separator: ".").dropFirst().first?.count ?? 0
        let unit = (0..<max(decimals, 4)).reduce(1.0) { unit, _ in unit / 10 }
        return abs(value - printed) <= 0.551 * unit
    }

    private static func window(of beats: Table, from start: Double) throws -> NNIntervals {
        var (ends, intervals, follows) = ([Double](), [Double](), [Bool]())
        var isNext = false
        for row in beats.rows {
            guard let end = Double(row[0]), end >= start, end < start + 300 else { continue }
            let isNormal = row[2] == "1"
            if isNormal {
                ends.append(end)
                intervals.append(try #require(Double(row[1])))
                follows.append(isNext && ends.count > 1)
            }
            isNext = isNormal
        }
        return NNIntervals(
            endSeconds: ends, milliseconds: intervals, followsPrevious: follows,
            beatsTotal: ends.count)
    }
}

/// A table of comma-separated values with a line of names.
private struct Table {
    let names: [Substring]
    let rows: [[Substring]]

    init(_ file: URL) throws {
        let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
        names = lines[0].split(separator: ",", omittingEmptySubsequences: false)
        rows = lines.dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
    }

    func column(_ name: String) throws -> Int {
        try #require(names.firstIndex { $0 == name })
    }
}
