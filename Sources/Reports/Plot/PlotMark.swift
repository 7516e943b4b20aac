/// A small shape of fixed size on a plot; each is another shape, so that colour is not needed to
/// tell them apart.
enum PlotMark: String, CaseIterable {
    case plus, cross, diamond, triangle, square, ring, beat

    /// Around the place it stands at, within six pixels of it.
    var markup: Markup {
        switch self {
        case .plus: "<path d=\"M-5 0H5M0-5V5\"/>"
        case .cross: "<path d=\"M-4-4L4 4M-4 4L4-4\"/>"
        case .diamond: "<path class=\"hollow\" d=\"M0-5L5 0L0 5L-5 0z\"/>"
        case .triangle: "<path class=\"hollow\" d=\"M0-5L5 4H-5z\"/>"
        case .square: "<path class=\"hollow\" d=\"M-4-4H4V4H-4z\"/>"
        case .ring: "<circle class=\"hollow\" r=\"4.5\"/>"
        case .beat: "<path class=\"full\" d=\"M-4-4H4L0 3z\"/>"
        }
    }
}
