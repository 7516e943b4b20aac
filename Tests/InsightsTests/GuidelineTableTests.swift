import Insights
import Testing

@Suite struct GuidelineTableTests {
    @Test func theDefaultBreakIsAGuidelines() {
        #expect(GuidelineTable.row(forBreak: 5)?.id == "duran-2023")
        #expect(GuidelineTable.row(forBreak: 3)?.id == "anses-2025")
        #expect(GuidelineTable.row(forBreak: 10) == nil)
        #expect(StationaryRule.Settings().breakMinutes == 5)
    }

    @Test func everyRowNamesItsSource() {
        #expect(Set(GuidelineTable.rows.map(\.id)).count == GuidelineTable.rows.count)
        for row in GuidelineTable.rows {
            #expect(row.source.text.contains("\(row.year)") && !row.says.isEmpty)
            #expect(row.source.doi?.hasPrefix("10.") ?? true)
        }
        #expect(GuidelineTable.rows.filter { $0.source.doi == nil }.map(\.id) == ["anses-2025"])
    }
}
