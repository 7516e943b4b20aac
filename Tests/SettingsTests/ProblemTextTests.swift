import Testing

@testable import Settings

/// Every sentence, word for word.
struct ProblemTextTests {
    @Test(arguments: [
        (
            "publish: {drain_s: -1}",
            "publish.drain_s (FILE, line 1, column 20): \"-1\" is not taken. Write a number of seconds from 0 to 86400."
        ),
        (
            "publish:\n  drain_s: \"30\"",
            "publish.drain_s (FILE, line 2, column 12): \"30\" is not taken. Write a number of seconds from 0 to 86400, without quotation marks."
        ),
        (
            "recording: {rotate_mib: 1.5}",
            "recording.rotate_mib (FILE, line 1, column 25): \"1.5\" is not taken. Write a whole number of MiB from 1 to 65536."
        ),
        (
            "recording: {enabled: yes}",
            "recording.enabled (FILE, line 1, column 22): \"yes\" is neither true nor false. Write true or false, without quotation marks."
        ),
        (
            "recording: {enabled: 'true'}",
            "recording.enabled (FILE, line 1, column 22): \"true\" is neither true nor false. Write true or false, without quotation marks."
        ),
        (
            "agent: {name: no}",
            "agent.name (FILE, line 1, column 15): YAML takes no for a truth value. Put it in quotation marks."
        ),
        (
            "agent: {name: 0x1F}",
            "agent.name (FILE, line 1, column 15): YAML takes 0x1F for a number. Put it in quotation marks."
        ),
        (
            "agent:\n  name:",
            "agent.name (FILE, line 2, column 8): there is no value. Write one, or remove the key."
        ),
        (
            "agent: {name: a.b}",
            "agent.name (FILE, line 1, column 15): \"a.b\" is not taken. Write 1 to 64 of A-Z a-z 0-9 _ -."
        ),
        (
            "agent: {person: \"a\\x07b\"}",
            "agent.person (FILE, line 1, column 17): \"a?b\" is not taken. Write 1 to 128 printable characters."
        ),
        (
            "agent: {state: ~/state}",
            "agent.state (FILE, line 1, column 16): \"~/state\" is not taken. Write an absolute path, one that begins with /."
        ),
        (
            "agent: {state: [a]}",
            "agent.state (FILE, line 1, column 16): this is a list. Write a single value."
        ),
        (
            "agent: 5",
            "agent (FILE, line 1, column 8): this is a single value. Write a group of keys."
        ),
        (
            "publish: {ceiling: restricted}",
            "publish.ceiling (FILE, line 1, column 20): restricted data (beats and waveforms) is never published. Write public, internal or confidential."
        ),
        (
            "publish: {ceiling: secret}",
            "publish.ceiling (FILE, line 1, column 20): \"secret\" is not taken. Write public, internal or confidential."
        ),
        (
            "publish: {broker: 'http://x'}",
            "publish.broker (FILE, line 1, column 19): this is no broker's address: it does not begin with nats:// or tls://. Write one such as nats://127.0.0.1:4222, or none."
        ),
        (
            "publish: {broker: 'nats://'}",
            "publish.broker (FILE, line 1, column 19): this is no broker's address: its host is missing or not a host name. Write one such as nats://127.0.0.1:4222, or none."
        ),
        (
            "publish: {broker: 'nats://h:0'}",
            "publish.broker (FILE, line 1, column 19): this is no broker's address: its port is not a number from 1 to 65535. Write one such as nats://127.0.0.1:4222, or none."
        ),
        (
            "recording:\n  rotate_hour: 1",
            "recording.rotate_hour (FILE, line 2, column 3): there is no such key. Did you mean rotate_hours?"
        ),
        (
            "recording: {drain_s: 1}",
            "recording.drain_s (FILE, line 1, column 13): there is no such key. Did you mean publish.drain_s?"
        ),
        (
            "publish: {login: keys/healthypi}",
            "publish.login (FILE, line 1, column 18): \"keys/healthypi\" is not taken. Write an absolute path, one that begins with /."
        ),
        (
            "publish: {colour: red}",
            "publish.colour (FILE, line 1, column 11): there is no such key. The keys here: broker, login, authority, ceiling, home_assistant, drain_s."
        ),
        (
            "publsih: {}",
            "publsih (FILE, line 1, column 1): there is no such key. Did you mean publish?"
        ),
        (
            "publish: {home_assistant: restricted}",
            "publish.home_assistant (FILE, line 1, column 27): \"restricted\" is not taken. Write none, internal (what holds no measured value) or confidential (measured values too)."
        ),
        (
            "page: {metrics: 127.0.0.1 9464}",
            "page.metrics (FILE, line 1, column 17): \"127.0.0.1 9464\" is not taken. Write none, or an address such as 127.0.0.1:9464."
        ),
        (
            "retention: {days: 7}",
            "retention (FILE, line 1, column 1): this version reads nothing in this group. Remove it."
        ),
        (
            "- a",
            "FILE, line 1, column 1: the file holds a list. Write groups of keys, such as recording:."
        ),
        (
            "yes",
            "FILE, line 1, column 1: the file holds a single value. Write groups of keys, such as recording:."
        ),
    ])
    func ofOneValue(_ text: String, _ sentence: String) throws {
        #expect(try problems(text) == [sentence])
    }

