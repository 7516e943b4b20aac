import Foundation
import Glibc
import Testing

@testable import Dashboard

/// Where the door is put, and what is not touched there.
struct DoorPlaceTests {
    @Test func aSocketLeftByTheDeadIsReplaced() throws {
        let folder = try privateFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/agent.sock"
        // Bound and closed, never unlinked: what SIGKILL leaves.
        let left = try ListeningPort(path: path)
        left.close()
        #expect(access(path, F_OK) == 0)
        #expect(!DoorSocket.isAnswered(path))
        let place = try DoorPlace(path: path)
        #expect(DoorSocket.isAnswered(path))
        place.end()
        place.listening.close()
    }

    @Test func aSocketOfTheLivingIsNotTaken() throws {
        let folder = try privateFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/agent.sock"
        let first = try DoorPlace(path: path)
        #expect(throws: DoorError.inUse(path)) { try DoorPlace(path: path) }
        #expect(DoorSocket.isAnswered(path))
        first.end()
        first.listening.close()
        // Somebody who knows nothing of our lock is there all the same.
        let other = try ListeningPort(path: path)
        #expect(throws: DoorError.inUse(path)) { try DoorPlace(path: path) }
        other.close()
    }

    @Test func aFileThatIsNoSocketStays() throws {
        let folder = try privateFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/agent.sock"
        try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: DoorError.notASocket(path)) { try DoorPlace(path: path) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("mine".utf8))
    }

    @Test func aFolderThatOthersWriteToIsRefused() throws {
        let folder = try privateFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        chmod(folder, 0o770)
        #expect(throws: DoorError.folderOpenToOthers(folder)) {
            try DoorPlace(path: folder + "/agent.sock")
        }
        #expect(
            DoorError.folderOpenToOthers("/x").description
                == "Others can write to /x: no local socket is put there. Close it with: "
                + "chmod go-w /x")
    }

    @Test func whatCannotBeIsSaid() {
        let long = "/" + String(repeating: "a", count: 103)
        #expect(throws: DoorError.pathTooLong(long)) { try DoorPlace(path: long) }
        #expect(throws: DoorError.noFolder("/nowhere/at/all")) {
            try DoorPlace(path: "/nowhere/at/all/agent.sock")
        }
    }

    @Test func theServicesSocketIsInRun() {
        let service = "/run/healthypi/agent.sock"
        #expect(
            DoorLocation.places(stateDirectory: "/var/lib/healthypi")
                == [service, "/var/lib/healthypi/agent.sock"])
        #expect(DoorLocation.places(stateDirectory: "/home/a/s") == ["/home/a/s/agent.sock"])
        #expect(
            DoorLocation.lookedFor(stateDirectory: "/home/a/s", isNamed: false)
                == ["/home/a/s/agent.sock", service])
        #expect(
            DoorLocation.lookedFor(stateDirectory: "/home/a/s", isNamed: true)
                == ["/home/a/s/agent.sock"])
    }
}
