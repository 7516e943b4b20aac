/// Digital steps per millivolt of ECG, where they follow from the firmware's own settings.
enum OpenViewScale {
    /// HealthyPi v3 and v4: ADS1292R, 2.42 V reference, gain 12, the upper 16 of 24 bits;
    /// 6.154 uV a step.
    static let filteredStepsPerMillivolt = 12 * 8_388_607 / (2_420 * 256.0)
    /// HealthyPi 5: MAX30001, 1 V reference, gain 80, 18 bits; 95.37 nV a step.
    static let plainStepsPerMillivolt = 131_072 * 80 / 1_000.0
    /// The same, sent times 256; 0.3725 nV a step.
    static let times256StepsPerMillivolt = plainStepsPerMillivolt * 256
    /// The converter's step in builds that send times 256.
    static let times256Step: Int32 = 256
    /// HealthyPi v3 leaves IR shifted by ten bits.
    static let shiftedInfraredStep: Int32 = 1_024
}
