/// What each piece of evidence adds, exactly: its mean gain over every order in which the pieces
/// could have come.
/// Source: Shapley (1953), doi:10.1515/9781400881970-018.
package enum Shapley {
    package static let piecesMax = 6

    /// - Parameters:
    ///   - count: of pieces, at most `piecesMax`: the worth is asked 2^count times.
    ///   - worth: of the pieces whose bits are set.
    package static func values(count: Int, worth: (Int) -> Double) -> [Double] {
        precondition(count <= piecesMax, "Exact only of \(piecesMax) pieces: \(count).")
        let worths = (0..<(1 << count)).map(worth)
        var factorials = [1.0]
        for number in 0..<count { factorials.append(factorials[number] * Double(number + 1)) }
        return (0..<count).map { piece in
            var value = 0.0
            for set in 0..<(1 << count) where set & (1 << piece) == 0 {
                let size = set.nonzeroBitCount
                let weight =
                    factorials[size] * factorials[count - size - 1] / factorials[count]
                value += weight * (worths[set | (1 << piece)] - worths[set])
            }
            return value
        }
    }
}
