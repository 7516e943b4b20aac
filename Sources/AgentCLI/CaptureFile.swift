import Agent
import Foundation

/// A board's raw bytes on their way to a file, and what the board is beside them. Only its owner
/// can read either.
final class CaptureFile {
    private let path: String
    private let file: FileHandle
    private var count = 0

    init(path: String) throws {
        self.path = path
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let why = errno == EEXIST ? "it is there already" : String(cString: strerror(errno))
            throw Failure(.cannotWrite, "Cannot write \(path): \(why). Name another file.")
        }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func write(_ bytes: [UInt8]) throws {
        do { try file.write(contentsOf: Data(bytes)) } catch {
            throw Failure(.cannotWrite, "Cannot write \(path): \(error.localizedDescription)")
        }
        count += bytes.count
    }

    /// - Parameter report: what the port turned out to be.
    func finish(_ report: PortSurvey.Report?) throws {
        struct Facts: Encodable {
            let bytes: Int
            let board: String?
            let certainty: Double?
            let firmware: String?
            let evidence: [String]
            let usb: String?
            let product: String?
            let notes: [String]
        }
        try file.close()
        let row = report.map { DeviceRow($0, wasListened: true) }
        let facts = Facts(
            bytes: count, board: row?.board, certainty: row?.certainty, firmware: row?.firmware,
            evidence: row?.evidence ?? [], usb: row?.usb, product: row?.product,
            notes: report?.lines ?? [])
        try Output.write(
            Data(Output.json(facts).utf8), toFile: path + ".json", notOver: [path])
        chmod(path + ".json", 0o600)
        Stderr.line("healthypi-agent: \(count) bytes are in \(path), what they are in \(path).json")
    }
}
