/// At each place of a block the sum of products of `weights` with the samples that end there, the
/// oldest with the first.
///
/// Each sum adds in the order of the weights, whatever the block: the output does not depend on how
/// the input was cut.
/// - Parameters:
///   - samples: one less than there are weights before the block, and the block.
///   - sums: one for each of the block.
func slidingProducts(
    _ weights: [Double], over samples: UnsafeBufferPointer<Double>,
    into sums: UnsafeMutableBufferPointer<Double>
) {
    precondition(samples.count == sums.count + weights.count - 1, "A block has its lead.")
    let (bytes, output) = (UnsafeRawBufferPointer(samples), UnsafeMutableRawBufferPointer(sums))
    weights.withUnsafeBufferPointer { weights in
        guard sums.count >= 8 else {
            for place in sums.indices {
                var sum = 0.0
                for tap in weights.indices { sum += samples[place + tap] * weights[tap] }
                sums[place] = sum
            }
            return
        }
        // Eight places side by side, so that the additions need not wait for one another; the last
        // eight may overlap those before.
        var place = 0
        while place < sums.count {
            place = min(place, sums.count - 8)
            var sum = SIMD8<Double>.zero
            for tap in weights.indices {
                sum +=
                    bytes.loadUnaligned(fromByteOffset: 8 * (place + tap), as: SIMD8<Double>.self)
                    * weights[tap]
            }
            output.storeBytes(of: sum, toByteOffset: 8 * place, as: SIMD8<Double>.self)
            place += 8
        }
    }
}
