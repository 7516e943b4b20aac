import Dashboard
import Testing

struct LoopbackAddressTests {
    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1:8080"), ("[::1]:9", "[::1]:9"),
        ("localhost:65535", "localhost:65535"), ("8080", "127.0.0.1:8080"),
    ])
    func thisMachineIsServed(text: String, address: String) throws {
        #expect(try LoopbackAddress(text).description == address)
    }

    @Test(arguments: ["", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "x"])
    func whatNamesNoPortIsNoAddress(text: String) {
        #expect(throws: LoopbackAddressError.notAnAddress(text)) { try LoopbackAddress(text) }
    }

    @Test(arguments: ["0.0.0.0", "192.168.1.5", "", "::", "example.org", "127.0.0.1.example.org"])
    func anotherAddressIsRefused(host: String) {
        #expect(throws: LoopbackAddressError.reachesFurther(host: host, port: 80)) {
            try LoopbackAddress("[\(host)]:80")
        }
    }

    @Test func theRefusalSaysWhatToDo() {
        #expect(
            "\(LoopbackAddressError.reachesFurther(host: "0.0.0.0", port: 8080))"
                == "The page shows health data and is served to this machine only, not on 0.0.0.0. "
                + "Serve it on 127.0.0.1:8080, and on the other machine run: "
                + "ssh -L 8080:127.0.0.1:8080 USER@THIS-MACHINE")
    }
}
