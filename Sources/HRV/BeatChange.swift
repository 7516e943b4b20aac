import Biosignals

/// One edit of an RR series, as what it does to a beat; changes of different beats do not depend on
/// each other, so that each can be undone alone.
struct BeatChange {
    /// What is changed, by the index of an interval of the unedited series.
    struct Place: Hashable {
        enum Part: Hashable {
            /// The beat that ends the interval.
            case beat
            /// Beats put into the interval.
            case inside
            /// The interval that ends at that beat, or at the inserted beat of that number.
            case interval(inserted: Int?)
        }

        let interval: Int
        let part: Part
    }

    enum Action {
        case remove
        /// ms, later is positive.
        case move(by: Double)
        /// Beats put in, ms from the start of the interval, increasing.
        case insert([Double])
        /// The interval.
        case leaveOut
        /// The two intervals that the beat bounds.
        case leaveOutAround
        /// The interval takes this length, ms; the beats stay.
        case setLength(Double)
    }

    let place: Place
    var kind: BeatEdit.Kind
    var action: Action
    let costBefore: Double
    var costAfter: Double
}
