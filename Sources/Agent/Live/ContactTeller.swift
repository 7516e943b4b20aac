import DeviceProtocols

/// Which changes of an electrode's contact are told: at most one a minute for each, and always the
/// one that lasts.
struct ContactTeller {
    private struct Electrode {
        var current: ElectrodeContact
        var toldOff: Bool?
        var toldAt = -Double.infinity
    }

    private static let every = 60.0

    private var electrodes: [String: Electrode] = [:]

    init() {}

    /// Takes what the board says, in order.
    mutating func note(_ contact: ElectrodeContact) {
        electrodes[contact.electrode, default: Electrode(current: contact)].current = contact
    }

    /// What is to be told by then, by electrode.
    mutating func due(at seconds: Double) -> [ElectrodeContact] {
        var due: [ElectrodeContact] = []
        for (name, electrode) in electrodes.sorted(by: { $0.key < $1.key }) {
            // What was never told to be off needs no telling that it is on.
            guard electrode.current.isOff != (electrode.toldOff ?? false),
                seconds - electrode.toldAt >= Self.every
            else { continue }
            electrodes[name]?.toldOff = electrode.current.isOff
            electrodes[name]?.toldAt = seconds
            due.append(electrode.current)
        }
        return due
    }
}
