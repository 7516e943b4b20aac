import Acquisition
import DeviceProtocols
import Testing

@Suite struct PortIdentityTests {
    private let board = PortIdentity(
        node: "/dev/ttyACM0", vendorID: "1158", productID: "0001", product: "HealthyPi 5",
        serial: "E66138528351A1B2", interfaceNumber: "00", usbPath: "pci-0-usb-0:2:1.0",
        links: ["/dev/serial/by-id/usb-HealthyPi_5_E66138528351A1B2-if00"])

    @Test func keyOutlivesTheNodeAndTellsSocketsAndBoardsApart() {
        var again = board
        again.node = "/dev/ttyACM7"
        #expect(again.stableKey == board.stableKey)
        var elsewhere = board
        elsewhere.usbPath = "pci-0-usb-0:3:1.0"
        #expect(elsewhere.stableKey != board.stableKey)
        var other = board
        other.serial = "E66138528351C3D4"
        #expect(other.stableKey != board.stableKey)
    }

    @Test func nothingPrintedHoldsTheSerialNumber() {
        var printed = "\(board) \(String(reflecting: board)) \(board.stableKey)"
        dump(board, to: &printed)
        dump(board.stableKey, to: &printed)
        #expect(!printed.contains("E66138528351"))
        #expect(printed.contains("HealthyPi 5 (1158:0001, serial …A1B2, interface 00)"))
        var short = board
        short.serial = "A1B2"
        #expect(!short.description.contains("A1B2"))
    }

    @Test func barePathIsKnownByItself() {
        let port = PortIdentity(node: "/dev/pts/3")
        #expect(port.description == "serial port at /dev/pts/3")
        #expect(port.stableKey == PortIdentity(node: "/dev/pts/3").stableKey)
        #expect(port.stableKey != PortIdentity(node: "/dev/pts/4").stableKey)
    }

    @Test(arguments: [
        ("/soc/serial@7e201000", HeaderUART.header),
        ("/axi/pcie@1000120000/rp1/serial@30000", .header),
        ("/soc/serial@7e215040", .headerMini),
        ("/soc@107c000000/serial@7d001000", .debugConnector),
        ("/soc/serial@30000", .other),
        ("", .other),
    ])
    func headerIsFoundByItsPlaceInTheDeviceTree(_ path: String, _ place: HeaderUART) {
        #expect(HeaderUART(deviceTreePath: path) == place)
    }

    /// Ids with confidence as the vendor's sources give it; see hardware/udev/60-healthypi.rules.
    @Test(arguments: [
        ("1158", "0001", BoardClaim.Strength.firmware, Board.healthypi5, LineRule.assertDTR),
        ("1209", "ff91", .documented, .healthypi6, .assertDTR),
        ("2fe3", "0100", .shared, .healthypi6, .assertDTR),
        ("1209", "ff90", .documented, .healthypi5Next, .assertDTR),
        ("2e8a", "000a", .shared, .healthypi5Next, .assertDTR),
        ("2e8a", "00c0", .shared, .healthypi5Next, .assertDTR),
        ("0403", "6015", .shared, .healthypi4, .leaveAlone),
        ("10c4", "ea60", .shared, .healthypi4, .leaveAlone),
        ("2341", "804d", .shared, .healthypi3, .assertDTR),
        ("2341", "0043", .shared, .tinyGSR, .assertDTR),
        ("2a03", "0043", .shared, .tinyGSR, .assertDTR),
        ("0403", "6001", .shared, .tinyGSR, .leaveAlone),
        ("1a86", "7523", .shared, .tinyGSR, .leaveAlone),
    ])
    func claims(
        _ vendor: String, _ product: String, _ strength: BoardClaim.Strength, _ first: Board,
        _ rule: LineRule
    ) {
        let claim = BoardClaim(
            PortIdentity(node: "/dev/ttyX", vendorID: vendor, productID: product))
        #expect(claim.strength == strength)
        #expect(claim.boards.first == first)
        #expect(claim.lineRule == rule)
        #expect(claim.isWorthListening)
        #expect(claim.settling == .seconds(1))
    }

    /// A HealthyPi 5 sends back, within its stream, what it is sent.
    @Test(arguments: [
        ("1158", "0001", WriteRule.never), ("0403", "6015", .never), ("2341", "0043", .never),
        ("10c4", "ea60", .never), ("046d", "c52b", .never), ("1209", "ff91", .onceSilent),
        ("2fe3", "0100", .onceSilent), ("2e8a", "000a", .onceSilentIfNamed),
        ("1209", "ff90", .onceSilentIfNamed),
    ])
    func onlyAHealthyPi6MayBeAsked(_ vendor: String, _ product: String, _ rule: WriteRule) {
        let identity = PortIdentity(node: "", vendorID: vendor, productID: product)
        #expect(BoardClaim(identity).writeRule == rule)
    }

    @Test func namedPortMayBeAskedButNotTheHeader() {
        #expect(BoardClaim(PortIdentity(node: "/dev/pts/1")).writeRule == .onceSilentIfNamed)
        let header = PortIdentity(
            node: "/dev/ttyAMA0", deviceTreePath: "/axi/pcie@1000120000/rp1/serial@30000")
        #expect(BoardClaim(header).writeRule == .never)
    }

    @Test func strangersAreNotOpenedUnlessNamed() {
        for (vendor, product) in [("4440", "0001"), ("046d", "c52b"), ("1158", "0002")] {
            let identity = PortIdentity(node: "", vendorID: vendor, productID: product)
            #expect(!BoardClaim(identity).isWorthListening)
        }
        let debug = PortIdentity(
            node: "/dev/ttyAMA10", deviceTreePath: "/soc@107c000000/serial@7d001000")
        #expect(!BoardClaim(debug).isWorthListening)
        #expect(!BoardClaim(PortIdentity(node: "/dev/pts/1")).isWorthListening)
    }

    @Test func realUARTsAreTriedAtBothSpeeds() {
        let header = PortIdentity(node: "", deviceTreePath: "/soc/serial@7e201000")
        #expect(BoardClaim(header).baudRates == [.rate57600, .rate115200])
        #expect(BoardClaim(header).lineRule == .leaveAlone)
        #expect(BoardClaim(board).baudRates == [.rate115200])
    }
}
