import Testing

@testable import Settings

struct SourcesTests {
    private func device(_ value: String) -> SettingsArgument {
        SettingsArgument(option: "--device", key: "sources.device", value: value)
    }

    private func board(_ value: String) -> SettingsArgument {
        SettingsArgument(option: "--board", key: "sources.board", value: value)
    }

    @Test func devicesOfTheCommandLineTakeThePlaceOfTheList() throws {
        let loaded = try load(
            everything, commandLine: [device("pts/7"), device("i2c:1:0x49")],
            environment: ["HEALTHYPI_AGENT_SOURCES_DEVICE": "/dev/ttyUSB0"])
        let sources = loaded.settings.sources
        #expect(
            sources.map(\.device) == [.path("/home/anna/bench/pts/7"), .i2c(bus: 1, address: 0x49)])
        // The file knows the second: its name, board and calibration stay.
        #expect(sources.map(\.name) == ["source1", "finger"])
        #expect(sources[1].calibration?.second.microsiemens == 10)
        #expect(loaded.origins["sources[1].device"] == .commandLine(option: "--device"))
        guard case .file(_, line: 11, _)? = loaded.origins["sources[1].name"] else {
            Issue.record("the name comes from line 11 of the file")
            return
        }
    }

    @Test func devicesOfTheEnvironmentAreSeparatedByCommas() throws {
        let loaded = try load(
            everything,
            environment: [
                "HEALTHYPI_AGENT_SOURCES_DEVICE": "/dev/ttyUSB0, auto",
                "HEALTHYPI_AGENT_SOURCES_BOARD": "healthypi4,auto",
            ])
        #expect(
            loaded.settings.sources == [
                SourceSettings(name: "source1", device: .path("/dev/ttyUSB0"), board: "healthypi4"),
                SourceSettings(name: "source2"),
            ])
    }

    @Test func boardsBelongToTheSourcesInTheirOrder() throws {
        let one = try loadWithoutFile(commandLine: [board("healthypi5-v1")])
        #expect(one.settings.sources.map(\.board) == ["healthypi5-v1"])
        #expect(one.origins["sources[0].board"] == .commandLine(option: "--board"))
        let two = try loadWithoutFile(
            commandLine: [device("auto"), board("healthypi5"), device("/dev/x"), board("auto")])
        #expect(two.settings.sources.map(\.board) == ["healthypi5", nil])
    }

    @Test func boardsOfTheEnvironmentSayNothingAboutDevicesOfTheCommandLine() throws {
        let loaded = try loadWithoutFile(
            commandLine: [device("/dev/x")],
            environment: ["HEALTHYPI_AGENT_SOURCES_BOARD": "healthypi4,healthypi6"])
        #expect(loaded.settings.sources.map(\.board) == [nil])
    }

    @Test func twoBoardsOfTwoKindsMayBothBeLookedFor() throws {
        let text = "sources: [{board: healthypi5}, {board: healthypi6}]"
        #expect(try load(text).settings.sources.map(\.name) == ["source1", "source2"])
    }

    @Test func namesGivenAreNotGivenTwice() throws {
        let text = "sources: [{device: /dev/a}, {name: source1, device: /dev/b}]"
        #expect(try load(text).settings.sources.map(\.name) == ["source2", "source1"])
    }

    @Test(arguments: [
        ("auto", SourceDevice.auto), ("/dev/ttyACM0", .path("/dev/ttyACM0")),
        ("i2c:1:0x49", .i2c(bus: 1, address: 0x49)), ("i2c:0:0x08", .i2c(bus: 0, address: 8)),
        ("i2c:255:0x77", .i2c(bus: 255, address: 0x77)),
    ])
    func devicesReadBackAsWritten(_ text: String, _ device: SourceDevice) {
        #expect(SourceDevice(text) == device)
        #expect(device.description == text)
    }

    @Test(arguments: [
        "", "AUTO", "ttyACM0", "i2c", "i2c:1", "i2c:1:49", "i2c:1:0x07", "i2c:1:0x78",
        "i2c:256:0x49", "i2c:-1:0x49", "i2c:+1:0x49", "i2c:1:0x+9", "i2c:1:0x49:0", "i2c::0x49",
        "i2c:1:0x", "i2c:1:0x4900000000000000000000",
    ])
    func otherDevicesAreNone(_ text: String) {
        #expect(SourceDevice(text) == nil)
    }
}
