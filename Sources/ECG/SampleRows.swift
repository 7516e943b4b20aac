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

/// The same of samples read in place, four at a time.
extension UnsafeBufferPointer<Double> {
    @inline(__always)
    func four(at place: Int) -> SIMD4<Double> {
        precondition(place >= 0 && place + 4 <= count, "Four samples lie within their stretch.")
        return UnsafeRawBufferPointer(self).loadUnaligned(
            fromByteOffset: place * 8, as: SIMD4<Double>.self)
    }

    /// Four sums side by side, so that the additions need not wait for one another.
    var total: Double {
        var (sums, place) = (SIMD4<Double>.zero, 0)
        while place + 4 <= count {
            sums += four(at: place)
            place += 4
        }
        return self[place...].reduce(sums.sum(), +)
    }

    /// The least and the greatest.
    var extremes: (low: Double, high: Double) {
        var low = SIMD4(repeating: Double.infinity)
        var (high, place) = (-low, 0)
        while place + 4 <= count {
            let four = four(at: place)
            low.replace(with: four, where: four .< low)
            high.replace(with: four, where: four .> high)
            place += 4
        }
        return self[place...].reduce((low.min(), high.max())) { ends, sample in
            (Swift.min(ends.0, sample), Swift.max(ends.1, sample))
        }
    }

    /// The sum of the products with as many other samples.
    func product(_ other: UnsafeBufferPointer<Double>) -> Double {
        var (sums, place) = (SIMD4<Double>.zero, 0)
        while place + 4 <= count {
            sums += four(at: place) * other.four(at: place)
            place += 4
        }
        var product = sums.sum()
        while place < count {
            product += self[place] * other[place]
            place += 1
        }
        return product
    }
}

extension UnsafeMutableBufferPointer<Double> {
    @inline(__always)
    func four(at place: Int) -> SIMD4<Double> { UnsafeBufferPointer(self).four(at: place) }

    @inline(__always)
    func setFour(at place: Int, to four: SIMD4<Double>) {
        precondition(place >= 0 && place + 4 <= count, "Four samples lie within their stretch.")
        UnsafeMutableRawBufferPointer(self).storeBytes(
            of: four, toByteOffset: place * 8, as: SIMD4<Double>.self)
    }
}

extension UnsafeMutableBufferPointer<Float> {
    @inline(__always)
    func setFour(at place: Int, to four: SIMD4<Double>) {
        precondition(place >= 0 && place + 4 <= count, "Four samples lie within their stretch.")
        UnsafeMutableRawBufferPointer(self).storeBytes(
            of: SIMD4<Float>(four), toByteOffset: place * 4, as: SIMD4<Float>.self)
    }
}
