import Biosignals

extension Channel {
    /// What to tell of a channel whose unit no measure is computed in; nil for every other one.
    ///
    /// - Parameter name: of the channel, as the sentence begins.
    func noticeOfUnit(as name: String) -> String? {
        guard unit == .counts, unitText.lowercased() != ChannelUnit.counts.symbol else {
            return nil
        }
        return "\(name) has the unit \(unitText): its values stay in it, measures that need mV or "
            + "\u{B5}S are left out"
    }
}
