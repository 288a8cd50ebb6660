package io.reverie.sleep;

import io.reverie.optim.Optimizer;
import io.reverie.sleep.Hypnogram.Episode;
import io.reverie.sleep.Hypnogram.Reading;
import io.reverie.sleep.stage.Dream;
import io.reverie.sleep.stage.NightState;
import io.reverie.sleep.wake.Learner;
import io.reverie.sleep.wake.Ledger;
import io.reverie.sleep.wake.Snapshot;
import io.reverie.tensor.Rng;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a page of the journal says of a night between two of its stages, and how it goes on from
 * there. The memory's content has a page of its own: see {@link MemoryPage}.
 */
final class NightPage {
  private NightPage() {}

  static Page of(Sleeping sleeping) {
    Page page = new Page();
    page.put("night", id(sleeping));
    page.put("sleeper", Fingerprint.of(sleeping.sleeper));
    page.put("networks", layout(sleeping));
    page.put("memory settings", MemoryPage.settings(sleeping.memory));
    page.put("memory seen", new long[] {sleeping.memory.seen()});
    page.put("rng", longs(sleeping.rng.state()));
    page.put("seconds", bits(sleeping.seconds()));
    sleeping.networks.forEach((name, network) -> put(page, "network/" + name, network));
    put(page, sleeping.night.state());
    putEpisodes(page, sleeping.episodes);
    putReadings(page, sleeping.readings);
    int ledger = 0;
    for (Map.Entry<Ledger, long[]> paid : sleeping.paid().entrySet()) {
      String name = "ledger " + ledger++;
      page.put(name, paid.getValue());
      Map<String, Long> kept = paid.getKey().kept();
      page.put(name + " kept", kept.values().stream().mapToLong(Long::longValue).toArray());
      page.put(name + " accounts", String.join("\n", kept.keySet()));
    }
    return page;
  }

  /** Throws unless the page is of this very night, sleeper, models and kind of memory. */
  static void requireSame(Page page, Sleeping here, String journal) {
    long[] night = page.longs("night");
    if (night[0] != id(here)[0] || night[1] != id(here)[1]) {
      throw another(journal, "night: its stream of random numbers is another one");
    }
    requireSame(journal, "sleeper", page.text("sleeper"), Fingerprint.of(here.sleeper));
    requireSame(journal, "model", page.text("networks"), layout(here));
    requireSame(journal, "memory", page.text("memory settings"), MemoryPage.settings(here.memory));
    long seen = page.longs("memory seen")[0];
    if (here.memory.size() > 0 && here.memory.seen() != seen) {
      throw another(
          journal,
          "night: the memory had seen %d samples then, %d now".formatted(seen, here.memory.seen()));
    }
  }

  private static void requireSame(String journal, String what, String there, String here) {
    if (!there.equals(here)) {
      int at = 0;
      while (at < Math.min(there.length(), here.length()) && there.charAt(at) == here.charAt(at)) {
        at++;
      }
      throw another(
          journal,
          "%s: there \"%s\", here \"%s\"".formatted(what, near(there, at), near(here, at)));
    }
  }

  /** The part of a long text in which it differs. */
  private static String near(String text, int at) {
    int from = Math.max(0, at - 40);
    int to = Math.min(text.length(), at + 60);
    return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
  }

  private static IllegalArgumentException another(String journal, String what) {
    return new IllegalArgumentException(
        "the unfinished night in %s is of another %s. Sleep with what it was begun with, or drop it"
                .formatted(journal, what)
            + " by Journal.clear(); the evening's model stays");
  }

  /** Lets the night stand where the page says. */
  static void restore(Page page, Sleeping sleeping) {
    sleeping.networks.forEach((name, network) -> take(page, "network/" + name, network));
    sleeping.night.restore(nightState(page));
    sleeping.rng.restore(state(page.longs("rng")));
    sleeping.episodes.clear();
    sleeping.episodes.addAll(episodes(page));
    sleeping.readings.clear();
    sleeping.readings.addAll(readings(page));
    double seconds = Double.longBitsToDouble(page.longs("seconds")[0]);
    sleeping.start = System.nanoTime() - (long) (seconds * 1e9);
    int number = 0;
    for (Ledger ledger : sleeping.paid().keySet()) {
      String name = "ledger " + number++;
      // The program that paid took its ledger with it.
      ledger.gradientSamples(page.longs(name)[0]);
      ledger.forwardSamples(page.longs(name)[1]);
      List<String> accounts = lines(page.text(name + " accounts"));
      for (int i = 0; i < accounts.size(); i++) {
        ledger.keeps(accounts.get(i), page.longs(name + " kept")[i]);
      }
    }
  }

  /** The networks' numbers on a page, by name: the evening's is that to which they may return. */
  static Map<String, Snapshot> networks(Page page, Sleeping sleeping) {
    Map<String, Snapshot> snapshots = new LinkedHashMap<>();
    sleeping.networks.forEach((name, network) ->
        snapshots.put(name, new Snapshot(page.floatsUnder("network/" + name + "/state/"))));
    return snapshots;
  }

  private static long[] id(Sleeping sleeping) {
    return longs(sleeping.bedtime);
  }

  /** Names and sizes of all tensors of all networks, and who optimizes them. */
  private static String layout(Sleeping sleeping) {
    StringBuilder text = new StringBuilder();
    sleeping.networks.forEach((name, network) -> {
      text.append(name).append(' ').append(network.optimizer().getClass().getSimpleName());
      network
          .model()
          .state()
          .forEach((part, tensor) -> text.append(' ').append(part).append(tensor.shape()));
      text.append('\n');
    });
    return text.toString();
  }

