import Testing

@testable import Settings

struct SettingsLoaderTests {
    @Test func withoutAnythingTheDefaultsHold() throws {
        let loaded = try loadWithoutFile()
        #expect(
            loaded.settings
                == AgentSettings(stateDirectory: "/home/anna/.local/state/healthypi"))
        #expect(
            loaded.settings.recording.folder == "/home/anna/.local/state/healthypi/recordings")
        #expect(loaded.settings.sources == [SourceSettings(name: "source1")])
        #expect(loaded.origins.values.allSatisfy { $0 == .standard })
    }

    @Test func fileSetsEveryKey() throws {
        let loaded = try load(everything)
        let settings = loaded.settings
        #expect(settings.agent.name == "bench-1")
        #expect(settings.agent.person == "anna")
        #expect(settings.agent.stateDirectory == "/srv/healthypi")
        #expect(
            settings.sources == [
                SourceSettings(
                    name: "chest", device: .path("/dev/ttyACM0"), board: "healthypi5"),
                SourceSettings(
                    name: "finger", device: .i2c(bus: 1, address: 0x49), board: "tinygsr",
                    calibration: ConductanceCalibration(
                        .init(counts: 212, microsiemens: 2),
                        .init(counts: 1_480.5, microsiemens: 10))),
            ])
        #expect(settings.recording.isEnabled)
        #expect(settings.recording.folder == "/srv/recordings")
        #expect(settings.recording.rotateMebibytes == 64)
        #expect(settings.recording.rotateHours == 0.5)
        #expect(settings.recording.syncSeconds == 0.25)
        #expect(settings.publish.broker == "nats://hub.local:4222")
        #expect(settings.publish.login == "/etc/healthypi/login")
        #expect(settings.publish.authority == "/etc/healthypi/ca.crt")
        #expect(settings.security.sealsStore)
        #expect(settings.publish.ceiling == .internal)
        #expect(settings.publish.drainSeconds == 5)
        #expect(settings.insights.breakMinutes == 10)
        #expect(settings.insights.afterMinutes == 45.5)
        #expect(settings.insights.remindersMax == 2)
        #expect(settings.insights.trendHours == 6)
        // A key that this test forgets would keep its default and its origin.
        #expect(
            !loaded.origins.filter { $0.key != "sources[0].calibration" }.values.contains(.standard)
        )
    }

    /// Command line over environment over file over default: all eight cases of one key.
    @Test(arguments: 0..<8)
    func precedence(of places: Int) throws {
        let (isInFile, isInEnvironment, isArgued) =
            (places & 1 != 0, places & 2 != 0, places & 4 != 0)
        let loaded = try load(
            isInFile ? "publish: {drain_s: 1}" : "",
            commandLine: isArgued
                ? [SettingsArgument(option: "--drain", key: "publish.drain_s", value: "3")] : [],
            environment: isInEnvironment ? ["HEALTHYPI_AGENT_PUBLISH_DRAIN_S": "2"] : [:])
        let expected = isArgued ? 3.0 : isInEnvironment ? 2 : isInFile ? 1 : 30
        #expect(loaded.settings.publish.drainSeconds == expected)
        switch loaded.origins["publish.drain_s"] {
        case .commandLine(option: "--drain"): #expect(isArgued)
        case .environment(variable: "HEALTHYPI_AGENT_PUBLISH_DRAIN_S"):
            #expect(!isArgued && isInEnvironment)
        case .file(_, line: 1, column: 20): #expect(places == 1)
        case .standard: #expect(places == 0)
        default: Issue.record("an origin nobody expects")
        }
    }

    @Test func everyKeyCanBeSetInTheEnvironment() throws {
        let file = try load(everything).settings
        let values = [
            "agent.name": "bench-1", "agent.person": "anna", "agent.state": "/srv/healthypi",
            "agent.time_zone": "Europe/Berlin",
            "recording.enabled": "true", "recording.folder": "/srv/recordings",
            "recording.rotate_mib": "64", "recording.rotate_hours": "0.5",
            "recording.sync_s": "0.25", "publish.broker": "nats://hub.local:4222",
            "publish.login": "/etc/healthypi/login", "security.seal_store": "true",
            "security.mode": "sensitive", "security.tokens": "plain",
            "security.history": "never", "security.trust_clock": "true",
            "security.identity": "/etc/healthypi/identity", "security.approval_s": "600",
            "security.erase_quorum": "2",
            "publish.authority": "/etc/healthypi/ca.crt",
            "publish.home_assistant": "confidential", "page.metrics": "127.0.0.1:9464",
            "page.metrics_measured": "true",
            "publish.ceiling": "internal", "publish.drain_s": "5", "insights.break_minutes": "10",
            "insights.after_minutes": "45.5", "insights.reminders_max": "2",
            "insights.trend_hours": "6",
            "insights.stationary_on": "false",
            "insights.stationary_break_steps": "67.5",
            "insights.stationary_sitting_probability": "0.9",
            "insights.stationary_usable_min": "0.75",
            "insights.stationary_steps_age_minutes": "750",
            "insights.stationary_contradicting_steps": "50125",
            "insights.trend_on": "false",
            "insights.trend_percent_min": "50",
            "insights.trend_days_min": "8",
            "insights.quality_on": "false",
            "insights.quality_after_minutes": "61",
            "insights.quality_back_after_minutes": "60.5",
            "insights.quality_reason_share": "0.75",
            "insights.arousal_on": "false",
            "insights.arousal_probability_min": "0.9",
            "insights.arousal_usual_minutes": "65",
            "insights.arousal_responder_minutes": "75",
            "insights.arousal_warming_max": "2.75",
            "insights.recovery_on": "false",
            "insights.recovery_tells_within": "true",
            "insights.recovery_probability_min": "0.775",
            "insights.quiet_from_hour": "23",
            "insights.quiet_to_hour": "15.5",
            "insights.quiet_minutes_between": "735",
            "insights.quiet_back_off": "2.75",
            "insights.quiet_suggestions_per_day": "7",
            "insights.quiet_notes_per_day": "13",
        ]
        #expect(Set(values.keys) == Set(SettingsLoader.keys.map(\.key)))
        #expect(Set(SettingsLoader.keys.map(\.variable)).count == values.count)
        var environment: [String: String] = [:]
        for (key, variable) in SettingsLoader.keys { environment[variable] = values[key] }
        var told = try loadWithoutFile(environment: environment).settings
        told.sources = file.sources
        #expect(told == file)
        let arguments = values.map { SettingsArgument(option: "--x", key: $0, value: $1) }
        var argued = try loadWithoutFile(commandLine: arguments).settings
        argued.sources = file.sources
        #expect(argued == file)
    }

    @Test func variablesHaveTheNamesTheyAreKnownBy() {
        let names = Dictionary(
            uniqueKeysWithValues: SettingsLoader.keys.map { ($0.key, $0.variable) })
        #expect(names["agent.name"] == "HEALTHYPI_AGENT_NAME")
        #expect(names["recording.rotate_hours"] == "HEALTHYPI_AGENT_RECORDING_ROTATE_HOURS")
    }

    @Test func stateDirectoryFollowsTheUser() throws {
        func state(_ user: String, _ environment: [String: String]) throws -> String {
            try loadWithoutFile(environment: environment, surroundings: .desk(user: user))
                .settings.agent.stateDirectory
        }
        #expect(try state("healthypi", ["XDG_STATE_HOME": "/x"]) == "/var/lib/healthypi")
        #expect(try state("anna", ["XDG_STATE_HOME": "/x"]) == "/x/healthypi")
        #expect(try state("anna", ["XDG_STATE_HOME": "x"]) == "/home/anna/.local/state/healthypi")
        #expect(try state("anna", ["HOME": "/h"]) == "/h/.local/state/healthypi")
    }

    @Test func recordingsFollowTheStateDirectory() throws {
        let argument = SettingsArgument(option: "--state", key: "agent.state", value: "s")
        let settings = try loadWithoutFile(commandLine: [argument]).settings
        #expect(settings.agent.stateDirectory == "/home/anna/bench/s")
        #expect(settings.recording.folder == "/home/anna/bench/s/recordings")
    }

    @Test func emptyFilesAndEmptyGroupsSetNothing() throws {
        let defaults = try loadWithoutFile()
        for text in [
            "", "# nothing\n", "---\n", "recording:\n  # enabled: true\npublish:\n",
            "\u{FEFF}agent:\n",
        ] {
            #expect(try load(text).settings == defaults.settings)
        }
    }

    @Test func fileOfTheEnvironmentIsReadAndMustBeThere() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("agent: {name: other}")
        #expect(
            try loadWithoutFile(environment: ["HEALTHYPI_AGENT_CONFIG": file]).settings.agent.name
                == "other")
        let error = #expect(throws: SettingsError.self) {
            try loadWithoutFile(environment: ["HEALTHYPI_AGENT_CONFIG": "/nonexistent/a.yaml"])
        }
        #expect(error?.description == "/nonexistent/a.yaml: there is no such file.")
        #expect(error?.isNotPermitted == false)
    }
}
