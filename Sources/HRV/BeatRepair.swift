import Biosignals

/// One edit of a draft: the intervals it takes away and those it puts in their place, of the same
/// total length.
struct BeatRepair {
    let range: Range<Int>
    let replacement: [Double]
    let edit: BeatEdit
}
