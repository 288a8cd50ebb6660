package io.reverie.examples.lab.catalog;

import io.reverie.examples.lab.Experiment;
import io.reverie.examples.lab.Net;
import java.util.ArrayList;
import java.util.List;

/** All experiments, in the order in which they are listed and run. */
public final class Catalog {
  private Catalog() {}

  /** All of them. */
  public static List<Experiment> all() {
    List<Experiment> all = new ArrayList<>();
    all.add(ForgettingTable.split(200));
    all.add(ForgettingTable.split(500));
    all.add(ForgettingTable.permuted());
    all.add(ForgettingTable.rotated());
    all.add(Timing.offline());
    all.add(Dormancy.dormancy());
    all.add(Mechanisms.homeostasis());
    all.add(Mechanisms.noise());
    all.add(Priorities.priorities(200));
    all.add(Priorities.priorities(1000));
    all.add(Priorities.priorities(5000));
    all.add(Compression.compression());
    all.add(Mechanisms.reverse());
    all.add(Outcomes.pruning());
    all.add(Outcomes.quantising());
    all.add(Outcomes.flatness());
    all.add(Timing.overhead());
    all.add(Architectures.madeUp());
    all.add(Memories.dreams());
    all.add(Memories.cues());
    all.add(Spiking.mechanism());
    all.add(Ablation.ablation());
    all.add(Architectures.images(Net.CNN, 0.03f));
    all.add(Architectures.images(Net.LSTM, 0.1f));
    all.add(Architectures.images(Net.TRANSFORMER, 0.05f));
    all.add(Architectures.texts());
    return all;
  }

  /**
   * Those of this name: {@code all}, an id in any case, or what ids begin with before a dash.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static List<Experiment> named(String name) {
    List<Experiment> found =
        all().stream()
            .filter(e ->
                name.equalsIgnoreCase("all")
                    || e.id().equalsIgnoreCase(name)
                    || e.id()
                        .toLowerCase(java.util.Locale.ROOT)
                        .startsWith(name.toLowerCase(java.util.Locale.ROOT) + "-"))
            .toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "no experiment is called %s: there are %s, and all"
              .formatted(name, all().stream().map(Experiment::id).toList()));
    }
    return found;
  }
}
