package io.reverie.examples.lab.catalog;

import io.reverie.examples.lab.Probe;
import io.reverie.sleep.Hypnogram;
import io.reverie.sleep.evaluate.DreamReport;
import io.reverie.sleep.evaluate.DreamReport.Sighting;
import io.reverie.sleep.evaluate.Event;
import java.util.List;

/** Looks at what was dreamt: how far from the nearest memory, of which classes; some images. */
final class DreamProbe implements Probe {
  private static final int SHOWN = 6;

  private double distance;
  private double agreement;
  private int nights;

  @Override
  public void saw(Event event, Subject subject, Notes notes) {
    if (event instanceof Event.NightPassed(long _, Hypnogram night)
        && subject.bench().remembered().isPresent()) {
      var report = DreamReport.of(night, subject.bench().remembered().get());
      List<Sighting> seen =
          report.sightings().stream().filter(sighting -> sighting.nearest() >= 0).toList();
      if (!seen.isEmpty()) {
        nights++;
        distance += seen.stream().mapToDouble(Sighting::distance).average().orElseThrow();
        agreement += seen.stream().filter(Sighting::agrees).count() / (double) seen.size();
        notes.measure("dream_distance", distance / nights);
        notes.measure("same_class_as_nearest_share", agreement / nights);
      }
      int tasks = subject.bench().trial().scenario().stream().size();
      if (subject.first() && subject.strategy().nights().size() == tasks) {
        int stride = Math.max(1, seen.size() / SHOWN);
        for (int i = 0; i < seen.size() && i / stride < SHOWN; i += stride) {
          note(seen.get(i), notes);
        }
      }
    }
  }

  private static void note(Sighting sighting, Notes notes) {
    notes.row("dream@", doubles(sighting.dream().image()));
    notes.row("nearest@", doubles(sighting.image()));
    notes.row("labels@", sighting.dream().label(), sighting.label(), sighting.distance());
  }

  /** To two digits, which is what an image of 256 shades needs. */
  private static double[] doubles(float... pixels) {
    double[] rounded = new double[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      rounded[i] = Math.round(pixels[i] * 100) / 100.0;
    }
    return rounded;
  }
}
