import RealModule

func cosine(_ angle: Double) -> Double { Double.cos(angle) }
