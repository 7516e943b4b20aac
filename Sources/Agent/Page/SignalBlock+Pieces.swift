import Biosignals

extension SignalBlock {
    /// The same samples in pieces of a few of them, all channels in step.
    ///
    /// - Parameters:
    ///   - step: seconds that a piece lasts.
    ///   - rates: of the channels, Hz.
    static func cut(
        _ blocks: [SignalBlock], every step: Double, rates: [Double]
    ) -> [[SignalBlock]] {
        var pieces: [Int: [SignalBlock]] = [:]
        for block in blocks {
            let rate = rates[block.channel]
            var start = block.start
            while start < block.end {
                // Half a sample keeps rounding from making an empty piece.
                let piece = Int(((Double(start) + 0.5) / rate / step).rounded(.down))
                let next = (Double(piece + 1) * step * rate - 0.5).rounded(.up)
                let end = min(block.end, max(start + 1, Int(min(next, 9e15))))
                pieces[piece, default: []].append(
                    SignalBlock(
                        channel: block.channel, start: start,
                        samples: Array(
                            block.samples[(start - block.start)..<(end - block.start)])))
                start = end
            }
        }
        return pieces.keys.sorted().map { pieces[$0] ?? [] }
    }
}