    @Test(arguments: [
        (
            "sources: {device: auto}",
            "sources (FILE, line 1, column 10): Write a list with an entry for each source, such as - device: auto."
        ),
        (
            "sources: []",
            "sources (FILE, line 1, column 10): Write a list with an entry for each source, such as - device: auto."
        ),
        (
            "sources: [auto]",
            "sources[0] (FILE, line 1, column 11): this is a single value. Write a group of keys."
        ),
        (
            "sources: [{device: ttyACM0}]",
            "sources[0].device (FILE, line 1, column 20): \"ttyACM0\" is not taken. Write auto, a path such as /dev/ttyACM0, or i2c:BUS:ADDRESS such as i2c:1:0x49."
        ),
        (
            "sources: [{device: dev/ttyACM0}]",
            "sources[0].device (FILE, line 1, column 20): \"dev/ttyACM0\" is not taken. Write an absolute path, one that begins with /."
        ),
        (
            "sources: [{board: healthypi7}]",
            "sources[0].board (FILE, line 1, column 19): \"healthypi7\" is no board. Did you mean healthypi4?"
        ),
        (
            "sources: [{board: arduino}]",
            "sources[0].board (FILE, line 1, column 19): \"arduino\" is no board. Write auto or one of: healthypi4, healthypi5, healthypi5-v1, healthypi6, tinygsr."
        ),
        (
            "sources: [{devcie: auto}]",
            "sources[0].devcie (FILE, line 1, column 12): there is no such key. Did you mean device?"
        ),
        (
            "sources: [{name: a, device: /dev/a}, {name: a, device: /dev/b}]",
            "sources[1].name (FILE, line 1, column 45): \"a\" names another source already."
        ),
        (
            "sources: [{device: /dev/a}, {device: /dev/a}]",
            "sources[1].device (FILE, line 1, column 38): \"/dev/a\" is another source's already."
        ),
        (
            "sources: [{name: a}, {name: b}]",
            "sources[1].device (FILE, line 1, column 29): another source is auto too. Name the device or the board of both."
        ),
        (
            "sources: [{device: 'i2c:1:0x49', board: healthypi5}]",
            "sources[0].board (FILE, line 1, column 41): \"healthypi5\" is not read over i2c. Write tinygsr."
        ),
        (
            "sources:\n- board: healthypi5\n  calibration: [{counts: 1, microsiemens: 2}, {counts: 3, microsiemens: 4}]",
            "sources[0].calibration (FILE, line 3, column 16): \"healthypi5\" measures no skin conductance; a calibration is for tinygsr."
        ),
        (
            "sources:\n- calibration: [{counts: 1, microsiemens: 2}]",
            "sources[0].calibration (FILE, line 2, column 16): a calibration has two points. Write a list of two: - counts: 310 and microsiemens: 10, or none."
        ),
        (
            "sources:\n- calibration: [{counts: 1, microsiemens: 2}, {counts: 1, microsiemens: 4}]",
            "sources[0].calibration (FILE, line 2, column 16): the two points must differ in counts and in microsiemens."
        ),
        (
            "sources:\n- calibration: [{counts: 1, microsiemens: 2}, {counts: 3}]",
            "sources[0].calibration[1] (FILE, line 2, column 47): microsiemens missing."
        ),
        (
            "sources:\n- calibration: [{counts: 1, microsiemens: -2}, {counts: 3, microsiemens: 4}]",
            "sources[0].calibration[0].microsiemens (FILE, line 2, column 43): \"-2\" is not taken. Write a number of microsiemens from 0.1 to 1000."
        ),
        (
            "sources:\n- calibration: [{counts: 1, ohms: 2, microsiemens: 1}, {counts: 3, microsiemens: 4}]",
            "sources[0].calibration[0].ohms (FILE, line 2, column 29): there is no such key. The keys here: counts, microsiemens."
        ),
    ])
    func ofSources(_ text: String, _ sentence: String) throws {
        #expect(try problems(text) == [sentence])
    }

