/// What goes back for one request. Every answer closes its connection and carries the headers that
/// keep a browser from doing more with it than show it.
struct ServedAnswer: Equatable, Sendable {
    /// Nothing from elsewhere, nothing inline, nothing framed, nothing kept.
    static let strictHeaders = [
        (
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                + "connect-src 'self'; font-src 'none'; base-uri 'none'; form-action 'none'; "
                + "frame-ancestors 'none'"
        ),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cache-Control", "no-store"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Embedder-Policy", "require-corp"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ]

    let status: Int
    var type = "text/plain; charset=utf-8"
    var headers: [String] = []
    var body: [UInt8] = []

    /// A sentence for people.
    static func text(_ status: Int, _ text: String, headers: [String] = []) -> ServedAnswer {
        ServedAnswer(status: status, headers: headers, body: Array(text.utf8))
    }

    /// The switch to a WebSocket has neither body nor length.
    static func switching(accept: String) -> ServedAnswer {
        ServedAnswer(
            status: 101, type: "",
            headers: [
                "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: " + accept,
            ])
    }

    var bytes: [UInt8] {
        var lines = ["HTTP/1.1 \(status) \(Self.phrase(of: status))"]
        if status != 101 {
            lines += [
                "Content-Type: " + type, "Content-Length: \(body.count)", "Connection: close",
            ]
        }
        lines += headers
        lines += Self.strictHeaders.map { "\($0.0): \($0.1)" }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }

    private static func phrase(of status: Int) -> String {
        switch status {
        case 101: "Switching Protocols"
        case 200: "OK"
        case 202: "Accepted"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 421: "Misdirected Request"
        case 426: "Upgrade Required"
        case 431: "Request Header Fields Too Large"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        default: "Status"
        }
    }
}
