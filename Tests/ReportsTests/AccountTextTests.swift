import Reports
import Testing

@Suite struct AccountTextTests {
    private func account() -> RecordingAccount {
        var account = RecordingAccount(
            title: "a record", format: "WFDB", seconds: 9_000, endedBy: "endOfRecording")
        account.channels = [
            .init(
                name: "ECG", role: "ecg", unit: "mV", hertz: 128, isUsed: true, usable: 0.97,
                complaints: [.init(reason: "noise", share: 0.03)]),
            .init(
                name: "V1", role: "ecg", unit: "mV", hertz: 128, isUsed: false, usable: nil,
                complaints: []),
        ]
        let keys = [
            "heartRate", "rmssd", "sdnn", "lfHfRatio", "pulseRate", "scl", "scrRate",
            "respirationRate", "temperature", "usable",
        ]
        account.rows = (0..<30).map { index in
            var row = RecordingAccount.Row(
                start: Double(index) * 300, end: Double(index + 1) * 300)
            for key in keys where index != 4 || key != "rmssd" { row.values[key] = 60.25 }
            return row
        }
        return account
    }

    @Test func fitsATerminalOfAHundredColumns() {
        let lines = AccountText(account()).text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 100 })
        #expect(lines.count < 50)
    }

    @Test func whatIsNotKnownIsADash() throws {
        let lines = AccountText(account()).text.split(separator: "\n")
        let row = try #require(lines.first { $0.hasPrefix("  0:20:00") })
        #expect(row.split(separator: " ").map(String.init)[2] == "—")
    }

    @Test func aChannelThatIsNotUsedSaysSo() {
        let text = AccountText(account()).text
        #expect(text.contains("V1            not used"))
        #expect(text.contains("97 % usable (noise 3 %)"))
    }

    @Test func alwaysEndsWithTheLimit() {
        let empty = RecordingAccount(title: "x", format: "CSV", seconds: 1, endedBy: "stopped")
        let text = AccountText(empty).text
        #expect(text.contains("ended early: stopped"))
        #expect(text.hasSuffix("This informs; it never diagnoses.\n"))
    }
}
