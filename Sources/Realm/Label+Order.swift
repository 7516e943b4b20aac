import EventContract

extension Label {
    /// This label and all below it.
    var andBelow: [Label] { Self.allCases.filter { $0 <= self } }
}
