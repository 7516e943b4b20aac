import Foundation
import Publishing
import Storage
import Testing

@Suite struct StoreCodecTests {
    @Test func whatIsOnDiskIsSealedAndOpensAgain() throws {
        let folder = TemporaryFolder()
        let secret = Array("a very recognisable payload".utf8)
        let sealed = OutgoingEvent(
            sequence: 1, id: "a", subject: "s", type: "t", timeMilliseconds: 0, payload: secret)
        do {
            let store = try openStore(folder.path, codec: ReversingCodec())
            try store.append([sealed])
            #expect(try store.event(id: "a") == sealed)
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let bytes = try Data(contentsOf: URL(filePath: folder.path + "/" + name))
            #expect(bytes.range(of: Data(secret)) == nil)
        }
        let unkeyed = try openStore(folder.path)
        #expect(throws: StorageError.codecUnknown(name: "reversed")) {
            try unkeyed.event(id: "a")
        }
    }

    @Test func rowsOfTwoCodecsLiveInOneTable() throws {
        let folder = TemporaryFolder()
        do { try openStore(folder.path).append([event(1)]) }
        let store = try openStore(folder.path, codec: ReversingCodec())
        try store.append([event(2)])
        #expect(try store.events(after: 0, limit: 9) == [event(1), event(2)])
    }
}
