import Foundation
import TestKit
import Testing

@testable import Storage

@Suite struct DemoFolderTests {
    private let parent: String
    private let place: TestKit.TemporaryFolder

    init() throws {
        place = try TestKit.TemporaryFolder()
        parent = place.path
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: parent).sorted()
    }

    private func make(_ name: String, mode: Int = 0o700, files: [String] = []) throws -> String {
        let path = parent + "/" + name
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true,
            attributes: [.posixPermissions: mode])
        for file in files {
            let text = path + "/" + file
            try FileManager.default.createDirectory(
                atPath: (text as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true)
            try Data("x".utf8).write(to: URL(fileURLWithPath: text))
        }
        return path
    }

    @Test func itIsItsOwnersAloneAndGoesWithEverythingInIt() throws {
        let demo = try DemoFolder(in: parent)
        var status = stat()
        #expect(stat(demo.path, &status) == 0 && status.st_mode & 0o777 == 0o700)
        let deep = demo.path + "/state/recordings/1"
        try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
        try Data("x".utf8).write(to: URL(fileURLWithPath: deep + "/a.dat"))
        demo.remove()
        #expect(try names().isEmpty)
        demo.remove()
    }

    /// What lies behind a link is somebody else's.
    @Test func noLinkIsFollowedOutOfIt() throws {
        let kept = try make("kept", files: ["letter"])
        let demo = try DemoFolder(in: parent)
        #expect(symlink(kept, demo.path + "/away") == 0)
        #expect(symlink(kept + "/letter", demo.path + "/letter") == 0)
        demo.remove()
        #expect(try names() == ["kept"])
        #expect(FileManager.default.fileExists(atPath: kept + "/letter"))
    }

    @Test func aLivingOneStays() throws {
        let living = try DemoFolder(in: parent)
        #expect(DemoFolder.removeAbandoned(in: parent).isEmpty)
        #expect(FileManager.default.fileExists(atPath: living.path))
        withExtendedLifetime(living) {}
    }

    /// A folder whose maker is gone: nobody holds it, whatever process has the number now.
    @Test func aDeadOnesFolderIsRemoved() throws {
        let path: String
        do { path = try DemoFolder(in: parent).path }
        try Data("x".utf8).write(to: URL(fileURLWithPath: path + "/store.sqlite"))
        let living = try DemoFolder(in: parent)
        #expect(DemoFolder.removeAbandoned(in: parent) == [path])
        #expect(try names() == [(living.path as NSString).lastPathComponent])
    }

    /// Killed between making the folder and marking it.
    @Test func anEmptyOneIsRemoved() throws {
        let path = try make("healthypi-agent-demo-AAAAAA")
        #expect(DemoFolder.removeAbandoned(in: parent) == [path])
    }

    @Test func whatIsNoDemonstrationsStays() throws {
        // Of the name, and not marked; open to others; a link; a file; of another name.
        _ = try make("healthypi-agent-demo-photos", files: ["cat.jpg"])
        _ = try make("healthypi-agent-demo-shared", mode: 0o755, files: [DemoFolder.mark])
        let kept = try make("kept", files: [DemoFolder.mark, "letter"])
        #expect(symlink(kept, parent + "/healthypi-agent-demo-linked") == 0)
        try Data().write(to: URL(fileURLWithPath: parent + "/healthypi-agent-demo-afile"))
        _ = try make("demo", files: [DemoFolder.mark])
        let before = try names()
        #expect(DemoFolder.removeAbandoned(in: parent).isEmpty)
        #expect(try names() == before)
        #expect(FileManager.default.fileExists(atPath: kept + "/letter"))
    }

    /// Clearing away that was interrupted is taken up again: the mark goes last.
    @Test func halfOfOneIsRemoved() throws {
        let path = try make(
            "healthypi-agent-demo-BBBBBB", files: [DemoFolder.mark, "state/a", "state/b/c"])
        #expect(DemoFolder.removeAbandoned(in: parent) == [path])
        #expect(try names().isEmpty)
    }

    @Test func wherePathsEndItIsSaid() {
        #expect {
            try DemoFolder(in: parent + "/nowhere")
        } throws: { error in
            "\(error)".hasPrefix(
                "Cannot use the state directory (\(parent)/nowhere): No such file or directory.")
        }
        #expect(DemoFolder.removeAbandoned(in: parent + "/nowhere").isEmpty)
    }

    /// Many at once clear away and make: nobody's is taken from under it.
    @Test func manyAtOnceKeepTheirOwn() async throws {
        let parent = parent
        let held = try await withThrowingTaskGroup(of: DemoFolder.self) { group in
            for _ in 0..<24 {
                group.addTask {
                    DemoFolder.removeAbandoned(in: parent)
                    return try DemoFolder(in: parent)
                }
            }
            return try await group.reduce(into: [DemoFolder]()) { $0.append($1) }
        }
        #expect(
            held.allSatisfy {
                FileManager.default.fileExists(atPath: $0.path + "/" + DemoFolder.mark)
            })
        #expect(Set(held.map(\.path)).count == 24)
        held.forEach { $0.remove() }
        #expect(try names().isEmpty)
    }
}
