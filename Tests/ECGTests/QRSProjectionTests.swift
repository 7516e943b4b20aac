import Biosignals
import DSP
import RealModule
import TestKit
import Testing

@testable import ECG

struct QRSProjectionTests {
    private func bump(_ width: Double, at place: Double = 100, height: Double = 1) -> SampleHistory
    {
        var history = SampleHistory(holding: 512)
        for index in 0..<220 {
            let x = (Double(index) - place) / 180 / width
            history.append(5 + height * Double.exp(-x * x / 2))
        }
        return history
    }

    private func norm(_ row: SIMD8<Float>) -> Float { (row * row).sum().squareRoot() }

    @Test func heightScalesAndLevelFallsOut() {
        let projection = QRSProjection(rate: 180)
        let one = projection.coefficients(of: bump(0.02), at: 100)
        let three = projection.coefficients(of: bump(0.02, height: -3), at: 100)
        #expect(norm(three + 3 * one) < 1e-4 * norm(one))
    }

    @Test func aFractionOfASampleMovesLittle() {
        let projection = QRSProjection(rate: 180)
        let one = projection.coefficients(of: bump(0.02), at: 100)
        for shift in [0.25, 0.5, 0.75] {
            let other = projection.coefficients(of: bump(0.02, at: 100 + shift), at: 100 + shift)
            #expect(norm(other - one) < 0.05 * norm(one), "\(shift)")
        }
    }

    @Test func wideIsFarFromNarrow() {
        let projection = QRSProjection(rate: 180)
        let narrow = projection.coefficients(of: bump(0.015), at: 100)
        let wide = projection.coefficients(of: bump(0.04), at: 100)
        #expect(norm(wide - narrow) > 0.4 * norm(narrow))
    }
}
