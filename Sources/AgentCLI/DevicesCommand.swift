import Acquisition
import Agent
import ArgumentParser
import DeviceProtocols
import Foundation
import Reports

struct DevicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "Boards found, by USB identity and by their frames, and why one was refused.",
        discussion: """
            A USB identity is never proof: each port is listened to for some seconds, and what its \
            bytes say decides.

            Examples:
              healthypi-agent devices
              healthypi-agent devices --device /dev/ttyUSB0 --json
            """)

    @Option(help: ArgumentHelp("A port instead of all. May be repeated.", valueName: "PATH"))
    var device: [String] = []

    @Option(help: ArgumentHelp("How long to listen.", valueName: "S"))
    var seconds = 4.0

    @Flag(help: "Only what the system says; no port is opened.")
    var list = false

    @Flag(help: "JSON instead of a table.")
    var json = false

    func run() async throws {
        guard (0.1...600).contains(seconds) else {
            throw Failure(.usage, "--seconds \(seconds): listen 0.1 to 600 seconds.")
        }
        let reports: [PortSurvey.Report]
        if list {
            reports = try PortSurvey.listed()
        } else {
            let interrupt = Interrupt()
            let sources =
                device.isEmpty
                ? [LiveSource(place: .automatic)] : device.map { LiveSource(place: .path($0)) }
            reports = try await PortSurvey(sources: sources).run(
                seconds: seconds, isStopped: { interrupt.isSet })
        }
        let rows = reports.map { DeviceRow($0, wasListened: !list) }
        if json { return try Output.data(Data(Output.json(["devices": rows]).utf8)) }
        guard !rows.isEmpty else {
            Stderr.line("healthypi-agent: No serial port is plugged in.")
            return
        }
        try Output.line("port             usb        board                sure  says")
        for row in rows { try Output.line(row.text) }
    }
}

/// One port as `devices` shows it.
struct DeviceRow: Encodable {
    let port: String
    let usb: String?
    let product: String?
    let board: String?
    let certainty: Double?
    let firmware: String?
    let evidence: [String]
    let control: Bool
    let refused: String?

    init(_ report: PortSurvey.Report, wasListened: Bool) {
        port = report.place
        usb = report.identity.flatMap { identity in
            identity.vendorID.map { "\($0):\(identity.productID ?? "????")" }
        }
        product = report.identity?.product
        board = report.profile?.board.rawValue
        certainty = report.profile.map { Output.rounded($0.certainty, 3) }
        firmware = report.profile?.firmware
        evidence = report.profile?.evidence ?? []
        control = report.isControlPort
        refused =
            report.openError?.description ?? report.refusal
            ?? (wasListened && report.profile == nil && !report.isControlPort
                ? (report.byteCount == 0
                    ? "nothing came" : "too few bytes came to say what sent them") : nil)
    }

    var text: String {
        func padded(_ text: String, _ width: Int) -> String {
            text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0) + " "
        }
        let says: String
        if let refused {
            says = refused
        } else if control {
            says = "control port of a HealthyPi 6"
        } else {
            says = ([firmware].compactMap { $0 } + evidence).joined(separator: "; ")
        }
        return padded(port, 16) + padded(usb ?? "—", 10) + padded(board ?? "—", 20)
            + padded(certainty.map { "\(Int($0 * 100)) %" } ?? "—", 5) + says
    }
}
