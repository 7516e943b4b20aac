import RealModule

/// Weights that fade a segment in and out before its spectrum is taken.
/// Source: Harris (1978), doi:10.1109/PROC.1978.10837.
public enum Windows {
    /// Whether the window's last sample is its first again (for filters, and in some tools) or the
    /// sample after it would be (for spectra).
    public enum Form: String, CaseIterable, Sendable {
        case periodic, symmetric
    }

    /// Hann window, w[n] = ½ − ½·cos(2πn / period); unless told otherwise in the periodic form, whose
    /// next sample would be zero again. A window of one sample is 1.
    public static func hann(_ count: Int, _ form: Form = .periodic) -> [Double] {
        raisedCosine(count, form, middle: 0.5)
    }

    /// Hamming window, w[n] = 0.54 − 0.46·cos(2πn / period).
    public static func hamming(_ count: Int, _ form: Form = .periodic) -> [Double] {
        raisedCosine(count, form, middle: 0.54)
    }

    /// Weights of 1: no fading.
    public static func rectangular(_ count: Int) -> [Double] {
        Array(repeating: 1, count: max(0, count))
    }

    private static func raisedCosine(_ count: Int, _ form: Form, middle: Double) -> [Double] {
        guard count > 1 else { return Array(repeating: 1, count: max(0, count)) }
        let period = Double(form == .periodic ? count : count - 1)
        return (0..<count).map { middle - (1 - middle) * .cos(2 * .pi * Double($0) / period) }
    }
}
