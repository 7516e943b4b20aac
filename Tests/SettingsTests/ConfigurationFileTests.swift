import Foundation
import Testing

@testable import Settings

struct ConfigurationFileTests {
    private func message(_ file: String) -> (text: String, isNotPermitted: Bool)? {
        do throws(SettingsError) {
            _ = try SettingsLoader(
                environment: [:], filePath: file, boards: boards, surroundings: .desk()
            ).load()
            return nil
        } catch {
            return (
                error.description.replacingOccurrences(of: file, with: "FILE"),
                error.isNotPermitted
            )
        }
    }

    @Test(arguments: [0o620, 0o602, 0o666])
    func writableByOthersIsRefused(_ mode: Int) throws {
        let folder = try TemporaryFolder()
        let said = try message(folder.write(Array("agent:".utf8), mode: mode))
        #expect(
            said?.text
                == "FILE: others than its owner may write to it (mode 0\(String(mode, radix: 8))), "
                + "and it decides where health data goes. Close it: chmod go-w.")
        #expect(said?.isNotPermitted == true)
    }

    @Test func readableByOthersIsTaken() throws {
        let folder = try TemporaryFolder()
        #expect(try message(folder.write(Array("agent:".utf8), mode: 0o644)) == nil)
    }

    @Test func anotherUsersFileIsRefused() {
        #expect(throws: ConfigurationFileError.ownedByAnother) {
            try ConfigurationFile.checkTrust(mode: 0o644, owner: 1_001, user: 1_000)
        }
        #expect(throws: Never.self) {
            try ConfigurationFile.checkTrust(mode: 0o644, owner: 0, user: 1_000)
            try ConfigurationFile.checkTrust(mode: 0o600, owner: 1_000, user: 1_000)
        }
        #expect(
            ConfigurationFileError.ownedByAnother.text
                == "it belongs to another user, who could redirect health data. Give it to root or "
                + "to the user who runs this: chown.")
        #expect(
            ConfigurationFileError.notReadable.text
                == "permission denied. Let this user read it: chgrp healthypi and chmod 0640.")
        #expect(
            ConfigurationFileError.unreadable(cause: "Input/output error").text
                == "it cannot be read: Input/output error.")
    }

    @Test func loginNeedsAFileThatOthersCannotRead() throws {
        let text = "publish: {broker: 'nats://me:hush@hub'}"
        #expect(try problems(text, mode: 0o600) == [])
        #expect(
            try problems(text, mode: 0o640) == [
                "publish.broker (FILE, line 1, column 19): the address holds a login, and others can read this file. Close it: chmod 0600."
            ])
    }

    @Test func directoriesAndPipesAreNoFiles() throws {
        let folder = try TemporaryFolder()
        #expect(
            message(folder.path)?.text == "FILE: it is not a file. Name a YAML file with --config.")
        let pipe = folder.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(message(pipe)?.text == "FILE: it is not a file. Name a YAML file with --config.")
    }

    @Test func otherThanUTF8IsRefused() throws {
        let folder = try TemporaryFolder()
        let said = try message(folder.write([0x61, 0x3A, 0x20, 0xE9, 0x0A]))
        #expect(said?.text == "FILE: it is not UTF-8 text. Save it as UTF-8.")
        let wide: [UInt8] = [0xFF, 0xFE, 0x61, 0x00]
        #expect(
            try message(folder.write(wide))?.text == "FILE: it is not UTF-8 text. Save it as UTF-8."
        )
    }

    @Test func sizeIsBounded() throws {
        let folder = try TemporaryFolder()
        var bytes = [UInt8](repeating: UInt8(ascii: "#"), count: ConfigurationFile.bytesMax)
        #expect(try message(folder.write(bytes)) == nil)
        bytes.append(UInt8(ascii: "#"))
        #expect(
            try message(folder.write(bytes))?.text
                == "FILE: it is larger than 256 KiB, which no configuration is.")
    }

    @Test func missingFileThatWasNamedIsAnError() {
        #expect(message("/nonexistent/agent.yaml")?.text == "FILE: there is no such file.")
    }
}
