/// Arrays of samples taken eight at a time, wherever a row of eight begins.
extension [Double] {
    /// Rows that hold `count` samples, the last one filled up.
    static func rows(holding count: Int) -> Int { (count + 7) / 8 }

    @inline(__always)
    func row(at place: Int) -> SIMD8<Double> {
        precondition(place >= 0 && place + 8 <= count, "A row lies within its array.")
        return withUnsafeBytes {
            $0.loadUnaligned(fromByteOffset: place * 8, as: SIMD8<Double>.self)
        }
    }

    @inline(__always)
    mutating func setRow(at place: Int, to row: SIMD8<Double>) {
        precondition(place >= 0 && place + 8 <= count, "A row lies within its array.")
        withUnsafeMutableBytes {
            $0.storeBytes(of: row, toByteOffset: place * 8, as: SIMD8<Double>.self)
        }
    }
}
