public import Testing

/// Absolute difference at most `tolerance`.
public func expect(
    _ value: Double, isClose expected: Double, within tolerance: Double,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(
        abs(value - expected) <= tolerance, "\(value) is not \(expected) within \(tolerance)",
        sourceLocation: sourceLocation)
}

/// Difference at most `tolerance` times the expected value.
public func expect(
    _ value: Double, isClose expected: Double, withinRelative tolerance: Double,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(
        abs(value - expected) <= tolerance * abs(expected),
        "\(value) is not \(expected) within \(tolerance) relative", sourceLocation: sourceLocation)
}
