/// A pulse seen by a phone camera, and RR intervals of a chest strap over the same time.
struct PhoneCase {
    static let rate = 30.0

    let record: String
    let signal: Signal
    let rrMilliseconds: [Double]

    static func all(_ folder: DataFolder) -> [PhoneCase] {
        let set = "ppg/welltory"
        return (folder.records(of: set, endingIn: ".ppg.csv") ?? []).compactMap { name in
            guard let frames = NumberTable(folder.path(set, name + ".ppg.csv")),
                let strap = NumberTable(folder.path(set, name + ".rr_ms.csv"))
            else { return nil }
            return PhoneCase(
                record: name,
                signal: Signal(
                    id: "\(set)/\(name)", rate: rate,
                    samples: even(frames.column(0), frames.column(1))),
                rrMilliseconds: strap.column(0))
        }
    }

    /// Red light at even times, upright: blood takes light away, so it is turned over. Frames come
    /// unevenly, up to 0.6 s apart; between them lies a straight line.
    private static func even(_ milliseconds: [Double], _ red: [Double]) -> [Double] {
        guard let first = milliseconds.first, let last = milliseconds.last else { return [] }
        var frame = 0
        return stride(from: first, through: last, by: 1_000 / rate).map { time in
            while frame + 2 < milliseconds.count, milliseconds[frame + 1] < time { frame += 1 }
            let step = milliseconds[frame + 1] - milliseconds[frame]
            let share = step > 0 ? min(1, max(0, (time - milliseconds[frame]) / step)) : 0
            return -(red[frame] + share * (red[frame + 1] - red[frame]))
        }
    }
}
