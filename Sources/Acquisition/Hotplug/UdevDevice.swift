import CUdev

/// Reads one udev device. Valid only while whoever made it holds the handle.
struct UdevDevice {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    var systemPath: String? { text(udev_device_get_syspath(handle)) }

    /// Nil for what is no serial port: consoles, pseudo-terminals, UARTs without hardware.
    var portIdentity: PortIdentity? {
        guard let node = text(udev_device_get_devnode(handle)) else { return nil }
        return usbIdentity(node) ?? uartIdentity(node)
    }

    /// What udev's rules found out, else what the kernel itself says: a container has no udev.
    private func usbIdentity(_ node: String) -> PortIdentity? {
        guard let device = parent("usb", "usb_device") else { return nil }
        let interface = parent("usb", "usb_interface")
        return PortIdentity(
            node: node,
            vendorID: (device.attribute("idVendor") ?? property("ID_VENDOR_ID"))?.lowercased(),
            productID: (device.attribute("idProduct") ?? property("ID_MODEL_ID"))?.lowercased(),
            manufacturer: device.attribute("manufacturer") ?? property("ID_VENDOR"),
            product: device.attribute("product") ?? property("ID_MODEL"),
            serial: property("ID_SERIAL_SHORT") ?? device.attribute("serial"),
            interfaceNumber: property("ID_USB_INTERFACE_NUM")
                ?? interface?.attribute("bInterfaceNumber"),
            usbPath: property("ID_PATH") ?? interface?.systemPath ?? device.systemPath,
            usbParent: device.systemPath,
            driver: property("ID_USB_DRIVER") ?? interface?.driver,
            links: links)
    }

    /// A port with no device under it, or one of type 0 ("unknown"), has no hardware.
    private func uartIdentity(_ node: String) -> PortIdentity? {
        guard let device = udev_device_get_parent(handle).map(UdevDevice.init),
            let subsystem = device.subsystem,
            ["amba", "platform", "pnp", "serial-base", "pci", "of_platform"].contains(subsystem),
            attribute("type") != "0"
        else { return nil }
        let treePath = device.deviceTreePath
        return PortIdentity(
            node: node, usbPath: nil, driver: device.driver, deviceTreePath: treePath, links: links)
    }

    private var subsystem: String? { text(udev_device_get_subsystem(handle)) }

    private var driver: String? { text(udev_device_get_driver(handle)) }

    /// Where the firmware's description of the machine has this device or the nearest parent that
    /// it has: the one name of a UART that no boot order changes.
    private var deviceTreePath: String? {
        if let path = property("OF_FULLNAME") { return path }
        return udev_device_get_parent(handle).flatMap { UdevDevice($0).deviceTreePath }
    }

    private var links: [String] {
        var names: [String] = []
        var entry = udev_device_get_devlinks_list_entry(handle)
        while let current = entry {
            if let name = text(udev_list_entry_get_name(current)) { names.append(name) }
            entry = udev_list_entry_get_next(current)
        }
        // Without a udev daemon's own records the list is empty, and the property may be there.
        if names.isEmpty {
            names = (property("DEVLINKS") ?? "").split(separator: " ").map(String.init)
        }
        return names.sorted()
    }

    private func parent(_ subsystem: String, _ type: String) -> UdevDevice? {
        udev_device_get_parent_with_subsystem_devtype(handle, subsystem, type).map(UdevDevice.init)
    }

    private func property(_ name: String) -> String? {
        text(udev_device_get_property_value(handle, name))
    }

    private func attribute(_ name: String) -> String? {
        text(udev_device_get_sysattr_value(handle, name))?.trimmed
    }

    private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
        guard let pointer, pointer.pointee != 0 else { return nil }
        return String(cString: pointer)
    }
}
