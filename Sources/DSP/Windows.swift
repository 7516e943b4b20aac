import RealModule

/// Weights that fade a segment in and out before its spectrum is taken.
/// Source: Harris (1978), doi:10.1109/PROC.1978.10837.
public enum Windows {
    /// Periodic Hann window, w[n] = ½ − ½·cos(2πn / count): the form for spectra, whose next
    /// sample would be zero again. A window of one sample is 1.
    public static func hann(_ count: Int) -> [Double] {
        guard count > 1 else { return Array(repeating: 1, count: max(0, count)) }
        return (0..<count).map { 0.5 - 0.5 * .cos(2 * .pi * Double($0) / Double(count)) }
    }

    /// Weights of 1: no fading.
    public static func rectangular(_ count: Int) -> [Double] {
        Array(repeating: 1, count: max(0, count))
    }
}
