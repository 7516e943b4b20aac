import RealModule

/// Fourier sums of weights at arbitrary places on a circle, Σ w · exp(−2πi·k·place) for k = 1…modes,
/// by a fast Fourier transform: each weight is spread over 24 points of a grid at least twice as
/// fine as the modes ask for, as a Gaussian, and the Gaussian is divided out of the bins.
///
/// Accuracy: each sum to 10⁻¹¹ of Σ|w|, from the width and reach of the Gaussian.
/// Source:   Dutt & Rokhlin (1993), doi:10.1137/0914081; Greengard & Lee (2004),
///           doi:10.1137/S003614450343200X, whose two exponentials a point these are.
struct NonuniformFourier {
    /// Grid points a weight reaches on either side.
    private static let reach = 12

    private let modes: Int
    private let fft: RealFFT
    /// Exponent of the Gaussian at one grid step: φ(d) = exp(−sharpness · d²), d in steps.
    private let sharpness: Double
    /// φ(0), φ(1), …, φ(reach).
    private let profile: [Double]

    /// - Precondition: `modes` is at least 1.
    init(modes: Int) {
        precondition(modes >= 1, "A Fourier sum has one mode or more.")
        self.modes = modes
        let band = Double(2 * modes + 2)
        let size = Self.fastLength(atLeast: max(4 * modes + 4, 4 * Self.reach))
        let ratio = Double(size) / band
        // τ = π·reach / (band²·ratio·(ratio − ½)); one step is 2π / size; sharpness is step² / 4τ.
        sharpness = .pi * (ratio - 0.5) / (ratio * Double(Self.reach))
        let sharpness = sharpness
        profile = (0...Self.reach).map { .exp(-sharpness * Double($0 * $0)) }
        fft = RealFFT(count: size)
    }

    /// Real and imaginary parts for k = 1…modes.
    /// - Parameters:
    ///   - places: turns of the circle, in 0..<1.
    ///   - weights: one a place; all 1 if nil.
    func sums(_ places: [Double], _ weights: [Double]?) -> (cosines: [Double], sines: [Double]) {
        fft.withWorkspace { workspace in
            spread(places, weights, on: workspace.input)
            let bins = workspace.transform()
            var cosines = [Double](repeating: 0, count: modes)
            var sines = cosines
            // The Gaussian's own transform, √(π / sharpness) · exp(−(2πk / size)² / 4·sharpness).
            let step = 2 * .pi / Double(fft.count)
            let height = (sharpness / .pi).squareRoot()
            for mode in 1...modes {
                let angle = step * Double(mode)
                let undone = height * .exp(angle * angle / (4 * sharpness))
                cosines[mode - 1] = bins[mode].0 * undone
                sines[mode - 1] = -bins[mode].1 * undone
            }
            return (cosines, sines)
        }
    }

    private func spread(
        _ places: [Double], _ weights: [Double]?, on grid: UnsafeMutableBufferPointer<Double>
    ) {
        grid.update(repeating: 0)
        let (size, reach) = (grid.count, Self.reach)
        profile.withUnsafeBufferPointer { profile in
            for index in places.indices {
                let place = places[index] * Double(size)
                let nearest = Int(place)
                let rest = place - Double(nearest)
                // φ(rest − l) = φ(rest) · exp(2·sharpness·rest)^l · φ(l)
                let centre = (weights?[index] ?? 1) * .exp(-sharpness * rest * rest)
                let growth = Double.exp(2 * sharpness * rest)
                let decay = 1 / growth
                var (up, down) = (centre, centre)
                var (right, left) = (nearest % size, nearest % size)
                grid[right] += centre
                for offset in 1..<reach {
                    up *= growth
                    down *= decay
                    right = right + 1 == size ? 0 : right + 1
                    left = left == 0 ? size - 1 : left - 1
                    grid[right] += up * profile[offset]
                    grid[left] += down * profile[offset]
                }
                right = right + 1 == size ? 0 : right + 1
                grid[right] += up * growth * profile[reach]
            }
        }
    }

    /// The next even length with no prime factor over 5, which FFTW transforms fastest.
    private static func fastLength(atLeast least: Int) -> Int {
        var length = (least + 1) / 2
        while true {
            var rest = length
            for factor in [2, 3, 5] { while rest % factor == 0 { rest /= factor } }
            if rest == 1 { return 2 * length }
            length += 1
        }
    }
}
