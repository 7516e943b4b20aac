import Acquisition
import EventContract
import Storage

/// Recordings beside the session: nothing that happens to them stops the measuring.
extension LiveRun {
    /// Makes recordings whole that a crash has left unfinished.
    func recoverRecordings() {
        guard let folder = options.recording?.folder else { return }
        let recovery = Storage.recoverRecordings(in: folder)
        for record in recovery.records {
            tell(.recovered(record: record.name, seconds: record.seconds))
        }
        for failure in recovery.failures { tell(.port("\(failure)")) }
    }

    func beginRecording(_ board: LiveBoard) {
        guard let recording = options.recording, let session else { return }
        do {
            board.recorder = try LiveRecorder(board: board, session: session, options: recording)
            tell(
                .recording(
                    name: board.name, path: recording.folder + "/" + session.identifier))
        } catch {
            tell(.recordingStopped(name: board.name, why: "\(error)"))
        }
    }

    func record(_ placed: TimelineOutput, of board: LiveBoard) async throws {
        guard let recorder = board.recorder, let channels = session?.channels else { return }
        try await pass(on: recorder.append(placed, rates: channels), of: board)
    }

    /// To be called several times a second; does something once a second.
    func tendRecorders(at now: Double) async throws {
        guard now - lastSync >= 1 else { return }
        lastSync = now
        for board in boards {
            guard let recorder = board.recorder else { continue }
            try await pass(on: recorder.sync(), of: board)
        }
    }

    func stopRecorders() async throws {
        for board in boards {
            guard let recorder = board.recorder else { continue }
            try await pass(on: recorder.finish(), of: board)
            if let losses = recorder.losses {
                tell(.recordingLacks(name: board.name, what: losses))
            }
        }
    }

    private func pass(on news: [RecorderNews], of board: LiveBoard) async throws {
        guard !news.isEmpty, let factory = session?.factory else { return }
        let seconds = session?.duration ?? 0
        let events = news.map { piece in
            switch piece {
            case .started(let record):
                return factory.recorder(
                    .started, device: board.name, record: record, reason: nil, at: seconds)
            case .rotated(let record, _, let reason):
                return factory.recorder(
                    .rotated, device: board.name, record: record, reason: reason.word, at: seconds)
            case .stopped(let record, let error):
                if let error {
                    tell(.recordingStopped(name: board.name, why: "\(error)"))
                }
                return factory.recorder(
                    .stopped, device: board.name, record: record,
                    reason: error?.word ?? "sessionEnded", at: seconds)
            }
        }
        try await deliver(events)
    }
}

extension RecorderNews.RotationReason {
    fileprivate var word: String {
        switch self {
        case .size: "size"
        case .age: "age"
        case .pause: "pause"
        }
    }
}

extension RecorderError {
    /// Without paths: for the wire.
    fileprivate var word: String {
        switch self {
        case .nameInvalid, .alreadyThere: "nameTaken"
        case .full: "diskFull"
        case .readOnly: "readOnly"
        case .failed: "writeFailed"
        case .headerDamaged: "headerDamaged"
        }
    }
}
