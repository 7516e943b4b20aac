import DeviceProtocols

/// Where one frame lies in an encoder's burst, and how many samples of each channel are in it.
struct WireFrame: Equatable, Sendable {
    let bytes: Range<Int>
    /// For each channel of the profile.
    let samples: [Int]

    /// The frames of a burst.
    ///
    /// - Precondition: `burst` is an encoder's, whole.
    static func split(_ burst: [UInt8], of board: Board, samplesPerBurst: [Int]) -> [WireFrame] {
        var frames: [WireFrame] = []
        var start = 0
        while start < burst.count {
            let frame =
                board == .healthypi6
                ? dataBlock(burst, start) : openView(burst, start, board, samplesPerBurst)
            frames.append(frame)
            start = frame.bytes.upperBound
        }
        precondition(start == burst.count, "A burst holds whole frames.")
        return frames
    }

    private static func openView(
        _ burst: [UInt8], _ start: Int, _ board: Board, _ samplesPerBurst: [Int]
    ) -> WireFrame {
        let length = Int(burst[start + 2]) | Int(burst[start + 3]) << 8
        var samples = samplesPerBurst
        if board == .healthypi5V1 {
            // ECG with respiration, or PPG.
            samples = burst[start + 4] == 3 ? [8, 4, 0] : [0, 0, 8]
        }
        return WireFrame(bytes: start..<start + length + 7, samples: samples)
    }

    private static func dataBlock(_ burst: [UInt8], _ start: Int) -> WireFrame {
        let length = Int(burst[start + 4]) | Int(burst[start + 5]) << 8
        let count = Int(burst[start + 22]) | Int(burst[start + 23]) << 8
        let samples =
            switch burst[start + 20] {
            case 1: [count, count, count, count, 0, 0]
            case 2: [0, 0, 0, 0, count, count]
            default: [0, 0, 0, 0, 0, 0]
            }
        return WireFrame(bytes: start..<start + length, samples: samples)
    }
}
