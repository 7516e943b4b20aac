import Agent
import Storage

/// A board's raw bytes on their way to a file, and what the board is beside them. Only its owner
/// can read either.
final class CaptureFile {
    private let path: String
    private let file: OutputFile
    private var count = 0

    init(path: String) throws {
        self.path = path
        do throws(OutputFile.Failure) {
            file = try OutputFile(path, .new, isPrivate: true)
        } catch {
            let why = error.exists ? "it is there already" : error.cause
            throw Failure(.cannotWrite, "Cannot write \(path): \(why). Name another file.")
        }
    }

    func write(_ bytes: [UInt8]) throws {
        do throws(OutputFile.Failure) { try file.write(bytes) } catch {
            throw Failure(.cannotWrite, "Cannot write \(path): \(error.cause)")
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
        file.close()
        let row = report.map { DeviceRow($0, wasListened: true) }
        let facts = Facts(
            bytes: count, board: row?.board, certainty: row?.certainty, firmware: row?.firmware,
            evidence: row?.evidence ?? [], usb: row?.usb, product: row?.product,
            notes: report?.lines ?? [])
        let beside = path + ".json"
        let text = Array(try Output.json(facts).utf8)
        do throws(OutputFile.Failure) {
            try OutputFile(beside, .replace, isPrivate: true).write(text)
        } catch {
            throw Failure(.cannotWrite, "Cannot write \(beside): \(error.cause)")
        }
        Stderr.line("healthypi-agent: \(count) bytes are in \(path), what they are in \(path).json")
    }
}
