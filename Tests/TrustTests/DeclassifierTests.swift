import EventContract
import Testing

@testable import Trust

@Suite struct DeclassifierTests {
    @Test("T25 a result is as private as what it rests on, but for the named ways down")
    func labels() {
        for label in Label.allCases {
            for input in Label.allCases {
                let inputs = [Label.public, input, .public]
                let refused = rule { try Declassifier.check(label, inputs: inputs) }
                #expect(refused == (label < input ? .labelLowered : nil))
                for way in Declassifier.allCases {
                    let refused = rule { try Declassifier.check(label, inputs: inputs, by: way) }
                    let lowest = input == .restricted ? .restricted : min(input, .internal)
                    #expect(refused == (label < lowest ? .labelLowered : nil))
                }
            }
        }
        #expect(Declassifier.lowest(inputs: []) == .public)
    }
}