  private static void put(Page page, String name, Learner network) {
    Snapshot.of(network.model())
        .numbers()
        .forEach((part, numbers) -> page.put(name + "/state/" + part, numbers));
    Optimizer optimizer = network.optimizer();
    optimizer.state().forEach((part, numbers) -> page.put(name + "/memory/" + part, numbers));
    page.put(name + "/steps", new int[] {optimizer.steps()});
    page.put(name + "/rate", new float[] {optimizer.rate()});
    page.put(name + "/rng", longs(network.rng().state()));
    float[] gradients = optimizer.parameters().gradients();
    boolean unused = false;
    for (float gradient : gradients) {
      unused |= gradient != 0;
    }
    if (unused) {
      page.put(name + "/gradients", gradients);
    } else {
      optimizer.parameters().clearGradients(); // asking for them had written zeros
    }
  }

  private static void take(Page page, String name, Learner network) {
    new Snapshot(page.floatsUnder(name + "/state/")).restore(network.model());
    Optimizer optimizer = network.optimizer();
    optimizer.restore(
        page.ints(name + "/steps")[0],
        page.floats(name + "/rate")[0],
        page.floatsUnder(name + "/memory/"));
    network.rng().restore(state(page.longs(name + "/rng")));
    optimizer.parameters().clearGradients();
    if (page.has(name + "/gradients")) {
      float[] gradients = page.floats(name + "/gradients");
      System.arraycopy(gradients, 0, optimizer.parameters().gradients(), 0, gradients.length);
    }
  }

  private static void put(Page page, NightState night) {
    night.kept().forEach((name, values) -> page.put("kept/" + name, values));
    page.put("losses", night.losses());
    if (night.bedtime() != null) {
      page.put("bedtime", night.bedtime());
    }
    page.put("canaries", bits(night.canariesAtBedtime()));
    int i = 0;
    for (Dream dream : night.dreams()) {
      String name = "dream " + i++;
      page.put(name, dream.image());
      page.put(name + " source", dream.source());
      page.put(name + " step", new int[] {dream.step()});
      page.put(name + " targets", dream.targets());
      page.put(name + " confidence", new float[] {dream.confidence()});
      int j = 0;
      for (Dream.Parent parent : dream.parents()) {
        String ancestor = name + " parent " + j++;
        page.put(ancestor, parent.image());
        page.put(ancestor + " label", new int[] {parent.label()});
        page.put(ancestor + " share", new float[] {parent.share()});
      }
    }
  }

  private static NightState nightState(Page page) {
    List<Dream> dreams = new ArrayList<>();
    for (int i = 0; page.has("dream " + i); i++) {
      String name = "dream " + i;
      dreams.add(
          new Dream(
              page.text(name + " source"),
              page.ints(name + " step")[0],
              page.floats(name),
              page.floats(name + " targets"),
              page.floats(name + " confidence")[0],
              parents(page, name)));
    }
    return new NightState(
        page.floatsUnder("kept/"),
        page.floats("losses"),
        dreams,
        page.has("bedtime") ? page.floats("bedtime") : null,
        Double.longBitsToDouble(page.longs("canaries")[0]));
  }

  private static List<Dream.Parent> parents(Page page, String dream) {
    List<Dream.Parent> parents = new ArrayList<>();
    for (int j = 0; page.has(dream + " parent " + j); j++) {
      String name = dream + " parent " + j;
      parents.add(
          new Dream.Parent(
              page.floats(name), page.ints(name + " label")[0], page.floats(name + " share")[0]));
    }
    return parents;
  }

  private static void putEpisodes(Page page, List<Episode> episodes) {
    page.put("episodes", String.join("\n", episodes.stream().map(Episode::stage).toList()));
    page.put("episode cycles", episodes.stream().mapToInt(Episode::cycle).toArray());
    page.put("episode from", episodes.stream().mapToInt(Episode::fromStep).toArray());
    page.put("episode to", episodes.stream().mapToInt(Episode::toStep).toArray());
    page.put(
        "episode seconds",
        episodes.stream().mapToLong(e -> Double.doubleToRawLongBits(e.seconds())).toArray());
  }

  private static List<Episode> episodes(Page page) {
    List<Episode> episodes = new ArrayList<>();
    List<String> names = lines(page.text("episodes"));
    for (int i = 0; i < names.size(); i++) {
      episodes.add(
          new Episode(
              names.get(i),
              page.ints("episode cycles")[i],
              page.ints("episode from")[i],
              page.ints("episode to")[i],
              Double.longBitsToDouble(page.longs("episode seconds")[i])));
    }
    return episodes;
  }

  private static void putReadings(Page page, List<Reading> readings) {
    page.put("readings", String.join("\n", readings.stream().map(Reading::what).toList()));
    page.put("reading steps", readings.stream().mapToInt(Reading::step).toArray());
    page.put(
        "reading values",
        readings.stream().mapToLong(r -> Double.doubleToRawLongBits(r.value())).toArray());
  }

  private static List<Reading> readings(Page page) {
    List<Reading> readings = new ArrayList<>();
    List<String> names = lines(page.text("readings"));
    for (int i = 0; i < names.size(); i++) {
      readings.add(
          new Reading(
              names.get(i),
              page.ints("reading steps")[i],
              Double.longBitsToDouble(page.longs("reading values")[i])));
    }
    return readings;
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
  }

  private static long[] longs(Rng.State state) {
    return new long[] {state.key(), state.counter()};
  }

  private static Rng.State state(long[] longs) {
    return new Rng.State(longs[0], longs[1]);
  }

  private static long[] bits(double value) {
    return new long[] {Double.doubleToRawLongBits(value)};
  }
}
