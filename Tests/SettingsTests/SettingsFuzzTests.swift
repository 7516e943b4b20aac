import Foundation
import TestKit
import Testing

@testable import Settings

struct SettingsFuzzTests {
    /// Bytes changed, removed, doubled and moved: settings or sentences, never a crash, and what is
    /// taken is within its ranges, which printing and reading back proves.
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func mutatedFilesNeverCrash(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        // Without the thresholds, which are alike.
        let cut = everything.range(of: "  stationary_on")?.lowerBound
        let original = Array(everything[..<(cut ?? everything.endIndex)].utf8)
        let signs = Array("#&*!?|>%@`\"'[]{}:,-\n\t 0179eE.~<=\\\u{85}".utf8)
        var (taken, refused) = (0, 0)
        for _ in 0..<600 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...2, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes[place] = signs.randomElement(using: &generator) ?? 0
                case 2: bytes.remove(at: place)
                case 3: bytes.insert(signs.randomElement(using: &generator) ?? 0, at: place)
                default:
                    let end = min(bytes.count, place + Int.random(in: 1...40, using: &generator))
                    bytes.insert(contentsOf: bytes[place..<end], at: 0)
                }
            }
            guard let text = String(validating: bytes, as: UTF8.self) else { continue }
            let file = ConfigurationFile(path: "f", text: text, isReadableByOthers: false)
            var taker = FileTaker(
                file, boards: boards,
                draft: SettingsDraft(AgentSettings(stateDirectory: "/state")))
            taker.take()
            if taker.draft.problems.isEmpty { taken += 1 } else { refused += 1 }
            #expect(taker.draft.problems.allSatisfy { !$0.description.contains("\n") })
            let printed = LoadedSettings(
                settings: taker.draft.settings, origins: taker.draft.origins
            ).printed
            var again = FileTaker(
                ConfigurationFile(path: "f", text: printed, isReadableByOthers: false),
                boards: boards, draft: SettingsDraft(AgentSettings(stateDirectory: "/other")))
            again.take()
            #expect(again.draft.problems.isEmpty)
            // A login, which an @ makes of the address, is not printed.
            if taker.draft.settings.publish.broker?.contains("@") != true {
                #expect(again.draft.settings.publish == taker.draft.settings.publish)
            }
            #expect(again.draft.settings.agent == taker.draft.settings.agent)
        }
        // A test in which nothing is taken, or everything, would test one half only.
        #expect(taken > 20 && refused > 100)
    }

    @Test(arguments: [UInt64(11), 12])
    func garbageNeverCrashes(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let words = [
            "agent", "sources", ":", " ", "\n", "- ", "{", "}", "[", "]", "\"", "'", ",", "#", "&a",
            "*a", "!", "?", "|", ">", "name", "1", "true", "\t", "  ", "é", "%", "---", "...", "\\",
        ]
        for _ in 0..<2_000 {
            let count = Int.random(in: 0..<60, using: &generator)
            let text = (0..<count).map { _ in words.randomElement(using: &generator) ?? "" }
                .joined()
            _ = try? YAMLReader.read(text)
        }
    }
}
