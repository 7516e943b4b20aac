import Foundation
import Testing

@testable import Storage

@Suite struct OutputFileTests {
    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test func aPrivateFileIsItsOwnersAlone() throws {
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path, withIntermediateDirectories: false)
        let path = folder.path + "/out"
        let file = try OutputFile(path, .new, isPrivate: true)
        try file.write([1, 2])
        try file.write([3])
        file.close()
        #expect(FileManager.default.contents(atPath: path) == Data([1, 2, 3]))
        #expect(mode(path) == 0o600)
        #expect(chmod(path, 0o644) == 0)
        try OutputFile(path, .replace, isPrivate: true).write([4])
        #expect(FileManager.default.contents(atPath: path) == Data([4]))
        #expect(mode(path) == 0o600)
    }

    @Test func aNewOneIsNeverWrittenOver() throws {
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path, withIntermediateDirectories: false)
        let path = folder.path + "/out"
        try OutputFile(path, .new, isPrivate: false).write([1])
        let failure = #expect(throws: OutputFile.Failure.self) {
            _ = try OutputFile(path, .new, isPrivate: false)
        }
        #expect(failure?.exists == true)
        #expect(failure?.cause == "file exists")
        #expect(FileManager.default.contents(atPath: path) == Data([1]))
    }

    @Test func whatCannotBeWrittenIsSaid() {
        let failure = #expect(throws: OutputFile.Failure.self) {
            try OutputFile("/dev/full", .replace, isPrivate: false).write([1])
        }
        #expect(failure?.cause == "no space left on device")
        #expect(failure?.exists == false)
    }
}
