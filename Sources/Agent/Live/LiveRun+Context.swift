import Biosignals
import DeviceProtocols
import EventContract
import Storage

/// What is known of the person besides the signals: other agents' words, a board's motion bit. It
/// goes to the session, and beside the recording, so that a replay says the same.
extension LiveRun {
    /// A message of `health.context.*`. What is no message is told once a subject and left out.
    func hear(_ payload: [UInt8], on subject: String, at now: Double) {
        guard let session else { return }
        do throws(ContextRefusal) {
            let received = try ContextReader.read(payload, subject: subject)
            let (seconds, time) = stamp(now, session)
            self.session?.tell(received, at: seconds)
            keepContext { try ContextFile.line(received.message, received: time) }
        } catch {
            guard contextRefused.insert(subject).inserted else { return }
            tell(.port("\(error)"))
        }
    }

    /// The first time, the board has just come; from then on, whenever its sensor changes its mind.
    func noteBoardMotion(_ isMoving: Bool, at seconds: Double) {
        guard let session else { return }
        let (rounded, time) = stamp(session.origin + seconds, session)
        self.session?.noteBoardMotion(isMoving, at: rounded)
        keepContext { try ContextFile.line(boardMotion: isMoving, received: time) }
    }

    /// Whole milliseconds, as the file has them.
    private func stamp(_ now: Double, _ session: LiveSession) -> (Double, WireTime) {
        let milliseconds = Int64(((now - session.origin) * 1_000).rounded())
        return (
            Double(milliseconds) / 1_000,
            WireTime(millisecondsSince1970: session.startMilliseconds + milliseconds)
        )
    }

    private func keepContext(_ line: () throws -> [UInt8]) {
        guard let folder = options.recording?.folder, let session, !contextFileFailed else {
            return
        }
        do {
            let file =
                try contextFile
                ?? LineLog(in: folder + "/" + session.identifier, name: ContextFile.name)
            contextFile = file
            try file.append(try line())
        } catch {
            contextFileFailed = true
            tell(.recordingStopped(name: ContextFile.name, why: "\(error)"))
        }
    }
}
