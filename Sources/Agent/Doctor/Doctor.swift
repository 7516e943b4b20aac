import Acquisition
import DeviceProtocols
import Glibc
import NATSPublishing
import Publishing

/// Looks at everything between a board and a broker, and names the actual mistake.
public struct Doctor: Sendable {
    private let host: HostClock

    public init(host: HostClock = .system) { self.host = host }

    /// One port, from its permissions to its samples.
    public func examine(_ report: PortSurvey.Report) -> [DoctorFinding] {
        let place = report.place
        if let error = report.openError {
            return [
                DoctorFinding(
                    "port \(place)", .bad, error.description,
                    remedy: PortAccess(examining: place)?.remedy)
            ] + rivals(place)
        }
        var findings = [DoctorFinding("port \(place)", .good, "it can be opened and read")]
        findings += rivals(place)
        if report.isControlPort {
            findings.append(
                DoctorFinding(
                    "frames \(place)", .good, "the control port of a HealthyPi 6 answers"))
            return findings
        }
        guard let profile = report.profile else {
            return findings + [noFrames(report)]
        }
        findings.append(
            DoctorFinding(
                "frames \(place)", profile.certainty >= 0.9 ? .good : .warning,
                "\(profile.board.rawValue), \(Int(profile.certainty * 100)) % sure: "
                    + profile.evidence.joined(separator: "; "),
                remedy: profile.certainty >= 0.9
                    ? nil : "Say which board it is with --board, if you know."))
        findings.append(loss(report))
        findings.append(contact(report, profile))
        return findings
    }

    /// Nothing that is a frame came: why, as far as the identity and the text between tell.
    private func noFrames(_ report: PortSurvey.Report) -> DoctorFinding {
        let check = "frames \(report.place)"
        if let refusal = report.refusal { return DoctorFinding(check, .bad, refusal) }
        if report.byteCount > 0 {
            return DoctorFinding(
                check, .bad,
                "\(report.byteCount) bytes came, and no frame among them",
                remedy: "On a real UART the speed may be wrong: it is opened at 57600 and at "
                    + "115200 baud in turn; give it ten seconds. Otherwise name the board with "
                    + "--board.")
        }
        return DoctorFinding(
            check, .bad, "it is open, and nothing comes",
            remedy: SilenceAdvice.text(for: report.identity))
    }

    private func loss(_ report: PortSurvey.Report) -> DoctorFinding {
        let told = report.losses.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            .joined(separator: "; ")
        let skipped = report.lines.dropFirst().joined(separator: "; ")
        let says = told + (skipped.isEmpty ? "" : " (" + skipped + ")")
        let share =
            Double(report.samplesMissing)
            / Double(max(1, report.samplesMissing + report.samplesReceived))
        guard share > 0.001 else { return DoctorFinding("loss \(report.place)", .good, says) }
        return DoctorFinding(
            "loss \(report.place)", .warning, says,
            remedy: "Use a shorter cable or another socket, update the board's firmware, and let "
                + "no other program read the port.")
    }

    private func contact(
        _ report: PortSurvey.Report, _ profile: BoardProfile
    ) -> DoctorFinding {
        let check = "electrodes \(report.place)"
        guard report.electrodesOff.isEmpty else {
            return DoctorFinding(
                check, .bad, "off: " + report.electrodesOff.joined(separator: ", "),
                remedy: "Press the electrodes on, or use fresh ones.")
        }
        if profile.board == .healthypi3 {
            return DoctorFinding(check, .good, "the board reports none off")
        }
        return DoctorFinding(
            check, .unknown, "this board's bytes do not prove that electrodes are on")
    }

    /// What gets between a port and whoever reads it: rights, and other programs.
    private func rivals(_ place: String) -> [DoctorFinding] {
        let rivals = PortRivals(examining: place)
        var findings = rivals.remedies(for: place).map {
            DoctorFinding(
                "rivals \(place)", .bad, "something else of this machine uses the port",
                remedy: $0)
        }
        if rivals.isModemManagerRunning {
            findings.append(
                DoctorFinding(
                    "rivals \(place)", .warning,
                    "ModemManager runs, and opens ports to look for modems",
                    remedy: "Install hardware/udev/, which keeps it away from the boards."))
        }
        return findings
    }

    /// The machine's clock.
    public func clock() -> DoctorFinding {
        let reading = host.utc()
        guard reading.isSynced else {
            return DoctorFinding(
                "clock", .warning, "the machine's clock is not held to a reference",
                remedy: "Install and start a time service: sudo apt install systemd-timesyncd.")
        }
        let error = reading.errorMillisecondsMax.map { ", at most \(Int($0)) ms off" } ?? ""
        return DoctorFinding("clock", .good, "synchronised\(error)")
    }

    /// Where the state and the recordings go.
    public func disk(stateDirectory path: String) -> DoctorFinding {
        var status = statvfs()
        var looked = path
        while statvfs(looked, &status) != 0 {
            guard let slash = looked.lastIndex(of: "/"), slash != looked.startIndex else {
                return DoctorFinding("disk", .unknown, "\(path) cannot be looked at")
            }
            looked = String(looked[..<slash])
        }
        let free = Double(status.f_bavail) * Double(status.f_frsize) / 1_073_741_824
        let says = "\((free * 10).rounded() / 10) GiB free at \(looked)"
        guard access(looked, W_OK) == 0 else {
            return DoctorFinding(
                "disk", .bad, "\(looked) cannot be written to by this user",
                remedy: "Choose another folder with --state.")
        }
        guard free >= 1 else {
            return DoctorFinding(
                "disk", .warning, says,
                remedy: "A HealthyPi 6 records about 1 GiB a day: make room, or do not record.")
        }
        return DoctorFinding("disk", .good, says)
    }

    /// Whether the broker is there, and has the agent's stream.
    public func broker(_ url: String?, agent: String) async -> DoctorFinding {
        guard let url else {
            return DoctorFinding("broker", .unknown, "none is configured; events stay here")
        }
        do {
            let publisher = JetStreamPublisher(
                broker: try BrokerURL(url), agent: try AgentName(agent))
            defer { Task { await publisher.close() } }
            _ = try await publisher.connect()
            return DoctorFinding("broker", .good, "it is there, and has the agent's stream")
        } catch {
            return DoctorFinding("broker", .bad, error.description)
        }
    }
}
