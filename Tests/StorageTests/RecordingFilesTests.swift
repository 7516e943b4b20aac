import Foundation
import Glibc
import TestKit
import Testing

@testable import Storage

/// A recording's files as a whole: read, destroyed, and written elsewhere.
@Suite struct RecordingFilesTests {
    private let folder: TestKit.TemporaryFolder
    private var path: String { folder.path + "/R" }

    init() throws {
        folder = try TestKit.TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path + "/R/inner", withIntermediateDirectories: true)
        _ = try folder.write("bb", to: "R/b.dat")
        _ = try folder.write(Data(repeating: 5, count: 2_500_000), to: "R/a.dat")
        symlink("/etc/passwd", folder.path + "/R/link")
        symlink(folder.path + "/R", folder.path + "/S")
    }

    @Test func filesAreListedByNameAndReadInPieces() throws {
        let kept = try #require(RecordingFiles(in: folder.path, name: "R"))
        #expect(try kept.files().map(\.name) == ["a.dat", "b.dat"])
        #expect(try kept.files().map(\.bytes) == [2_500_000, 2])
        var pieces: [Int] = []
        try kept.read("a.dat") { pieces.append($0.count) }
        #expect(pieces == [1 << 20, 1 << 20, 2_500_000 - (2 << 20)])
    }

    @Test(arguments: ["", ".", "..", "R/inner", "/R", "X", "S", ".R", "R\0x"])
    func nothingElseIsARecording(_ name: String) {
        #expect(RecordingFiles(in: folder.path, name: name) == nil)
    }

    @Test func destroyedItIsOverwrittenAndGone() throws {
        let kept = try #require(RecordingFiles(in: folder.path, name: "R"))
        // Another name for the same file shows what its blocks hold now.
        #expect(link(path + "/b.dat", folder.path + "/witness") == 0)
        #expect(throws: RecorderError.self) { try kept.destroy() }
        #expect(try kept.files().isEmpty)
        #expect(FileManager.default.contents(atPath: folder.path + "/witness") == Data([0, 0]))
        // Once nothing of another kind is in the way.
        unlink(path + "/link")
        rmdir(path + "/inner")
        try kept.destroy()
        #expect(access(path, F_OK) != 0)
        try kept.destroy()
    }

    @Test func anExportIsThereWholeOrNotAtAll() throws {
        let exports = folder.path + "/exports"
        let first = try ExportFolder(in: exports, name: "E")
        try first.append([1, 2], to: "x")
        #expect(!ExportFolder.isThere(in: exports, name: "E"))
        // A killed run's draft is begun anew.
        let second = try ExportFolder(in: exports, name: "E")
        try second.append([3], to: "x")
        try second.append([4], to: "x")
        try second.finish()
        #expect(ExportFolder.isThere(in: exports, name: "E"))
        #expect(FileManager.default.contents(atPath: exports + "/E/x") == Data([3, 4]))
        #expect(try FileManager.default.contentsOfDirectory(atPath: exports) == ["E"])
        var status = stat()
        #expect(stat(exports + "/E/x", &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(stat(exports + "/E", &status) == 0 && status.st_mode & 0o777 == 0o700)
        #expect(throws: RecorderError.self) { try ExportFolder(in: exports, name: "E") }
    }
}
