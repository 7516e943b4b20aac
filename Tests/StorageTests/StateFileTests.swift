import Foundation
import Publishing
import TestKit
import Testing

@testable import Storage

/// Small files beside the store: whole or as they were, and bounded.
@Suite struct StateFileTests {
    private let folder: TemporaryFolder
    private var directory: String { folder.path + "/state" }

    init() throws {
        folder = try TemporaryFolder()
        _ = try Store(
            directory: folder.path + "/state", keepsForBroker: false,
            newInstance: {
                Instance(
                    uuid: "00000000-0000-4000-8000-000000000000", pseudonymKey: Array(0..<32),
                    createdMilliseconds: 7)
            }, now: { 42 })
    }

    private func note(_ text: String) throws -> String {
        let path = folder.path + "/other"
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        return path
    }

    private func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: directory + "/" + name)[
            .posixPermissions] as? Int
    }

    @Test func aFileIsReplacedWhole() throws {
        let file = try StateFile(directory: directory, name: "small", bytesMax: 100)
        #expect(try file.read() == nil)
        try file.replace([1, 2, 3])
        #expect(try file.read() == [1, 2, 3])
        try file.replace([])
        #expect(try file.read() == [])
        #expect(try mode("small") == 0o600)
        // What a crash left of the next one is passed over.
        _ = FileManager.default.createFile(atPath: directory + "/small.new", contents: Data([9]))
        #expect(try file.read() == [])
        try file.replace([4])
        #expect(try file.read() == [4])
        #expect(!FileManager.default.fileExists(atPath: directory + "/small.new"))
    }

    @Test func whatIsTooLargeOrALinkIsRefused() throws {
        let file = try StateFile(directory: directory, name: "small", bytesMax: 3)
        _ = FileManager.default.createFile(
            atPath: directory + "/small", contents: Data([1, 2, 3, 4]))
        #expect(throws: StorageError.self) { try file.read() }
        try FileManager.default.removeItem(atPath: directory + "/small")
        let other = try note("abc")
        try FileManager.default.createSymbolicLink(
            atPath: directory + "/small", withDestinationPath: other)
        #expect(throws: StorageError.self) { try file.read() }
        // Replaced is the link, not what it leads to.
        try file.replace([1])
        #expect(try file.read() == [1])
        #expect(try String(contentsOfFile: other, encoding: .utf8) == "abc")
        #expect(throws: StorageError.self) {
            try StateFile(directory: folder.path + "/nowhere", name: "small", bytesMax: 3)
        }
    }

    @Test func aLogNeverOutgrowsItsRoom() throws {
        let log = try BoundedLog(directory: directory, name: "log.jsonl", bytesMax: 100)
        let again = try BoundedLog(directory: directory, name: "log.jsonl", bytesMax: 100)
        for number in 0..<50 {
            // Two processes' worth of appending to one file.
            try (number % 2 == 0 ? log : again).append(Array("line \(number)".utf8))
        }
        func lines(_ name: String) throws -> [Substring] {
            try String(contentsOfFile: directory + "/" + name, encoding: .utf8).split(
                separator: "\n")
        }
        let kept = try lines("log.jsonl.1") + lines("log.jsonl")
        #expect(kept.map(String.init) == (50 - kept.count..<50).map { "line \($0)" })
        #expect((13...26).contains(kept.count))
        #expect(try mode("log.jsonl") == 0o600)
    }

    @Test func aLogDoesNotFollowALink() throws {
        let other = try note("")
        try FileManager.default.createSymbolicLink(
            atPath: directory + "/log.jsonl", withDestinationPath: other)
        let log = try BoundedLog(directory: directory, name: "log.jsonl", bytesMax: 100)
        #expect(throws: StorageError.self) { try log.append([65]) }
        #expect(try String(contentsOfFile: other, encoding: .utf8) == "")
    }
}
