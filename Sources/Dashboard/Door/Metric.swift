/// Every metric that the agent exports, with what is said of it.
///
/// Names end in their unit; what only grows ends in `_total`. Beats are measured: their rate is
/// the heart rate.
enum Metric: String, CaseIterable, Sendable {
    case buildInfo = "healthypi_build_info"
    case loopAge = "healthypi_acquisition_loop_age_seconds"
    case ready = "healthypi_ready"
    case sessionSeconds = "healthypi_session_seconds"
    case boardConnected = "healthypi_board_connected"
    case samples = "healthypi_samples_total"
    case lostSamples = "healthypi_lost_samples_total"
    case droppedSamples = "healthypi_acquisition_dropped_samples_total"
    case boardSkew = "healthypi_board_clock_skew_ppm"
    case clockSynced = "healthypi_clock_synced"
    case clockError = "healthypi_clock_error_seconds"
    case quality = "healthypi_signal_quality_ratio"
    case brokerState = "healthypi_broker_state"
    case outboxWaiting = "healthypi_outbox_waiting_events"
    case outboxPublished = "healthypi_outbox_published_events_total"
    case outboxDropped = "healthypi_outbox_dropped_events_total"
    case insights = "healthypi_insights_total"
    case insightConfidence = "healthypi_insight_confidence_ratio"
    case storeBytes = "healthypi_store_bytes"
    case storeTaking = "healthypi_store_taking"
    case cpuSeconds = "process_cpu_seconds_total"
    case residentBytes = "process_resident_memory_bytes"
    case startTime = "process_start_time_seconds"
    case beats = "healthypi_beats_total"
    case edits = "healthypi_edits_total"
    case heartRate = "healthypi_heart_rate_per_minute"
    case rmssd = "healthypi_rmssd_milliseconds"
    case rmssdLow = "healthypi_rmssd_ci_low_milliseconds"
    case rmssdHigh = "healthypi_rmssd_ci_high_milliseconds"
    case breathingRate = "healthypi_breathing_rate_per_minute"
    case skinLevel = "healthypi_skin_level_microsiemens"
    case temperature = "healthypi_temperature_celsius"
    case stationary = "healthypi_stationary_minutes"

    var kind: MetricFamily.Kind { rawValue.hasSuffix("_total") ? .counter : .gauge }

    /// Whether its values are a person's, and confidential.
    var isMeasured: Bool {
        switch self {
        case .beats, .edits, .heartRate, .rmssd, .rmssdLow, .rmssdHigh, .breathingRate, .skinLevel,
            .temperature, .stationary:
            true
        default: false
        }
    }

    var help: String {
        switch self {
        case .buildInfo: "The agent's name and version; always 1."
        case .loopAge: "Time since the acquisition loop turned last."
        case .ready: "1 when everything the agent was started for works."
        case .sessionSeconds: "Signal of the running session."
        case .boardConnected: "1 while the board is connected."
        case .samples: "Samples that came from the board, all channels."
        case .lostSamples: "Samples that did not come, for whatever reason."
        case .droppedSamples: "Lost samples that were dropped here because reading was late."
        case .boardSkew: "The board's clock against this machine's, parts per million."
        case .clockSynced: "1 while the kernel holds this machine's clock to a reference."
        case .clockError: "The kernel's bound on the error of this machine's clock."
        case .quality:
            "What the channel's signal is worth now, 0 to 1; below 0.5 nothing is computed."
        case .brokerState: "1 for the state that the broker's connection is in."
        case .outboxWaiting: "Events that wait for the broker."
        case .outboxPublished: "Events that the broker has acknowledged since the agent started."
        case .outboxDropped: "Events that a full outbox has let go; gap events name them."
        case .insights: "Insights since the agent started."
        case .insightConfidence: "Confidence of the latest insight, 0 to 1."
        case .storeBytes: "Size of the store's file and its log."
        case .storeTaking: "1 while the store takes what is found."
        case .cpuSeconds: "Processor time that the agent has used."
        case .residentBytes: "Memory that the agent takes up."
        case .startTime: "When the agent started, since 1970-01-01T00:00:00Z."
        case .beats: "Beats of the running session."
        case .edits: "Beats of the running session that were put in, taken out or moved."
        case .heartRate: "Heart rate of the latest minute."
        case .rmssd: "RMSSD of the latest window."
        case .rmssdLow: "Lower end of the 95 % interval of RMSSD."
        case .rmssdHigh: "Upper end of the 95 % interval of RMSSD."
        case .breathingRate: "Breathing rate of the latest window."
        case .skinLevel: "Level of skin conductance of the latest window."
        case .temperature: "Temperature of the latest window."
        case .stationary: "Minutes stationary without a break, until now."
        }
    }
}
