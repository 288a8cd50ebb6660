package io.reverie.examples.waking;

import io.reverie.sleep.Answer;
import io.reverie.sleep.Server;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** A thread that asks, with a pause in between, and notes how long it took and what it got. */
public final class Caller implements Runnable {
  private final Server server;
  private final Tensor question;
  private final long pauseNanos;
  private final AtomicBoolean done;
  private long[] nanos = new long[1 << 12];
  private long[] versions = new long[1 << 12];
  private int[] answers = new int[1 << 12];
  private int asked;
  private boolean wentBack;

  /** A caller that asks the same question until it is done. */
  public Caller(Server server, Tensor question, long pauseNanos, AtomicBoolean done) {
    this.server = server;
    this.question = question;
    this.pauseNanos = pauseNanos;
    this.done = done;
  }

  @Override
  public void run() {
    while (!done.get()) {
      if (asked == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * asked);
        versions = Arrays.copyOf(versions, 2 * asked);
        answers = Arrays.copyOf(answers, 2 * asked);
      }
      long start = System.nanoTime();
      Answer answer = server.ask(question);
      nanos[asked] = System.nanoTime() - start;
      versions[asked] = answer.version();
      answers[asked] = bits(answer.outputs());
      wentBack |= asked > 0 && versions[asked] < versions[asked - 1];
      asked++;
      LockSupport.parkNanos(pauseNanos);
    }
  }

  /** A number for all bits of an answer. */
  public static int bits(Tensor outputs) {
    return Arrays.hashCode(outputs.toArray());
  }

  /** How many answers there were. */
  public int asked() {
    return asked;
  }

  /** How long each answer took. */
  public long[] nanos() {
    return Arrays.copyOf(nanos, asked);
  }

  /** Which version gave the i-th answer. */
  public long version(int i) {
    return versions[i];
  }

  /** The bits of the i-th answer. */
  public int answer(int i) {
    return answers[i];
  }

  /** Whether an older version answered after a newer one. */
  public boolean wentBack() {
    return wentBack;
  }
}
