/// The median of nine rows, lane by lane.
///
/// Source: the exchange network of 19 steps in Devillard, Fast median search: an ANSI C
///         implementation (1998), after Paeth, Graphics Gems (1990).
func medianOfNine(
    _ a: SIMD8<Double>, _ b: SIMD8<Double>, _ c: SIMD8<Double>, _ d: SIMD8<Double>,
    _ e: SIMD8<Double>, _ f: SIMD8<Double>, _ g: SIMD8<Double>, _ h: SIMD8<Double>,
    _ i: SIMD8<Double>
) -> SIMD8<Double> {
    var (a, b, c, d, e, f, g, h, i) = (a, b, c, d, e, f, g, h, i)
    sort(&b, &c)
    sort(&e, &f)
    sort(&h, &i)
    sort(&a, &b)
    sort(&d, &e)
    sort(&g, &h)
    sort(&b, &c)
    sort(&e, &f)
    sort(&h, &i)
    sort(&a, &d)
    sort(&f, &i)
    sort(&e, &h)
    sort(&d, &g)
    sort(&b, &e)
    sort(&c, &f)
    sort(&e, &h)
    sort(&e, &c)
    sort(&g, &e)
    sort(&e, &c)
    return e
}

/// Puts the lesser of each pair of lanes first.
@inline(__always)
private func sort(_ low: inout SIMD8<Double>, _ high: inout SIMD8<Double>) {
    let isOrdered = low .< high
    (low, high) = (
        high.replacing(with: low, where: isOrdered), low.replacing(with: high, where: isOrdered)
    )
}
