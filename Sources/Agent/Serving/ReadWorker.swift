import EventContract
import Publishing
import Storage

/// The one reader of a service, on a thread of its own: SQLite may block it as long as it likes.
actor ReadWorker {
    private let executor = BlockingExecutor(label: "serving")
    private var desk: ReadDesk

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    init(_ desk: sending ReadDesk) { self.desk = desk }

    func answer(
        _ request: ReadRequest, ceiling: Label, until deadline: Duration
    ) throws(ServiceRefusal) -> [UInt8] {
        try desk.answer(request, ceiling: ceiling, until: deadline)
    }

    func stretch(of request: ReadRequest) throws(ServiceRefusal) -> Int64 {
        try desk.stretch(of: request)
    }

    func baseline() throws -> (person: String, rows: [StoredBaselineRow]) {
        try desk.baseline()
    }

    func newestSequence() -> UInt64? { desk.newestSequence() }
}
