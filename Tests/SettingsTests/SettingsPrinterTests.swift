import Foundation
import Testing

@testable import Settings

struct SettingsPrinterTests {
    /// Without the rules' thresholds and the comments' column.
    private func narrow(_ text: String) -> String {
        let keys = Set(InsightThreshold.all.map(\.key))
        return text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line in
            let key = line.split(separator: ":").first.map { $0.drop { $0 == " " } }
            if let key, keys.contains(String(key)) { return nil }
            guard let mark = line.range(of: " # ") else { return String(line) }
            var setting = line[..<mark.lowerBound]
            while setting.last == " " { setting.removeLast() }
            return setting + "  # " + line[mark.upperBound...]
        }.joined(separator: "\n")
    }

    @Test func defaultsArePrintedWithTheirOrigin() throws {
        #expect(
            narrow(try loadWithoutFile().printed) == """
                agent:
                  name: healthypi  # default
                  person: default  # default
                  state: /home/anna/.local/state/healthypi  # default
                  time_zone: system  # default
                sources:
                  - name: source1  # default
                    device: auto  # default
                    board: auto  # default
                    calibration: none  # default
                recording:
                  enabled: false  # default
                  folder: /home/anna/.local/state/healthypi/recordings  # default
                  rotate_mib: 256  # default
                  rotate_hours: 24  # default
                  sync_s: 1  # default
                publish:
                  broker: none  # default
                  login: none  # default
                  authority: none  # default
                  ceiling: confidential  # default
                  home_assistant: none  # default
                  drain_s: 30  # default
                insights:
                  break_minutes: 5  # default
                  after_minutes: 60  # default
                  reminders_max: 4  # default
                  trend_hours: 3  # default
                page:
                  metrics: none  # default
                  metrics_measured: false  # default
                security:
                  mode: standard  # default
                  tokens: signed  # default
                  history: ask  # default
                  seal_store: false  # default
                  trust_clock: false  # default
                  identity: none  # default
                  approval_s: 900  # default
                  erase_quorum: 1  # default

                """)
    }

    @Test func everyPlaceIsNamed() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "agent: {person: \"12\"}\nsources:\n- device: i2c:1:0x4a\n"
                + "  calibration: [{counts: -5, microsiemens: 0.5}, {counts: 1e3, microsiemens: 2.5}]\n"
        )
        let text = try SettingsLoader(
            commandLine: [
                SettingsArgument(option: "--record", key: "recording.enabled", value: "true")
            ],
            environment: ["HEALTHYPI_AGENT_STATE": "/s"], filePath: file, boards: boards,
            surroundings: .desk()
        ).load().printed.replacingOccurrences(of: file, with: "FILE")
        #expect(
            narrow(text) == """
                agent:
                  name: healthypi  # default
                  person: "12"  # FILE, line 1
                  state: /s  # HEALTHYPI_AGENT_STATE
                  time_zone: system  # default
                sources:
                  - name: source1  # default
                    device: i2c:1:0x4a  # FILE, line 3
                    board: auto  # default
                    calibration:  # FILE, line 4
                      - counts: -5
                        microsiemens: 0.5
                      - counts: 1000
                        microsiemens: 2.5
                recording:
                  enabled: true  # --record
                  folder: /s/recordings  # default
                  rotate_mib: 256  # default
                  rotate_hours: 24  # default
                  sync_s: 1  # default
                publish:
                  broker: none  # default
                  login: none  # default
                  authority: none  # default
                  ceiling: confidential  # default
                  home_assistant: none  # default
                  drain_s: 30  # default
                insights:
                  break_minutes: 5  # default
                  after_minutes: 60  # default
                  reminders_max: 4  # default
                  trend_hours: 3  # default
                page:
                  metrics: none  # default
                  metrics_measured: false  # default
                security:
                  mode: standard  # default
                  tokens: signed  # default
                  history: ask  # default
                  seal_store: false  # default
                  trust_clock: false  # default
                  identity: none  # default
                  approval_s: 900  # default
                  erase_quorum: 1  # default

                """)
    }

    /// Walks all keys: what is printed is a file that gives the same, also where it is not the
    /// default.
    @Test(arguments: ["", everything])
    func whatIsPrintedReadsBack(_ text: String) throws {
        let loaded = try load(text)
        let again = try load(loaded.printed)
        #expect(again.settings == loaded.settings)
        #expect(again.origins.keys == loaded.origins.keys)
        #expect(!again.origins.values.contains(.standard))
    }

    @Test(arguments: [
        "no", "12", "1:30", "2026-01-01", "~", "null", "<<", "=", "-", "a: b", "a #b", "'a", "\"",
        "\\", "a &b", "*b", "!c", "? d", "[e", "{f}", "|", ">", "%", "`", "@x", " x ", "Zoë", "名",
        "a:", ":a", "x,y", "- x", "true", "0x1F", "1_000", ".5", "----", "a \"quoted\" b",
    ])
    func everyTextReadsBack(_ person: String) throws {
        let argument = SettingsArgument(option: "--person", key: "agent.person", value: person)
        let loaded = try loadWithoutFile(commandLine: [argument])
        #expect(loaded.settings.agent.person == person)
        #expect(try load(loaded.printed).settings.agent.person == person)
    }

    @Test func loginIsNotPrinted() throws {
        let loaded = try load("publish: {broker: \"tls://me:hu@sh@hub:4222\"}")
        #expect(loaded.settings.publish.broker == "tls://me:hu@sh@hub:4222")
        #expect(loaded.printed.contains("  broker: tls://hub:4222"))
        #expect(loaded.printed.contains(", line 1, login not shown\n"))
        #expect(
            !loaded.printed.contains("hu@sh") && !loaded.printed.contains("me@")
                && !loaded.printed.contains("//me"))
    }
}
