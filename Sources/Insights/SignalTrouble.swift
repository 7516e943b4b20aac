import Biosignals

/// What is wrong with a signal, as far as a person can mend it.
enum SignalTrouble: String, CaseIterable, Sendable {
    case leadOff, flat, motion, saturated, mains, weak
    /// No reason holds for most of it.
    case unclear

    init(_ reason: SignalQuality.Reason) {
        switch reason {
        case .leadOff: self = .leadOff
        case .flat: self = .flat
        case .motion: self = .motion
        case .saturated: self = .saturated
        case .mains: self = .mains
        case .noise, .implausible, .detectorsDisagree, .templateMismatch, .gap, .settling:
            self = .weak
        }
    }

    /// What holds for most seconds. Of equals, what is more certain of its cause: contact that the
    /// board itself found lost, then a line without any signal, before what may follow from them.
    static func strongest(in reasons: [SignalQuality.Reason: Int]) -> (SignalTrouble, Int) {
        var best = (trouble: SignalTrouble.unclear, count: 0)
        for trouble in allCases {
            // The most that one reason held: several of one trouble in the same second are one.
            let count =
                SignalQuality.Reason.allCases.filter { SignalTrouble($0) == trouble }
                .compactMap { reasons[$0] }.max() ?? 0
            if count > best.count { best = (trouble, count) }
        }
        return (best.trouble, best.count)
    }

    /// What to do, machine-readable.
    var action: String {
        switch self {
        case .leadOff: "press_electrode_on"
        case .flat: "check_cable"
        case .motion: "hold_still"
        case .saturated: "wait_or_reattach"
        case .mains: "move_from_mains"
        case .weak: "improve_contact"
        case .unclear: "check_sensor"
        }
    }
}
