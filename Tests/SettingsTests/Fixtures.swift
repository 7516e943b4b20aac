import Foundation

@testable import Settings

/// A folder of its own for one test, gone with the last reference.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("settings-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ bytes: [UInt8], mode: Int = 0o600, as name: String = "agent.yaml") throws -> String
    {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        return file
    }

    func write(_ text: String, mode: Int = 0o600) throws -> String {
        try write(Array(text.utf8), mode: mode)
    }
}

let boards = ["healthypi4", "healthypi5", "healthypi5-v1", "healthypi6", "tinygsr"]

extension Surroundings {
    /// Somebody at a desk; the files of the test are theirs.
    static func desk(user: String = "anna") -> Surroundings {
        Surroundings(
            userID: Surroundings.current().userID, userName: user, homeDirectory: "/home/\(user)",
            workingDirectory: "/home/\(user)/bench")
    }
}

/// What a file of this text gives, with what stands beside it.
func load(
    _ text: String, mode: Int = 0o600, commandLine: [SettingsArgument] = [],
    environment: [String: String] = [:]
) throws -> LoadedSettings {
    let folder = try TemporaryFolder()
    return try SettingsLoader(
        commandLine: commandLine, environment: environment,
        filePath: folder.write(text, mode: mode), boards: boards, surroundings: .desk()
    ).load()
}

/// The sentences that such a file brings, with FILE for its path.
func problems(
    _ text: String, mode: Int = 0o600, commandLine: [SettingsArgument] = [],
    environment: [String: String] = [:]
) throws -> [String] {
    let folder = try TemporaryFolder()
    let file = try folder.write(text, mode: mode)
    do throws(SettingsError) {
        _ = try SettingsLoader(
            commandLine: commandLine, environment: environment, filePath: file, boards: boards,
            surroundings: .desk()
        ).load()
        return []
    } catch {
        return error.problems.map {
            $0.description.replacingOccurrences(of: file, with: "FILE")
        }
    }
}

/// What there is without any file.
func loadWithoutFile(
    commandLine: [SettingsArgument] = [], environment: [String: String] = [:],
    surroundings: Surroundings = .desk()
) throws -> LoadedSettings {
    try SettingsLoader(
        commandLine: commandLine, environment: environment, filePath: nil, boards: boards,
        surroundings: surroundings
    ).load(standardFile: "/nonexistent/agent.yaml")
}

/// Every key with a value that is not the default.
let everything = """
    # The bench in the lab.
    agent:
      name: bench-1
      person: "anna"
      state: /srv/healthypi
      time_zone: Europe/Berlin
    sources:
      - name: chest
        device: /dev/ttyACM0
        board: healthypi5
      - name: finger
        device: i2c:1:0x49
        board: tinygsr
        calibration:
          - counts: 212
            microsiemens: 2
          - counts: 1480.5
            microsiemens: 10
    recording:
      enabled: true
      folder: /srv/recordings
      rotate_mib: 64
      rotate_hours: 0.5
      sync_s: 0.25
    publish:
      broker: nats://hub.local:4222
      login: /etc/healthypi/login
      authority: /etc/healthypi/ca.crt
      ceiling: internal
      home_assistant: confidential
      drain_s: 5
    page:
      metrics: 127.0.0.1:9464
      metrics_measured: true
    security:
      seal_store: true
      mode: sensitive
      tokens: plain
      trust_clock: true
      history: never
      identity: /etc/healthypi/identity
      approval_s: 600
      erase_quorum: 2
    insights:
      break_minutes: 10
      after_minutes: 45.5
      reminders_max: 2
      trend_hours: 6
      stationary_on: false
      stationary_break_steps: 67.5
      stationary_sitting_probability: 0.9
      stationary_usable_min: 0.75
      stationary_steps_age_minutes: 750
      stationary_contradicting_steps: 50125
      trend_on: false
      trend_percent_min: 50
      trend_days_min: 8
      quality_on: false
      quality_after_minutes: 61
      quality_back_after_minutes: 60.5
      quality_reason_share: 0.75
      arousal_on: false
      arousal_probability_min: 0.9
      arousal_usual_minutes: 65
      arousal_responder_minutes: 75
      arousal_warming_max: 2.75
      recovery_on: false
      recovery_tells_within: true
      recovery_probability_min: 0.775
      quiet_from_hour: 23
      quiet_to_hour: 15.5
      quiet_minutes_between: 735
      quiet_back_off: 2.75
      quiet_suggestions_per_day: 7
      quiet_notes_per_day: 13

    """
