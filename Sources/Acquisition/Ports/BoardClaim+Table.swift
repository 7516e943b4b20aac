import DeviceProtocols

extension BoardClaim {
    /// What `identity` claims.
    public init(_ identity: PortIdentity) {
        if let vendor = identity.vendorID, let product = identity.productID {
            self = Self.usb(vendor, product, driver: identity.driver)
        } else if let path = identity.deviceTreePath {
            self = Self.uart(HeaderUART(deviceTreePath: path))
        } else {
            self = .named
        }
    }

    /// A port of which only the user's word is known, such as a pseudo-terminal or a bare path.
    public static let named = BoardClaim(
        name: "port named by the user", strength: .none, boards: [], lineRule: .leaveAlone,
        writeRule: .onceSilentIfNamed, baudRates: [.rate115200, .rate57600])

    private init(
        name: String, strength: Strength, boards: [Board], lineRule: LineRule,
        writeRule: WriteRule = .never, baudRates: [BaudRate] = [.rate115200],
        patience: Duration = .seconds(5)
    ) {
        self.init(
            name: name, strength: strength, boards: boards, lineRule: lineRule,
            writeRule: writeRule, baudRates: baudRates, patience: patience, settling: .seconds(1))
    }

    private static let zephyr5: [Board] = [.healthypi5, .healthypi5V2, .healthypi5V1]
    private static let breakouts: [Board] = [
        .tinyGSR, .ads1292r, .ads1293, .afe4490, .max30001,
    ]
    private static let bothRates: [BaudRate] = [.rate57600, .rate115200]

    private static func usb(_ vendor: String, _ product: String, driver: String?) -> BoardClaim {
        switch (vendor, product) {
        // The firmware up to 2.1.0 sends back, inside its stream, whatever it is sent
        // (protocentral_healthypi5_zephyr, app/src/usbd_init.c and hw_module.c).
        case ("1158", "0001"):
            BoardClaim(
                name: "HealthyPi 5", strength: .firmware, boards: zephyr5, lineRule: .assertDTR)
        case ("1209", "ff91"), ("2fe3", "0100"):
            BoardClaim(
                name: "HealthyPi 6", strength: vendor == "1209" ? .documented : .shared,
                boards: [.healthypi6], lineRule: .assertDTR, writeRule: .onceSilent)
        case ("1209", "ff90"):
            BoardClaim(
                name: "HealthyPi 5 (NEXT firmware)", strength: .documented,
                boards: [.healthypi5Next, .healthypi5Legacy] + zephyr5, lineRule: .assertDTR,
                writeRule: .onceSilentIfNamed)
        case ("2e8a", _):
            BoardClaim(
                name: "Raspberry Pi Pico, or a HealthyPi 5 with Arduino firmware",
                strength: .shared, boards: [.healthypi5Next, .healthypi5Legacy],
                lineRule: .assertDTR, writeRule: .onceSilentIfNamed)
        case ("0403", "6015"):
            BoardClaim(
                name: "FT231X bridge, as on a HealthyPi 4", strength: .shared,
                boards: [.healthypi4], lineRule: .leaveAlone)
        case ("10c4", "ea60"):
            BoardClaim(
                name: "CP210x bridge", strength: .shared, boards: [.healthypi4] + breakouts,
                lineRule: .leaveAlone, baudRates: [.rate115200, .rate57600])
        case ("2341", "804d"):
            BoardClaim(
                name: "Arduino Zero, as a HealthyPi 3 shows itself", strength: .shared,
                boards: [.healthypi3], lineRule: .assertDTR)
        case ("2341", _), ("2a03", _): arduino
        case ("0403", "6001"), ("1a86", "7523"):
            BoardClaim(
                name: "USB serial bridge, as on many Arduino boards", strength: .shared,
                boards: breakouts, lineRule: .leaveAlone, baudRates: bothRates)
        // In the configuration of a HealthyPi Move, whose firmware never switches USB on.
        case ("4440", "0001"): unknown(lineRule: .leaveAlone)
        default: unknown(lineRule: driver == "cdc_acm" ? .assertDTR : .leaveAlone)
        }
    }

    /// The bootloader (004d) included: it never sends a frame and is refused for that.
    private static let arduino = BoardClaim(
        name: "Arduino", strength: .shared, boards: breakouts, lineRule: .assertDTR,
        baudRates: bothRates)

    private static func unknown(lineRule: LineRule) -> BoardClaim {
        BoardClaim(
            name: "USB serial port", strength: .none, boards: [], lineRule: lineRule,
            baudRates: [.rate115200, .rate57600])
    }

    /// A HealthyPi 3 speaks at 57,600 baud at the header, a HealthyPi 4 at 115,200; a 5 not at all.
    private static func uart(_ place: HeaderUART) -> BoardClaim {
        let isHeader = place == .header || place == .headerMini
        return BoardClaim(
            name: isHeader ? "40-pin header" : "built-in serial port",
            strength: isHeader ? .shared : .none, boards: [.healthypi3, .healthypi4],
            lineRule: .leaveAlone, baudRates: bothRates)
    }
}
