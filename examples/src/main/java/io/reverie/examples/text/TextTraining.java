package io.reverie.examples.text;

import io.reverie.data.CharTokenizer;
import io.reverie.data.TextFile;
import io.reverie.data.TokenWindows;
import io.reverie.optim.AdamW;
import io.reverie.optim.Clip;
import io.reverie.optim.Schedule;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import io.reverie.train.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What the language models share: their options, the text, the loop, and what is printed.
 *
 * <p>The text, unless another is named, is verse in the public domain: Lewis Carroll (1865, 1871),
 * William Blake (1794), Edward Lear (1871). Its last tenth is kept unseen.
 */
public final class TextTraining {
  /** Makes a model for a vocabulary of so many tokens. */
  @FunctionalInterface
  public interface Maker {
    /** The model, with weights drawn from this stream, for windows of so many tokens. */
    LanguageModel make(int tokens, int context, Rng rng);
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--text", paramLabel = "FILE", description = "A text of your own, in UTF-8.")
  private Path file;

  @Option(names = "--steps", defaultValue = "1000", description = "Steps (${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--batch", defaultValue = "16", description = "Windows (${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--context",
      defaultValue = "64",
      description = "Characters of a window (${DEFAULT-VALUE}).")
  private int context;

  @Option(names = "--rate", defaultValue = "0.003", description = "Rate (${DEFAULT-VALUE}).")
  private double rate;

  @Option(names = "--seed", defaultValue = "0", description = "The seed (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--threads", description = "Threads (all processors).")
  private Integer threads;

  @Option(
      names = "--prompt",
      defaultValue = "The ",
      description = "What the sample starts with (\"${DEFAULT-VALUE}\").")
  private String prompt;

  @Option(
      names = "--sample",
      defaultValue = "300",
      description = "Characters to make up in the end (${DEFAULT-VALUE}).")
  private int sample;

  @Option(
      names = "--temperature",
      defaultValue = "0.7",
      description = "0 is timid, 1 as learnt, above wild (${DEFAULT-VALUE}).")
  private float temperature;

  /** Trains a model on as many threads as were asked for. */
  public int run(Maker maker) throws IOException {
    require(steps >= 1, "--steps " + steps + ": at least 1 is needed");
    require(batch >= 1, "--batch " + batch + ": at least 1 is needed");
    require(context >= 2, "--context " + context + ": at least 2 are needed");
    require(sample >= 0, "--sample " + sample + ": 0 or more are needed");
    require(temperature >= 0, "--temperature " + temperature + ": 0 or more is needed");
    require(rate > 0, "--rate " + rate + ": above 0 is needed");
    require(threads == null || threads >= 1, "--threads " + threads + ": at least 1 is needed");
    String text = file == null ? verses() : TextFile.whole(file);
    if (threads == null) {
      train(text, maker);
    } else {
      try (var compute = Compute.threads(threads)) {
        compute.run(() -> train(text, maker));
      }
    }
    return 0;
  }

  private void train(String text, Maker maker) {
    var tokenizer = CharTokenizer.of(text, CharTokenizer.Unknown.FAIL);
    int[] tokens = tokenizer.encode(text);
    int cut = tokens.length * 9 / 10;
    int[] learnt = Arrays.copyOf(tokens, cut);
    var windows = new TokenWindows(learnt, context, 1);
    var seen = new TokenWindows(learnt, context, context);
    var kept = Arrays.copyOfRange(tokens, cut, tokens.length);
    var unseen = new TokenWindows(kept, context, context);
    require(unseen.size() > 0, "a text of " + tokens.length + " characters is too short");

    Rng rng = Rng.of(seed);
    LanguageModel model = maker.make(tokenizer.size(), context, rng.split("weights"));
    print(
        "%,d characters, %d different; %,d parameters; %s",
        tokens.length, tokenizer.size(), model.parameters().size(), Compute.describe());
    report("before", model, seen, unseen);
    learn(model, windows, rng);
    report("after", model, seen, unseen);
    print("%n%s", Speech.of(model, tokenizer, prompt, sample, temperature, rng.split("speech")));
  }

  /** The loop: windows from anywhere in the text, a warm-up, then a cosine down to a tenth. */
  private void learn(LanguageModel model, TokenWindows windows, Rng rng) {
    var optimizer = AdamW.of(model, (float) rate).decayMatricesOnly();
    optimizer.follow(Schedule.cosine(rate, steps, rate / 10).warmup(Math.min(50, steps / 5 + 1)));
    Rng places = rng.split("windows");
    Rng noise = rng.split("dropout");
    try (var progress = Progress.of("learning", steps)) {
      for (int step = 0; step < steps; step++) {
        int[] chosen = new int[batch];
        Arrays.setAll(chosen, i -> places.nextInt(windows.size()));
        var samples = windows.batch(chosen);
        try (var tape = Tape.train(noise)) {
          Tensor loss = loss(model, samples);
          tape.backward(loss);
          Clip.norm(model.parameters(), 1);
          optimizer.step();
          progress.advance(1, String.format(Locale.ROOT, "loss %.3f", loss.item()));
        }
      }
    }
  }

  /** The mean over all characters of −log of the probability that the model gave to what came. */
  private static Tensor loss(LanguageModel model, TokenWindows.Batch samples) {
    Tensor scores = model.scores(samples.inputs());
    return scores.reshape(samples.targets().size(), -1).crossEntropy(samples.targets().values());
  }

  private static double loss(LanguageModel model, TokenWindows windows) {
    double sum = 0;
    for (int i = 0; i < windows.size(); i++) {
      try (var _ = Tape.infer()) {
        sum += loss(model, windows.batch(i)).item();
      }
    }
    return sum / windows.size();
  }

  /** Perplexity, e to the loss: between how many equally likely characters the model hesitates. */
  private static void report(
      String when, LanguageModel model, TokenWindows seen, TokenWindows unseen) {
    double known = loss(model, seen);
    double fresh = loss(model, unseen);
    print(
        "%-6s  loss %.3f, perplexity %.1f; on the unseen tenth loss %.3f, perplexity %.1f",
        when, known, Math.exp(known), fresh, Math.exp(fresh));
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private void require(boolean good, String problem) {
    if (!good) {
      throw new ParameterException(spec.commandLine(), problem);
    }
  }

  static String verses() {
    try (InputStream in = TextTraining.class.getResourceAsStream("verses.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
