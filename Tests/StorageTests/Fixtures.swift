import Foundation
import Publishing
import Storage

/// A folder that goes with the test.
final class TemporaryFolder {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.path + "/store-\(UUID().uuidString)"
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

let testInstance = Instance(
    uuid: "00000000-0000-4000-8000-000000000000", pseudonymKey: Array(0..<32),
    createdMilliseconds: 7)

func openStore(
    _ directory: String, codec: any PayloadCodec = PlainCodec(), keepsForBroker: Bool = true
) throws(StorageError) -> Store {
    try Store(
        directory: directory, codec: codec, keepsForBroker: keepsForBroker,
        newInstance: { testInstance }, now: { 42 })
}

func event(_ sequence: UInt64) -> OutgoingEvent {
    OutgoingEvent(
        sequence: sequence, id: "01TEST\(sequence)", subject: "health.events.write.x.internal.hr",
        type: "io.healthypi.event.hr.v1", timeMilliseconds: Int64(sequence) * 10,
        payload: Array("{\"n\":\(sequence)}".utf8))
}

/// Seals by turning the bytes round.
struct ReversingCodec: PayloadCodec {
    var name: String { "reversed" }
    func seal(_ payload: [UInt8]) -> [UInt8] { payload.reversed() }
    func open(_ sealed: [UInt8]) -> [UInt8] { sealed.reversed() }
}
