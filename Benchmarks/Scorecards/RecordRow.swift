/// One entrant's score of one record.
struct RecordRow: Encodable {
    let task: String
    let record: String
    let entrant: String
    let reference: Int
    let missed: Int
    let extra: Int
    let f1: Double
    let f1Within50ms: Double
    let errorMedianMilliseconds: Double
    let errorSDMilliseconds: Double
}