    @Test(arguments: [
        (
            "HEALTHYPI_AGENT_PUBLISH_BROKR", "x",
            "HEALTHYPI_AGENT_PUBLISH_BROKR: there is no such variable. Did you mean HEALTHYPI_AGENT_PUBLISH_BROKER?"
        ),
        (
            "HEALTHYPI_AGENT_COLOUR_OF_THE_BOX", "x",
            "HEALTHYPI_AGENT_COLOUR_OF_THE_BOX: there is no such variable. --print-config shows the keys."
        ),
        (
            "HEALTHYPI_AGENT_NATS_TOKEN", "hush",
            "HEALTHYPI_AGENT_NATS_TOKEN: no secret is taken from the environment. Unset the variable."
        ),
        (
            "HEALTHYPI_AGENT_PUBLISH_BROKER", "nats://me:hush@hub:4222",
            "publish.broker (HEALTHYPI_AGENT_PUBLISH_BROKER): the address holds a login, and no secret is taken from the environment. Put it in the configuration file, mode 0600."
        ),
        (
            "HEALTHYPI_AGENT_STATE", "state",
            "agent.state (HEALTHYPI_AGENT_STATE): \"state\" is not taken. Write an absolute path, one that begins with /."
        ),
        (
            "HEALTHYPI_AGENT_RECORDING_ENABLED", "1",
            "recording.enabled (HEALTHYPI_AGENT_RECORDING_ENABLED): \"1\" is neither true nor false. Write true or false, without quotation marks."
        ),
        (
            "HEALTHYPI_AGENT_SOURCES_DEVICE", "auto,",
            "sources.device (HEALTHYPI_AGENT_SOURCES_DEVICE): \"\" is not taken. Write auto, a path such as /dev/ttyACM0, or i2c:BUS:ADDRESS such as i2c:1:0x49."
        ),
        (
            "HEALTHYPI_AGENT_SOURCES_BOARD", "healthypi5,healthypi6",
            "sources.board (HEALTHYPI_AGENT_SOURCES_BOARD): 2 boards for 1 source. Name one board for each source, in their order."
        ),
    ])
    func ofTheEnvironment(_ name: String, _ value: String, _ sentence: String) throws {
        #expect(try problems("", environment: [name: value]) == [sentence])
    }

    @Test func ofTheCommandLine() throws {
        let arguments = [
            SettingsArgument(option: "--drain", key: "publish.drain_s", value: "soon"),
            SettingsArgument(option: "--device", key: "sources.device", value: "i2c:9"),
            SettingsArgument(option: "--board", key: "sources.board", value: "healthypi"),
        ]
        #expect(
            try problems("", commandLine: arguments) == [
                "publish.drain_s (--drain): \"soon\" is not taken. Write a number of seconds from 0 to 86400.",
                "sources.device (--device): \"i2c:9\" is not taken. Write auto, a path such as /dev/ttyACM0, or i2c:BUS:ADDRESS such as i2c:1:0x49.",
                "sources.board (--board): \"healthypi\" is no board. Did you mean healthypi4?",
            ])
    }

    /// File first and in its order, then the environment by name, then the command line; also what
    /// a higher place overrides.
    @Test func everythingWrongIsToldAtOnce() throws {
        let text = """
            publish:
              drain_s: soon
              celing: public
            agent:
              name: ""
            """
        let found = try problems(
            text,
            commandLine: [SettingsArgument(option: "--drain", key: "publish.drain_s", value: "x")],
            environment: ["HEALTHYPI_AGENT_PUBLISH_DRAIN_S": "y", "HEALTHYPI_AGENT_NAME": "!"])
        #expect(
            found.map { $0.prefix(while: { $0 != ":" }) } == [
                "publish.drain_s (FILE, line 2, column 12)",
                "publish.celing (FILE, line 3, column 3)",
                "agent.name (FILE, line 5, column 9)",
                "agent.name (HEALTHYPI_AGENT_NAME)",
                "publish.drain_s (HEALTHYPI_AGENT_PUBLISH_DRAIN_S)",
                "publish.drain_s (--drain)",
            ])
    }

    /// The point as a whole is complained of behind its keys, but stands before them.
    @Test func problemsOfTheFileComeInItsOrder() throws {
        let text = "sources:\n- calibration: [{counts: x, ohms: 1}, {counts: 3, microsiemens: 4}]"
        #expect(
            try problems(text).map { $0.prefix(while: { $0 != ":" }) } == [
                "sources[0].calibration[0] (FILE, line 2, column 17)",
                "sources[0].calibration[0].counts (FILE, line 2, column 26)",
                "sources[0].calibration[0].ohms (FILE, line 2, column 29)",
            ])
    }

    @Test func manySourcesAreTooMany() throws {
        let text = "sources:\n" + (0..<17).map { "- device: /dev/tty\($0)\n" }.joined()
        #expect(
            try problems(text) == ["sources (FILE, line 18, column 11): 17 sources. 16 at most."])
    }

    @Test func messagesStayOneLineAndShort() throws {
        let long = String(repeating: "x", count: 100)
        #expect(
            try problems("agent: {\"a\\nb\": 1, name: \(long)é}") == [
                "agent.a?b (FILE, line 1, column 9): there is no such key. The keys here: name, person, state, time_zone.",
                "agent.name (FILE, line 1, column 26): \"\(long.prefix(60))…\" is not taken. Write 1 to 64 of A-Z a-z 0-9 _ -.",
            ])
    }
}
