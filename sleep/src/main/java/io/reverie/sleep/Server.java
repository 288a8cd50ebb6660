package io.reverie.sleep;

import io.reverie.nn.Layer;
import io.reverie.optim.Sgd;
import io.reverie.sleep.ServerStatus.Outcome;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.sleep.wake.Snapshot;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * Answers while it sleeps: requests go to a version of the model that nobody writes, and a night
 * trains a candidate of its own behind it.
 *
 * <pre>{@code
 * try (var server = Server.of(learner.model(), sleeper)) {
 *   Answer answer = server.ask(inputs);                // any thread, at any time
 *   var dawn = server.sleep(learner, memory, rng.split("night 1"));   // returns at once
 *   …                                                  // answers go on; the day's learner rests
 *   dawn.join();
 *   server.wake(learner);                              // the day goes on from what is served
 * }
 * }</pre>
 *
 * <p><b>Versions.</b> A version is a copy of a model; once it is published nobody writes it. A new
 * one takes its place by the swap of one reference: an answer comes from one version, never from
 * two, and a thread that has seen a version never sees an older one. A candidate is promoted only
 * if its canaries pass (see {@link Sleeper}) and the version of its bedtime is still the one that
 * is served; otherwise it came too late, and is dropped. With a {@link Journal} it is on the disk
 * before it is served.
 *
 * <p><b>The day while it is night.</b> The candidate is the new truth. It starts from the learner's
 * numbers at bedtime, and {@link #wake} sets the learner to what is served; whatever the learner
 * learned in between is lost then. So the day's steps rest until dawn. Batches that come meanwhile
 * may be added to the memory: the night recalls a copy of it, taken at bedtime. Networks that the
 * stages train beside it, {@link io.reverie.sleep.stage.Stage#others}, are the night's until dawn.
 *
 * <p><b>Threads.</b> {@link #ask}, {@link #version} and {@link #status} never wait for a night. A
 * night calculates on one thread of its own and takes none of the threads that callers share; it
 * gives the same bits as on many, and as a night in the foreground. It does want a processor:
 * callers that keep all of them busy share one with it.
 */
public final class Server implements AutoCloseable {
  private static final long CLOSING_MILLIS = 10_000;

  /** A model that nobody writes any more. */
  private record Version(long number, Layer model) {}

  private final Sleeper sleeper;
  private final @Nullable Journal journal;

  /** Written under the lock, read by anyone: the one reference that is swapped. */
  private volatile Version current;

  // What follows is guarded by this; so are promotions and publications.
  private @Nullable Thread nightThread;
  private boolean closed;
  private boolean stale;
  private int nights;
  private int promoted;
  private Outcome last = Outcome.NONE;
  private String why = "no night yet";
  private @Nullable Hypnogram hypnogram;
  private final Map<String, Long> kept = new LinkedHashMap<>();
  private long gradientSamples;
  private long forwardSamples;

  private Server(Layer model, Sleeper sleeper, @Nullable Journal journal) {
    this.sleeper = sleeper;
    this.journal = journal;
    this.current = new Version(1, model.copy());
  }

  /** A server of a copy of this model, as version 1. */
  public static Server of(Layer model, Sleeper sleeper) {
    return new Server(model, sleeper, null);
  }

  /** The same; nights are written down, and a promoted model is on the disk before it is served. */
  public static Server of(Layer model, Sleeper sleeper, Journal journal) {
    return new Server(model, sleeper, journal);
  }

  /** The outputs of the version that is served now. From any thread, also once it is closed. */
  public Answer ask(Tensor inputs) {
    Version now = current;
    try (var _ = Tape.infer()) {
      return new Answer(now.model.forward(inputs).copy(), now.number);
    }
  }

  /** The number of the version that is served now. */
  public long version() {
    return current.number;
  }

  /** How it is: what is served, and how the last night went. */
  public synchronized ServerStatus status() {
    return new ServerStatus(version(), nightThread != null, nights, promoted, last, why, hypnogram);
  }

  /**
   * Serves a copy of this model from now on, unasked by any canary: what was learned by day. A
   * night that is going on comes too late then, and its candidate will be dropped.
   *
   * @return the number of the new version
   */
  public long publish(Layer model) {
    Layer copy = model.copy();
    synchronized (this) {
      return serve(copy);
    }
  }

  private long serve(Layer model) {
    long number = current.number + 1;
    current = new Version(number, model);
    return number;
  }

  /**
   * Goes to sleep behind the version that is served, and returns at once. What the night needs of
   * the learner's model, the memory and the stream is copied before that.
   *
   * @return the night's record once it is over; cancelled if the night is
   * @throws IllegalStateException if a night is going on, or the server is closed
   */
  public synchronized CompletableFuture<Hypnogram> sleep(
      Learner learner, ReplayBuffer memory, Rng rng) {
    if (closed || nightThread != null) {
      throw new IllegalStateException(
          closed
              ? "this server is closed: it answers, but does not sleep"
              : "a night is going on: wait for its future, or cancel() it");
    }
    Version evening = current;
    Layer candidate = learner.model().copy();
    ReplayBuffer remembered = memory.copy();
    Rng stream = Rng.of(rng.state());
    // The night brings its own optimizer and stream of layers; these only make it a learner.
    Learner asleep = Learner.of(candidate, Sgd.of(candidate, 0), Rng.of(0));
    CompletableFuture<Hypnogram> dawn = new CompletableFuture<>();
    nightThread =
        Thread.ofPlatform()
            .daemon()
            .name("reverie-night-" + (nights + 1))
            .unstarted(() -> night(evening, asleep, remembered, stream, dawn));
    nightThread.start();
    return dawn;
  }

  private void night(
      Version evening,
      Learner asleep,
      ReplayBuffer memory,
      Rng stream,
      CompletableFuture<Hypnogram> dawn) {
    NightLog log = journal == null ? NightLog.NONE : journal.log();
    try (Compute alone = Compute.threads(1)) {
      Hypnogram night =
          alone.call(() ->
              sleeper.sleep(
                  asleep, memory, stream, log, commit -> promote(evening, asleep, commit)));
      ended(asleep, night);
      dawn.complete(night);
    } catch (CancellationException e) {
      ended(asleep, Outcome.CANCELLED, e.toString(), null);
      dawn.cancel(false);
    } catch (RuntimeException | Error e) {
      ended(asleep, Outcome.FAILED, e.toString(), null);
      dawn.completeExceptionally(e);
    }
  }

  /** Serves a candidate, unless somebody else is served by now. */
  private synchronized boolean promote(Version evening, Learner asleep, Runnable commit) {
    if (closed) {
      throw new CancellationException("the server was closed before dawn");
    }
    stale = current != evening;
    if (stale) {
      return false;
    }
    commit.run();
    serve(asleep.model());
    promoted++;
    return true;
  }

  private synchronized void ended(Learner asleep, Hypnogram night) {
    boolean fell = night.canariesAtDawn() < night.canariesAtBedtime() - sleeper.margin();
    String canaries =
        "canaries %.4f at bedtime, %.4f at dawn"
            .formatted(night.canariesAtBedtime(), night.canariesAtDawn());
    if (night.episodes().isEmpty()) {
      ended(asleep, Outcome.NONE, "there was nothing to sleep on: no memories", night);
    } else if (night.promoted()) {
      ended(asleep, Outcome.PROMOTED, canaries, night);
    } else if (fell) {
      String more = ": more than the margin of %s was lost".formatted(sleeper.margin());
      ended(asleep, Outcome.REFUSED, canaries + more, night);
    } else if (stale) {
      ended(asleep, Outcome.STALE, "another version was published since bedtime", night);
    } else {
      ended(asleep, Outcome.REFUSED, "weights that are not finite", night);
    }
  }

  private synchronized void ended(
      Learner asleep, Outcome how, String words, @Nullable Hypnogram night) {
    nights++;
    last = how;
    why = words;
    hypnogram = night;
    gradientSamples += asleep.ledger().gradientSamples();
    forwardSamples += asleep.ledger().forwardSamples();
    kept.putAll(asleep.ledger().kept());
    stale = false;
    nightThread = null;
  }

  /**
   * Sets a learner's numbers to those that are served, and charges it for the nights since the last
   * call. Its optimizer stays as it is. For the learner's own thread.
   *
   * @return the number of the version that it has now
   * @throws IllegalArgumentException if it is of another model; nothing is changed then
   */
  public long wake(Learner learner) {
    Version now = current;
    Snapshot.of(now.model).restore(learner.model());
    synchronized (this) {
      learner.ledger().gradientSamples(gradientSamples);
      learner.ledger().forwardSamples(forwardSamples);
      kept.forEach(learner.ledger()::keeps);
      gradientSamples = 0;
      forwardSamples = 0;
    }
    return now.number;
  }

  /**
   * Wakes whoever sleeps before dawn, and waits until the night is over: between two steps it ends,
   * and its candidate is dropped. A journal keeps what was slept; the next night goes on with it,
   * or {@link Journal#clear} drops it.
   */
  public void cancel() {
    Thread night;
    synchronized (this) {
      night = nightThread;
    }
    if (night != null) {
      night.interrupt();
      await(night);
    }
  }

  /** Up to ten seconds: a stage that heeds no interrupt is left alone, and comes too late. */
  private static void await(Thread night) {
    boolean interrupted = false;
    long end = System.currentTimeMillis() + CLOSING_MILLIS;
    while (night.isAlive() && System.currentTimeMillis() < end) {
      try {
        night.join(Math.max(1, end - System.currentTimeMillis()));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Cancels a night that is going on; no other one begins. Answers go on. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    cancel();
  }
}
