import Acquisition
import Biosignals
import Dashboard
import DeviceProtocols
import EventContract
import Storage

/// What the local door shows of a live run.
extension LiveRun {
    /// To be called at every turn of the loop; does something once a second.
    func tellDoor(at now: Double) async {
        guard door?.isDue(at: now) == true else { return }
        await door?.refresh(at: now, desk: desk, delivery: broker)
        door?.post(snapshot(at: now))
    }

    func noteForDoor(_ found: (items: [SessionItem], beats: [TimedBeat])) {
        guard door != nil, let factory = session?.factory else { return }
        door?.tally.take(found.items, found.beats) {
            factory.time($0).millisecondsSince1970
        }
    }

    private func snapshot(at now: Double) -> DoorSnapshot {
        let utc = host.utc()
        var snapshot = DoorSnapshot(
            agent: options.agent, version: AgentVersion.text, instance: desk.store.instance.uuid,
            mode: "standard", startedMilliseconds: 0,
            timeMilliseconds: utc.time.millisecondsSince1970, loopSeconds: now,
            isSourceKnown: !options.sources.isEmpty,
            store: .init(
                isTaking: !storeHasFailed, bytes: 0, lastSequence: desk.store.lastSequence),
            clock: .init(isSynced: utc.isSynced, errorMilliseconds: utc.errorMillisecondsMax),
            process: ProcessFigures.now())
        if let session {
            snapshot.session = .init(identifier: session.identifier, seconds: session.duration)
            snapshot.channels = door?.tally.channels(session.channels) ?? []
        }
        snapshot.boards = boards.map(\.door)
        return snapshot
    }
}

extension LiveBoard {
    fileprivate var door: DoorBoard {
        DoorBoard(
            name: name, model: profile.board.rawValue, firmware: profile.firmware,
            isConnected: isConnected, samplesReceived: samplesReceived, samplesLost: samplesLost,
            samplesDropped: ledger.accounts.values.reduce(0) {
                $0 + $1.missing[.overrun, default: 0]
            }, skewPPM: clock(against: nil).skewPPM?.value)
    }
}
