import Foundation
import Publishing
import TestKit

@testable import NATSPublishing

/// Every message of the agent's stream in stored order.
func storedMessages(_ server: NATSServer) throws -> [BrokerMessage] {
    let connection = try BrokerConnection(BrokerURL(server.url), agent: .standard)
    var messages: [BrokerMessage] = []
    for place in 1... {
        let found = try connection.request(
            "$JS.API.DIRECT.GET.AGENT_healthypi", #"{"seq":\#(place)}"#, milliseconds: 5_000)
        guard let found, found.status == nil else { break }
        messages.append(found)
    }
    return messages
}
