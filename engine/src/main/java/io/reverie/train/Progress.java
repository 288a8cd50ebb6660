package io.reverie.train;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A progress bar with the time left and the rate.
 *
 * <p>On a terminal it is one line that redraws itself; elsewhere, such as in a log file, it is a
 * plain line at every tenth of the way. Safe to advance from many threads.
 *
 * <pre>{@code
 * try (var progress = Progress.of("training", batches)) {
 *   for (...) {
 *     progress.advance(1, "loss %.3f".formatted(loss));
 *   }
 * }
 * }</pre>
 */
public final class Progress implements AutoCloseable {
  private static final int WIDTH = 28;
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final String label;
  private final long total;
  private final PrintStream out;
  private final boolean live;
  private final LongSupplier clock;
  private final long start;
  private long done;
  private long before;
  private String note = "";
  private long drawn;
  private int tenth;
  private boolean closed;

  Progress(String label, long total, PrintStream out, boolean live, LongSupplier clock) {
    if (total < 0) {
      throw new IllegalArgumentException(
          "progress to " + total + ": the total must not be negative");
    }
    this.label = label;
    this.total = total;
    this.out = out;
    this.live = live;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.drawn = start - REDRAW_NANOS;
  }

  /** A bar on standard error up to this total, live where that is a terminal. */
  public static Progress of(String label, long total) {
    return new Progress(label, total, System.err, terminal(), System::nanoTime);
  }

  private static boolean terminal() {
    var console = System.console();
    return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
  }

  /** This much was done before, as by a training that goes on: it tells nothing about the time. */
  public synchronized Progress from(long start) {
    before = Math.clamp(start, 0, total);
    done = before;
    tenth = total == 0 ? 0 : (int) (10 * done / total);
    return this;
  }

  /** This much more is done. */
  public void advance(long more) {
    advance(more, note);
  }

  /** This much more is done, and here is what to show beside it. */
  public synchronized void advance(long more, String newNote) {
    done = Math.min(total, done + more);
    note = newNote;
    if (live) {
      long now = clock.getAsLong();
      if (now - drawn >= REDRAW_NANOS || done == total) {
        drawn = now;
        out.print(CLEAR_LINE + line(now));
        out.flush();
      }
    } else {
      int reached = total == 0 ? 10 : (int) (10 * done / total);
      if (reached > tenth) {
        tenth = reached;
        out.println(line(clock.getAsLong()));
      }
    }
  }

  private String line(long now) {
    double share = total == 0 ? 1 : (double) done / total;
    double seconds = (now - start) / 1e9;
    StringBuilder text = new StringBuilder(label).append(' ');
    if (live) {
      int full = (int) Math.round(share * WIDTH);
      text.append("█".repeat(full)).append("░".repeat(WIDTH - full)).append(' ');
    }
    text.append(String.format(Locale.ROOT, "%3.0f %%  %s", 100 * share, time(seconds)));
    double rate = (done - before) / seconds;
    if (done > before && done < total) {
      text.append(", ").append(time((total - done) / rate)).append(" left");
    }
    if (done > before && seconds > 0) {
      text.append(String.format(Locale.ROOT, rate < 10 ? ", %.2f/s" : ", %.0f/s", rate));
    }
    return note.isEmpty() ? text.toString() : text.append("  ").append(note).toString();
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d h", whole / 3600, whole / 60 % 60);
  }

  /** Ends the line, so that what is printed next starts on a fresh one. */
  @Override
  public synchronized void close() {
    if (live && !closed) {
      out.println(CLEAR_LINE + line(clock.getAsLong()));
    }
    closed = true;
  }
}
