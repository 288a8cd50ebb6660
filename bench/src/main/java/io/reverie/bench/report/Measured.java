package io.reverie.bench.report;

import java.util.List;
import java.util.SequencedMap;

/**
 * All that was measured; what was not is empty.
 *
 * @param rows by JMH
 * @param times what {@code compare.py} printed, by the peer's name
 * @param memory what {@code PeakMemory} printed, likewise
 * @param firstSteps what {@code FirstSteps} printed
 * @param startUp what {@code StartUp} printed
 */
record Measured(
    List<Measurement> rows,
    SequencedMap<String, List<Comparison>> times,
    SequencedMap<String, List<Comparison>> memory,
    Table firstSteps,
    Table startUp) {}
