/// The median of nine rows, lane by lane; two lanes at a time, which nine registers hold.
///
/// Source: the exchange network of 19 steps in Devillard, Fast median search: an ANSI C
///         implementation (1998), after Paeth, Graphics Gems (1990).
func medianOfNine(
    _ a: SIMD8<Double>, _ b: SIMD8<Double>, _ c: SIMD8<Double>, _ d: SIMD8<Double>,
    _ e: SIMD8<Double>, _ f: SIMD8<Double>, _ g: SIMD8<Double>, _ h: SIMD8<Double>,
    _ i: SIMD8<Double>
) -> SIMD8<Double> {
    SIMD8(
        lowHalf: SIMD4(
            lowHalf: medianOfPairs(
                a.lowHalf.lowHalf, b.lowHalf.lowHalf, c.lowHalf.lowHalf, d.lowHalf.lowHalf,
                e.lowHalf.lowHalf, f.lowHalf.lowHalf, g.lowHalf.lowHalf, h.lowHalf.lowHalf,
                i.lowHalf.lowHalf),
            highHalf: medianOfPairs(
                a.lowHalf.highHalf, b.lowHalf.highHalf, c.lowHalf.highHalf, d.lowHalf.highHalf,
                e.lowHalf.highHalf, f.lowHalf.highHalf, g.lowHalf.highHalf, h.lowHalf.highHalf,
                i.lowHalf.highHalf)),
        highHalf: SIMD4(
            lowHalf: medianOfPairs(
                a.highHalf.lowHalf, b.highHalf.lowHalf, c.highHalf.lowHalf, d.highHalf.lowHalf,
                e.highHalf.lowHalf, f.highHalf.lowHalf, g.highHalf.lowHalf, h.highHalf.lowHalf,
                i.highHalf.lowHalf),
            highHalf: medianOfPairs(
                a.highHalf.highHalf, b.highHalf.highHalf, c.highHalf.highHalf,
                d.highHalf.highHalf, e.highHalf.highHalf, f.highHalf.highHalf,
                g.highHalf.highHalf, h.highHalf.highHalf, i.highHalf.highHalf)))
}

private func medianOfPairs(
    _ a: SIMD2<Double>, _ b: SIMD2<Double>, _ c: SIMD2<Double>, _ d: SIMD2<Double>,
    _ e: SIMD2<Double>, _ f: SIMD2<Double>, _ g: SIMD2<Double>, _ h: SIMD2<Double>,
    _ i: SIMD2<Double>
) -> SIMD2<Double> {
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
private func sort(_ low: inout SIMD2<Double>, _ high: inout SIMD2<Double>) {
    let isOrdered = low .< high
    (low, high) = (
        high.replacing(with: low, where: isOrdered), low.replacing(with: high, where: isOrdered)
    )
}
