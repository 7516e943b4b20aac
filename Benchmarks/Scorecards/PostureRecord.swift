import Biosignals
import Foundation
import Sedentary

/// One visit of `activpal`: events of posture and steps, and when it was worn by somebody awake.
struct PostureRecord {
    struct Minute {
        let steps: Double
        let steppingSeconds: Double
    }

    let visit: String
    let events: [PostureBouts.Event]
    let windows: [ClosedRange<Double>]
    /// Whole minutes inside the windows, each window's together.
    let days: [[Minute]]

    static func all(in folder: DataFolder) -> [PostureRecord]? {
        let set = "sedentary/activpal"
        guard let names = folder.records(of: set, endingIn: ".events.csv"),
            let awake = log(folder.path(set, "log.bed.csv")),
            let worn = log(folder.path(set, "log.on.off.csv"))
        else { return nil }
        return names.compactMap { name in
            let visit = "visit" + (name.split(separator: "_").last ?? "")
            guard let table = NumberTable(folder.path(set, name + ".events.csv")) else {
                return nil
            }
            return PostureRecord(
                visit: visit, rows: table.rows, awake: awake[visit] ?? [], worn: worn[visit] ?? [])
        }
    }

    init(
        visit: String, rows: [[Double?]], awake: [ClosedRange<Double>], worn: [ClosedRange<Double>]
    ) {
        self.visit = visit
        let first = (rows.first?[0] ?? 0) * 86_400
        var (events, minutes) = ([PostureBouts.Event](), [Int: (steps: Double, seconds: Double)]())
        for row in rows {
            guard let count = row[1], let length = row[2], let kind = row[3]
            else { continue }
            let start = count / 10
            events.append(
                PostureBouts.Event(
                    start: Seconds(start), duration: Seconds(length), isSedentary: kind == 0))
            if kind == 2, length > 0 {
                var minute = Int(start / 60)
                while Double(minute) * 60 < start + length {
                    let overlap =
                        min(start + length, Double(minute + 1) * 60)
                        - max(start, Double(minute) * 60)
                    minutes[minute, default: (0, 0)].seconds += overlap
                    minutes[minute, default: (0, 0)].steps += 2 * overlap / length
                    minute += 1
                }
            }
        }
        self.events = events
        let last = (events.last.map { $0.start.value + $0.duration.value }) ?? 0
        windows = awake.flatMap { day in
            worn.compactMap { span in
                let low = max(day.lowerBound, span.lowerBound) - first
                let high = min(day.upperBound, span.upperBound) - first
                return low < high && high > 0 && low < last
                    ? max(0, (low * 10).rounded() / 10)...min(last, (high * 10).rounded() / 10)
                    : nil
            }
        }.sorted { $0.lowerBound < $1.lowerBound }
        days = windows.map { window in
            (Int((window.lowerBound / 60).rounded(.up))..<Int(window.upperBound / 60)).map {
                Minute(steps: minutes[$0]?.steps ?? 0, steppingSeconds: minutes[$0]?.seconds ?? 0)
            }
        }
    }

    /// Spans by visit, seconds since 1899-12-30; the logs spell `visit 2` both ways.
    private static func log(_ path: String) -> [String: [ClosedRange<Double>]]? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        var spans: [String: [ClosedRange<Double>]] = [:]
        for line in text.split(whereSeparator: \.isNewline).dropFirst() {
            let fields = line.split(separator: ",").map(String.init)
            guard fields.count == 15 else { continue }
            let numbers = fields[3...].compactMap(Int.init)
            guard numbers.count == 12 else { continue }
            let visit = fields[1].filter { $0 != " " }
            let (start, end) = (seconds(Array(numbers[..<6])), seconds(Array(numbers[6...])))
            if start < end { spans[visit, default: []].append(start...end) }
        }
        return spans
    }

    /// Month, day, year, hour, minute, second.
    private static func seconds(_ parts: [Int]) -> Double {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? .current
        let date = calendar.date(
            from: DateComponents(
                year: parts[2], month: parts[0], day: parts[1], hour: parts[3], minute: parts[4],
                second: parts[5]))
        let epoch = calendar.date(from: DateComponents(year: 1899, month: 12, day: 30))
        guard let date, let epoch else { return 0 }
        return date.timeIntervalSince(epoch)
    }
}
