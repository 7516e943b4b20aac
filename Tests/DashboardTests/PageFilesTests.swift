import Foundation
import TestKit
import Testing

@testable import Dashboard

struct PageFilesTests {
    /// What lies in the folder is what the program serves, byte for byte, under its own name.
    @Test func theWholePageIsInTheProgram() throws {
        let folder = packageRoot() + "/Sources/Dashboard/Page"
        let files = PageFiles.embedded
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let bytes = try #require(FileManager.default.contents(atPath: folder + "/" + name))
            let answer = files[name == "index.html" ? "/" : "/" + name]
            #expect(answer?.body == Array(bytes), "\(name)")
        }
        #expect(files.weight < 200_000)
    }

    @Test func eachHasItsType() {
        let files = PageFiles([("/", []), ("/a.css", []), ("/a.js", []), ("/a.svg", [])])
        #expect(files["/"]?.type == "text/html; charset=utf-8")
        #expect(files["/a.css"]?.type == "text/css; charset=utf-8")
        #expect(files["/a.js"]?.type == "text/javascript; charset=utf-8")
        #expect(files["/a.svg"]?.type == "image/svg+xml")
        #expect(files["/index.html"] == nil && files[""] == nil && files["/../a.js"] == nil)
    }
}
