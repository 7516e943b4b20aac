/// The rules of every table, printed before the first.
enum Rules {
    static let text = """
        # Scorecard

        Beats, by ANSI/AAMI EC57 where it says something:
        - Found and reference beats match one to one within 150 ms; of two that compete the nearer
          wins (F1@50: within 50 ms).
        - Every annotated beat counts, of whatever kind. Se = matched / reference, +P = matched /
          found, F1 their harmonic mean; gross figures add up the beats of all records.
        - Nothing is skipped at the start; the column >5:00 leaves out the first five minutes, as
          EC57 allows.
        - Ventricular flutter (record 207) is left out on both sides, and nothing else is.
        - The first channel is used. Errors are found minus reference: their median, and their SD
          about the mean. A detector that marks another point of the QRS keeps its offset.
        - The live pass gets 20 ms at a time. Latency runs from the R peak to the end of the chunk
          that made it known; the beats of the first seconds are included.
        - "good" beats are those of quality 0.5 or more, scored as if there were no others.
        - Every signal is also resampled to 128 Hz (Kaiser-windowed sinc, polyphase); all entrants
          get the same samples.
        - A vote of detectors is no truth: stretches they dispute are left out, and those who voted
          are graded too kindly by it.
        Noise: any beat found in a signal without a heart is a false alarm.
        Quality: of whole windows of 10 s (`WindowQuality`; a peer by its own index), area under
        the ROC curve.
        PPG: pulses against ECG beats 150 ms apart at most after one lag a record, 0 to 1 s, the
        best for each entrant; disputed ECG left out.
        EDA: a response's peak within 1 s of the truth; tonic RMSE over whole seconds; responses to
        events begin 1 to 5 s after, set against windows of the same record without an event.
        Respiration: breaths in windows of 60 s every 30 s against the mean of two people, where
        they differ by 2 at most; quality says yes if 80 % of the window's seconds are usable.
        Intervals: windows of 60 to 240 s at the start, in the middle and at the end of clean five
        minutes (people's annotations; no edit, RMSSD under 15 % of the mean); the interval holds
        the value of the five minutes or not; pooled, and the worst record beside it.
        Cost: processor time of one process, in this run, a signal at a time; median of three.
        Peers: the versions named, from the Python package index, at default settings; of the EDA
        peers those with an absolute least amplitude get 0.02 µS.
        """
}
