extension HRVPreset {
    /// What its method card says beside the choices.
    var notes: [String] {
        switch self {
        case .taskforce:
            [
                "Task Force (1996), doi:10.1161/01.CIR.93.5.1043; what it leaves open is settled "
                    + "as this card says."
            ]
        case .kubios:
            [
                "Published parameters only, as the literature quotes them from Tarvainen et al. "
                    + "(2014), doi:10.1016/j.cmpb.2013.07.024, and the user's guide, neither of "
                    + "which was at hand. No output of the program could be had to check against.",
                "The trend is taken from every measure but meanNN, heartRate, SDANN and the SDNN "
                    + "index: which of them the program takes it from is not published measure by "
                    + "measure.",
                "stressIndex is Baevsky's index, as in every preset; the program shows its root.",
                "TINN and HTI are ours: how the program searches its triangle is not published.",
            ]
        case .neurokit:
            [
                "Checked against NeuroKit2 0.2.13 itself: hrv_time, "
                    + "hrv_frequency(normalize=False) and hrv_nonlinear.",
                "By default the program divides powers by the highest bin (normalize=True); "
                    + "here they are in ms\u{b2}.",
                "LFn and HFn are shares of the total power there, here in % of it.",
                "TINN: the program begins the search of the right foot once only, so the left foot "
                    + "never moves, and prints 0 where no triangle fits; here there is no value.",
                "SDANN and the SDNN index are its SDANN5 and SDNNI5.",
            ]
        case .physionet:
            [
                "Checked against the values printed with the toolbox for nsr001 and nsr004, to "
                    + "their digits; its fluctuation analysis is not among them.",
                "Powers are the sums the toolbox prints: Lomb's powers times the step, which are "
                    + "ms\u{b2} over the mean NN in seconds. Times meanNN / 1000 they are ms\u{b2}.",
                "pNN50 is a share there, here in %; LF/HF is rounded to two digits there.",
                "Intervals that were removed leave neighbours with no beat in common; the toolbox "
                    + "takes their difference.",
            ]
        }
    }
}
