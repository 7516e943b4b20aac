/// Two readings of known conductances, from which counts become microsiemens.
public struct ConductanceCalibration: Equatable, Sendable {
    public struct Point: Equatable, Sendable {
        /// What the converter said, raw counts; a mean of many may have a fraction.
        public var counts: Double
        /// What was connected, µS: a resistor of R megohms has 1 / R.
        public var microsiemens: Double

        public init(counts: Double, microsiemens: Double) {
            self.counts = counts
            self.microsiemens = microsiemens
        }
    }

    public var first: Point
    public var second: Point

    /// Nil unless both counts and both conductances differ.
    public init?(_ first: Point, _ second: Point) {
        guard first.counts != second.counts, first.microsiemens != second.microsiemens else {
            return nil
        }
        self.first = first
        self.second = second
    }
}
