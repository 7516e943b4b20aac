import Agent
import Foundation
import Storage
import TestKit
import Testing

/// A person's baseline shown, exported and erased through the program.
@Suite struct BaselineCommandTests {
    /// A state directory with a baseline of 30 days and 12 answers of the person `default`.
    private struct Kept {
        let folder: TemporaryFolder
        var state: String { folder.path + "/state" }

        init(days: Int = 30) throws {
            folder = try TemporaryFolder()
            let store = try openStore()
            let person = PersonalRecords.pseudonym(of: "default", in: store)
            let rows = (0..<days).map { day in
                StoredBaselineRow(
                    measure: "restingLnRMSSD", day: 20_000 + day, part: 2, minute: 300,
                    value: 3.4 + 0.2 * Double(day % 3), usable: 1, weight: 1, lastMinute: 300)
            }
            try store.keep(baseline: rows, person: person)
            let answers = (0..<12).map { index in
                StoredAnswer(
                    event: "e\(index)", kind: "stationary",
                    word: index % 4 == 0 ? "accepted" : "not_helpful",
                    timeMilliseconds: Int64(index), probability: 0.85)
            }
            try store.keep(answers: answers, person: person)
        }

        func openStore() throws -> Store {
            try Store(
                directory: state, keepsForBroker: false,
                newInstance: {
                    Instance(
                        uuid: "00000000-0000-4000-8000-000000000000", pseudonymKey: Array(0..<32),
                        createdMilliseconds: 7)
                }, now: { 42 })
        }

        /// Rows of each, oldest first.
        func tombstones() throws -> [Int64] {
            try Store(reading: state).tombstones(of: "baseline").map(\.rows)
        }

        func baseline(_ arguments: String...) throws -> Program.Outcome {
            try Program("healthypi-agent", ["baseline"] + arguments + ["--state", state]).finish()
        }
    }

    @Test func whatIsUsualIsShown() throws {
        let kept = try Kept()
        let shown = try kept.baseline("show")
        #expect(shown.status == 0, "\(shown.errors)")
        // exp(3.6) = 36.6 ms; SD 0.166 09: 31.0 to 43.2 ms. Day 20 029 is 2024-11-02.
        #expect(
            shown.lines.first
                == "restingLnRMSSD: usual 36.6 ms at 05:00, range 31.0 to 43.2 ms of 30 days; 30 "
                + "days to 2024-11-02")
        #expect(
            shown.lines.last?.hasPrefix("stationary: 12 answers, 3 yes; your answers moved 0.85")
                == true)
        let json = try JSONObject(try kept.baseline("--json").text)
        let measure = try #require(json.objects("measures").first)
        expect(measure.number("usual") ?? 0, isClose: exp(3.6), within: 1e-6)
        #expect(measure.number("range_days") == 30 && measure.isNull("reason"))
        #expect(json.objects("answers").first?.number("n") == 12)
        let other = try kept.baseline("show", "--person", "somebody")
        #expect(other.status == 0 && other.text == "No baseline of this person yet.\n")
    }

    @Test func aNewPersonHasNoNorm() throws {
        let kept = try Kept(days: 2)
        let shown = try kept.baseline("show")
        #expect(shown.lines.first?.hasSuffix("not enough days yet: found 2, needed 14") == true)
        let json = try JSONObject(try kept.baseline("show", "--json").text)
        let measure = try #require(json.objects("measures").first)
        #expect(measure.isNull("usual") && measure.isNull("range"))
        #expect(measure.text("reason") == "not enough days yet: found 2, needed 14")
    }

    @Test func everyRowIsExported() throws {
        let kept = try Kept()
        let table = try kept.baseline("export")
        #expect(table.status == 0 && table.lines.count == 31)
        #expect(table.lines[0] == "measure,day,minute,value,usable,weight,last_minute")
        #expect(table.lines[1] == "restingLnRMSSD,2024-10-04,300.0,3.4,1.0,1.0,300")
        let json = try JSONObject(try kept.baseline("export", "--json").text)
        #expect(json.objects("rows").count == 30 && json.objects("answers").count == 12)
        #expect(json.text("person")?.count == 32)
    }

    @Test func erasingAsksAndErases() throws {
        let kept = try Kept()
        let asked = try kept.baseline("erase")
        #expect(asked.status == 2)
        #expect(asked.errors.contains("Add --yes to erase"))
        #expect(try kept.baseline("export").lines.count == 31)
        let erased = try kept.baseline("erase", "--yes")
        #expect(erased.status == 0, "\(erased.errors)")
        #expect(erased.text == "Erased 42 rows of the baseline and the answers.\n")
        #expect(try kept.baseline("show").text == "No baseline of this person yet.\n")
        #expect(try kept.baseline("erase", "--yes", "--json").text == "{\n  \"erased\" : 0\n}\n")
        #expect(try kept.tombstones() == [42, 0])
        // Where an agent of a realm has run, an approver decides.
        _ = try kept.folder.write("{}", to: "state/revocations.json")
        let refused = try kept.baseline("erase", "--yes")
        #expect(refused.status == 77)
        #expect(
            refused.errors.contains(
                "is in a realm, where an approver decides on erasing a baseline. Start it and ask"))
        #expect(try kept.tombstones().count == 2)
    }

    @Test func answersAreForgottenAlone() throws {
        let kept = try Kept()
        #expect(try kept.baseline("reset-answers", "--kind", "trend").text == "Forgot 0 answers.\n")
        let misspelt = try kept.baseline("reset-answers", "--kind", "nonsense")
        #expect(misspelt.status == 2 && misspelt.output.isEmpty)
        #expect(
            misspelt.errors
                == "healthypi-agent: --kind nonsense: there is no such insight. Write one of: "
                + "stationary, arousal, recovery, trend, quality.\n")
        #expect(try kept.baseline("reset-answers").text == "Forgot 12 answers.\n")
        #expect(try kept.baseline("show").lines.count == 1)
    }

    @Test func whatCannotBeDone() throws {
        let folder = try TemporaryFolder()
        for command in ["show", "export", "reset-answers"] {
            let nothing = try Program.run(
                "healthypi-agent", "baseline", command, "--state", folder.path + "/none")
            #expect(nothing.status == 66, "\(command)")
        }
        let path = folder.path + "/none"
        let erase = try Program.run(
            "healthypi-agent", "baseline", "erase", "--yes", "--state", path)
        #expect(erase.status == 66)
        #expect(!FileManager.default.fileExists(atPath: path))
        // While an agent runs.
        let kept = try Kept()
        let running = try kept.openStore()
        #expect(try kept.baseline("erase", "--yes").status == 69)
        #expect(try kept.baseline("show").status == 0)
        withExtendedLifetime(running) {}
    }
}
