package io.reverie.examples;

import io.reverie.examples.waking.Caller;
import io.reverie.examples.waking.NightOfTwo;
import io.reverie.nn.Layer;
import io.reverie.optim.Sgd;
import io.reverie.sleep.Server;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Many threads ask a server, by day, by day with many swaps, and while one night follows another;
 * every answer is held against a copy of the version that gave it, bit by bit.
 */
@Command(
    name = "ServedNights",
    description = "Asks a server that sleeps: how long answers take, and whether any is wrong.")
public final class ServedNights implements Callable<Integer> {
  @Mixin private HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  @Option(names = "--callers", defaultValue = "16", description = "Threads (${DEFAULT-VALUE}).")
  private int callers;

  @Option(names = "--swaps", defaultValue = "1000", description = "By day (${DEFAULT-VALUE}).")
  private int swaps;

  @Option(
      names = "--rounds",
      defaultValue = "10",
      description = "Of a day and some nights (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "1",
      description = "Each part of a round (${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--pause-micros",
      defaultValue = "10000",
      description = "Of a caller between two questions (${DEFAULT-VALUE}).")
  private long pauseMicros;

  @Option(names = "--seed", defaultValue = "100", description = "The seed (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      defaultValue = "target/reports/waking",
      description = "Where latency.tsv is written (${DEFAULT-VALUE}).")
  private Path out = Path.of("");

  /** What each version answers, found out on a copy. */
  private final Map<Long, Integer> truth = new ConcurrentHashMap<>();

  /** How long answers took, by the part of the round: others may use the machine meanwhile. */
  private final Map<String, LongStream.Builder> nanos = new LinkedHashMap<>();

  private long wrong;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Needed.atLeastOne(spec, "--callers", callers);
    Needed.atLeastOne(spec, "--rounds", rounds);
    NightOfTwo night = NightOfTwo.of(seed, 3, 120, true);
    Tensor question = NightOfTwo.data(seed).batch(0).inputs();
    Learner copy = copyOf(night.learner());
    try (Server server = Server.of(night.learner().model(), night.sleeper())) {
      check(server, copy, question);
      Rng rng = Rng.of(seed).split("swaps");
      for (int round = 0; round <= rounds; round++) {
        part("day", server, question, this::idle);
        part(
            "day, with swaps",
            server,
            question,
            () -> {
              for (int swap = 0; swap < swaps / rounds; swap++) {
                float[] weights = night.learner().parameters().values();
                weights[weights.length - 1 - rng.nextInt(10)] += 0.1f; // a bias of the last layer
                server.publish(night.learner().model());
                check(server, copy, question);
              }
            });
        part(
            "night after night",
            server,
            question,
            () -> {
              for (long end = end(); System.nanoTime() < end; ) {
                Rng tonight = rng.split(server.version());
                server.sleep(night.learner(), night.memory(), tonight).join();
                server.wake(night.learner());
                check(server, copy, question);
              }
            });
        if (round == 0) {
          nanos.clear(); // the virtual machine was still compiling
        }
      }
      int nights = server.status().promoted();
      int different = new HashSet<>(truth.values()).size();
      String summary =
          "%d callers, %d nights of 120 steps, %d versions of which %d answer differently: %d answers wrong, torn or out of order"
              .formatted(callers, nights, truth.size(), different, wrong);
      System.out.println(summary);
      List<String> rows = new ArrayList<>();
      nanos.forEach((name, all) -> rows.add(row(name, all.build().sorted().toArray())));
      rows.addFirst("part\tanswers\tp50_micros\tp99_micros\tp99.9_micros\tmost_micros");
      double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
      int processors = Runtime.getRuntime().availableProcessors();
      rows.addFirst(
          String.format(
              Locale.ROOT, "# %d processors, load average %.1f at the end", processors, load));
      rows.addFirst("# " + summary);
      rows.forEach(System.out::println);
      Files.createDirectories(out);
      Files.write(out.resolve("latency.tsv"), rows);
      return wrong == 0 ? 0 : 1;
    }
  }

  private static Learner copyOf(Learner learner) {
    Layer model = learner.model().copy();
    return Learner.of(model, Sgd.of(model, 0), Rng.of(0));
  }

  private long end() {
    return System.nanoTime() + (long) (seconds * 1e9);
  }

  private void idle() {
    try {
      Thread.sleep((long) (seconds * 1000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Notes what the version that is served now must answer. */
  private void check(Server server, Learner copy, Tensor question) {
    long version = server.wake(copy);
    try (var _ = Tape.infer()) {
      truth.put(version, Caller.bits(copy.model().forward(question)));
    }
  }

  private void part(String name, Server server, Tensor question, Runnable meanwhile)
      throws InterruptedException {
    AtomicBoolean done = new AtomicBoolean();
    List<Caller> asking = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      Caller caller = new Caller(server, question, pauseMicros * 1000, done);
      asking.add(caller);
      threads.add(Thread.ofPlatform().start(caller));
    }
    meanwhile.run();
    done.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    for (Caller caller : asking) {
      wrong += caller.wentBack() ? 1 : 0;
      for (int i = 0; i < caller.asked(); i++) {
        Integer right = truth.get(caller.version(i));
        wrong += right == null || right != caller.answer(i) ? 1 : 0;
      }
    }
    LongStream.Builder all = nanos.computeIfAbsent(name, _ -> LongStream.builder());
    asking.forEach(caller -> LongStream.of(caller.nanos()).forEach(all));
  }

  private static String row(String name, long[] sorted) {
    return String.format(
        Locale.ROOT,
        "%s\t%d\t%.1f\t%.1f\t%.1f\t%.1f",
        name,
        sorted.length,
        quantile(sorted, 0.5),
        quantile(sorted, 0.99),
        quantile(sorted, 0.999),
        quantile(sorted, 1));
  }

  private static double quantile(long[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] / 1e3;
  }
}
