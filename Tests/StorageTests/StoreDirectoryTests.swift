import Foundation
import Storage
import Testing

@Suite struct StoreDirectoryTests {
    private func mode(_ path: String) -> mode_t {
        var status = stat()
        #expect(stat(path, &status) == 0)
        return status.st_mode & 0o777
    }

    @Test func onlyItsOwnerMayLook() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder.path + "/deep/er")
        try store.append([event(1)])
        #expect(mode(folder.path + "/deep/er") == 0o700)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path + "/deep/er") {
            #expect(mode(folder.path + "/deep/er/" + name) == 0o600, "\(name)")
        }
    }

    @Test func aDirectoryOthersMayWriteIntoIsRefused() throws {
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path, withIntermediateDirectories: false)
        #expect(chmod(folder.path, 0o770) == 0)
        let error = #expect(throws: StorageError.self) { _ = try openStore(folder.path) }
        #expect(
            error?.description
                == "Others may write into the state directory (\(folder.path), mode 770). Close it "
                + "with: chmod 700 \(folder.path)")
    }

    @Test func aFileIsNoDirectory() throws {
        let folder = TemporaryFolder()
        #expect(FileManager.default.createFile(atPath: folder.path, contents: Data()))
        #expect(throws: StorageError.self) { _ = try openStore(folder.path) }
    }

    @Test func twoAgentsCannotShareOne() throws {
        let folder = TemporaryFolder()
        let first = try openStore(folder.path)
        #expect(throws: StorageError.inUse(path: folder.path, process: getpid())) {
            _ = try openStore(folder.path)
        }
        try first.append([event(1)])
        let reader = try Store(reading: folder.path)
        #expect(try reader.events(after: 0, limit: 9) == [event(1)])
        #expect(reader.instance == testInstance)
        #expect(throws: StorageError.self) { try reader.append([event(2)]) }
    }

    @Test func readingWhereNothingIsSaysSo() {
        #expect(throws: StorageError.nothingStored(path: "/nowhere")) {
            _ = try Store(reading: "/nowhere")
        }
    }

    @Test func aDamagedStoreIsNamedAndSetAsideOnlyWhenAsked() throws {
        let folder = TemporaryFolder()
        do { try openStore(folder.path).append([event(1)]) }
        let file = folder.path + "/store.sqlite"
        let noise = Data(repeating: 0xA5, count: 8_192)
        try noise.write(to: URL(filePath: file))
        for suffix in ["-wal", "-shm"] { unlink(file + suffix) }
        #expect(throws: StorageError.damaged(path: file)) { _ = try openStore(folder.path) }
        #expect(try Data(contentsOf: URL(filePath: file)) == noise)
        #expect(try Store.setDamagedAside(directory: folder.path) == file + ".damaged-1")
        #expect(try Data(contentsOf: URL(filePath: file + ".damaged-1")) == noise)
        #expect(try openStore(folder.path).lastSequence == 0)
    }
}
