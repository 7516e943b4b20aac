import Biosignals
import Insights
import Sedentary

/// What a minute showed of heart and movement, kept until the skin's slower word on it has come.
struct HeartMinute: Sendable {
    let window: Range<Double>
    let state: ArousalWindow.State
    let acceleration: StandardGravity?
    let heart: ArousalHeart?
}

extension ArousalWindow.State {
    init(_ state: Epoch.State) {
        self =
            switch state {
            case .stationary: .still
            case .active: .active
            case .asleep: .asleep
            case .notWorn: .notWorn
            case .unknown: .unknown
            }
    }
}
