/// What the page is told after the session has been introduced. Times are seconds since the session
/// began.
public enum PageMessage: Equatable, Sendable {
    case wave(PageWave)
    case mark(PageMark)
    case quality(PageQuality)
    case tachogram(PageTachogram)
    case poincare(PagePoincare)
    case spectrum(PageSpectrum)
    case tile(PageTile)
    case timeline(PageTimeline)
    case insight(PageInsight)
    case status(PageStatus)
    /// Nothing more will come; why.
    case ended(String)

    /// Messages with one key replace each other; nil: each stands for itself.
    var key: String? {
        switch self {
        case .wave, .mark, .quality: nil
        case .tachogram: "tachogram"
        case .poincare: "poincare"
        case .spectrum: "spectrum"
        case .tile(let tile): "tile \(tile.id)"
        case .timeline: "timeline"
        case .insight(let insight): "insight \(insight.id)"
        case .status: "status"
        case .ended: "ended"
        }
    }
}
