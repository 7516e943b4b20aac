import Foundation
import TestKit
import Testing

/// Every capture in hardware/ still becomes the table beside it, through the installed program.
@Suite struct CaptureTests {
    private static let hardware = packageRoot() + "/hardware"

    /// `simulated_healthypi5.bin`, without the extension.
    static let captures: [String] = {
        let files = FileManager.default.enumerator(atPath: hardware)?.compactMap { $0 as? String }
        return (files ?? []).filter { $0.contains("/captures/") && $0.hasSuffix(".bin") }
            .map { String($0.dropLast(4)) }.sorted()
    }()

    @Test func thereAreCapturesOfEachKindOfBoard() {
        #expect(Self.captures.count >= 8)
    }

    @Test(arguments: captures)
    func aCaptureDecodesToTheTableBesideIt(_ capture: String) throws {
        let path = Self.hardware + "/" + capture
        let board = try #require(path.split(separator: "_").last.map(String.init))
        let decoded = try Program.run(
            "healthypi-agent", "decode", path + ".bin", "--board", board)
        #expect(decoded.status == 0, "\(decoded.errors)")
        let expected = try Data(contentsOf: URL(fileURLWithPath: path + ".csv"))
        #expect(decoded.output == expected)
    }

    /// Frames that only one board sends need no word of the user.
    @Test(arguments: captures.filter { !$0.contains("breakouts") })
    func theBoardIsFoundOut(_ capture: String) throws {
        let path = Self.hardware + "/" + capture
        let board = try #require(path.split(separator: "_").last.map(String.init))
        let decoded = try Program.run("healthypi-agent", "decode", path + ".bin")
        #expect(decoded.errors.contains("board \(board), "), "\(decoded.errors)")
        #expect(decoded.output == (try Data(contentsOf: URL(fileURLWithPath: path + ".csv"))))
    }

    @Test func aCaptureIsARecordingLikeAnyOther() throws {
        let outcome = try Program.run(
            "healthypi-agent", "beats",
            Self.hardware + "/healthypi5/captures/simulated_healthypi5.bin")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines.first == "sample,time_s,quality")
        #expect(outcome.lines.count >= 4)
    }

    @Test func bytesOfNoBoardAreSaidToBeThat() throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 4)
        let noise = Data((0..<5_000).map { _ in UInt8.random(in: 0...255, using: &generator) })
        let path = try folder.write(noise, to: "noise.bin")
        let outcome = try Program.run("healthypi-agent", "decode", path)
        #expect(outcome.status == 65)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("--board"))
        #expect(try Program.run("healthypi-agent", "decode", folder.path + "/none").status == 66)
    }

    @Test func aFrameThatSeveralBoardsSendAsksForTheBoard() throws {
        let outcome = try Program.run(
            "healthypi-agent", "decode",
            Self.hardware + "/breakouts/captures/simulated_ads1292r.bin")
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("--board: ads1292r"))
    }
}
