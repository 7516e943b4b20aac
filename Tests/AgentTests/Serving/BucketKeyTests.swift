import Foundation
import TestKit
import Testing
import Trust

@testable import Agent

@Suite struct BucketKeyTests {
    @Test func aForgottenKeyOpensNothingAnyMore() throws {
        let folder = try TemporaryFolder()
        let seal = try BucketKey.readOrMake(in: folder.path)
        let sealed = try seal.seal([1, 2, 3])
        #expect(try BucketKey.readOrMake(in: folder.path).open(sealed) == [1, 2, 3])
        let file = folder.path + "/bucket.key"
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        // Another name for the same file: what was in it is gone as well.
        let other = folder.path + "/other"
        try FileManager.default.linkItem(atPath: file, toPath: other)
        try BucketKey.forget(in: folder.path)
        #expect(!FileManager.default.fileExists(atPath: file))
        #expect(FileManager.default.contents(atPath: other) == Data(count: 32))
        let fresh = try BucketKey.readOrMake(in: folder.path)
        #expect(throws: (any Error).self) { try fresh.open(sealed) }
        try BucketKey.forget(in: folder.path)
        try BucketKey.forget(in: folder.path)
        // A key that cannot be taken away is told, never passed over.
        try FileManager.default.createDirectory(
            atPath: file + "/inside", withIntermediateDirectories: true)
        #expect(throws: (any Error).self) { try BucketKey.forget(in: folder.path) }
    }
}
