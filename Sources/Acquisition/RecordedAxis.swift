import Biosignals
import Recordings

/// Where the records of one session stand on its axis.
struct RecordedAxis: Equatable {
    /// Of sample 0; nil if no record says.
    let start: UTCTime?
    /// For each record its first frame.
    let firstFrames: [Int]

    /// By the counters the recorder noted, which are exact. Where they are missing or speak of
    /// several sessions, by the records' starting times, to the nearest frame after the earliest.
    init(_ records: [WFDBHeader]) {
        let counted = records.compactMap(\.firstFrame)
        let sessions = Set(records.map(\.sessionStart))
        if counted.count == records.count, sessions.count == 1, let session = sessions.first {
            start = session
            firstFrames = counted
            return
        }
        let earliest = records.compactMap(\.start).min()
        start = earliest
        firstFrames = records.map { record in
            guard let earliest, let own = record.start else { return 0 }
            let late = own.millisecondsSince1970 - earliest.millisecondsSince1970
            return Int(min((Double(late) / 1_000 * record.rate.value).rounded(), 1e12))
        }
    }
}
