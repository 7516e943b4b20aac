import Acquisition

/// Why a board may be silent although its port is open, by what its USB identity claims.
enum SilenceAdvice {
    static func text(for identity: PortIdentity?) -> String {
        switch (identity?.vendorID, identity?.productID) {
        case ("1158"?, "0001"?):
            "A HealthyPi 5 is silent while it streams to a phone, and with firmware v1.1.0 to "
                + "v1.1.2 always: disconnect the phone, or update the firmware to v2.2.0."
        case ("0403"?, "6015"?), ("10c4"?, "ea60"?):
            "A HealthyPi v4 streams in \"V3 mode\" only; after a reset it is in web-server mode: "
                + "slide its mode switch and press the button."
        case ("1209"?, "ff91"?), ("2fe3"?, "0100"?):
            "A HealthyPi 6 streams once it is asked to on its second port: name both ports, or let "
                + "run find them by itself."
        case (nil, _) where identity?.deviceTreePath != nil:
            "On the header's UART: is the board on, does the login console use the port "
                + "(raspi-config), and is it a v3 or v4 in V3 mode? A HealthyPi 5 sends nothing "
                + "there."
        default:
            "Is the board on, and does its firmware stream over this port? See hardware/ for each "
                + "board's ways of being silent."
        }
    }
}
