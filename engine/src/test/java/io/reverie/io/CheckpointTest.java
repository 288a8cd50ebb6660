package io.reverie.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Epochs;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Adam;
import io.reverie.optim.AdamW;
import io.reverie.optim.Averaged;
import io.reverie.optim.Optimizer;
import io.reverie.optim.Plateau;
import io.reverie.optim.Sgd;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a checkpoint file holds, refuses and survives. That trainings go on is {@link ResumeTest}.
 */
class CheckpointTest {
  @TempDir Path folder;

  /** A small training after two steps, with everything that can be kept. */
  private static final class Training {
    final Linear model;
    final Optimizer optimizer;
    final Rng rng;
    final Epochs<String> epochs = Epochs.of(_ -> List.of("a", "b", "c", "d", "e"));
    final Plateau plateau = Plateau.of(0.1).patience(0);
    final Averaged averaged;
    final float[] own = {1, 2, 3};
    String text = "start";
    final Checkpoint checkpoint;

    Training(long seed) {
      rng = Rng.of(seed);
      model = Linear.of(2, 3, rng);
      optimizer = AdamW.of(model, 0.1f);
      averaged = Averaged.equal(model);
      checkpoint =
          Checkpoint.of(model, optimizer)
              .with("noise", rng)
              .with("epochs", epochs)
              .with("plateau", plateau)
              .with("swa", averaged)
              .with("own", own)
              .with("text", () -> text, this::text);
      for (int step = 0; step < seed % 4; step++) {
        step();
      }
    }

    private void text(String newText) {
      if (newText.startsWith("bad")) {
        throw new IllegalStateException("no text of mine");
      }
      text = newText;
    }

    void step() {
      float[] gradients = optimizer.parameters().gradients();
      for (int i = 0; i < gradients.length; i++) {
        gradients[i] = rng.nextGaussian();
      }
      optimizer.step();
      averaged.update();
      plateau.observe(rng.nextFloat());
      epochs.iterator().next();
      own[1] = rng.nextFloat();
      text = "after " + optimizer.steps();
    }

    /** All of it, to the bit. */
    String bits() {
      Map<String, String> bits = new TreeMap<>();
      model.state().forEach((name, tensor) -> bits.put(name, bits(tensor.toArray())));
      optimizer.state().forEach((name, values) -> bits.put("optimizer " + name, bits(values)));
      bits.put("gradients", bits(optimizer.parameters().gradients()));
      bits.put("steps", optimizer.steps() + " at " + optimizer.rate());
      bits.put("average", averaged.updates() + bits(averaged.values()));
      bits.put("rest", rng.state() + " " + plateau.state() + bits(own) + text);
      bits.put("place", epochs.epoch() + " " + epochs.batch());
      bits.put("notes", checkpoint.notes().toString());
      return bits.toString();
    }

    private static String bits(float[] values) {
      StringBuilder text = new StringBuilder();
      for (float value : values) {
        text.append(' ').append(Integer.toHexString(Float.floatToRawIntBits(value)));
      }
      return text.toString();
    }
  }

  @Test
  void everythingComesBack() throws IOException {
    Training first = new Training(3);
    first.checkpoint.notes().put("accuracy", "0.91 \"ñ\"\n");
    Path file = folder.resolve("a.safetensors");
    first.checkpoint.save(file);
    for (long seed : new long[] {4, 6, 7}) {
      Training second = new Training(seed);
      second.checkpoint.notes().put("other", "gone");
      second.optimizer.parameters().gradients()[0] = 7;
      second.checkpoint.load(file);
      assertThat(second.bits()).as("over %d steps", seed % 4).isEqualTo(first.bits());
    }
    first.step();
    Training third = new Training(1);
    third.checkpoint.load(file);
    third.step();
    assertThat(third.bits()).isEqualTo(first.bits());
    assertThat(Files.list(folder)).containsExactly(file);
  }

  @Test
  void gradientsThatNoStepHasUsedAreKept() throws IOException {
    Training first = new Training(3);
    Path file = folder.resolve("a.safetensors");
    first.checkpoint.save(file);
    long plain = Files.size(file);
    first.optimizer.parameters().gradients()[4] = 1e-30f;
    first.checkpoint.save(file);
    assertThat(Files.size(file)).isGreaterThan(plain);
    Training second = new Training(4);
    second.checkpoint.load(file);
    assertThat(second.bits()).isEqualTo(first.bits());
  }

  @Test
  void itIsAFileOfWeightsToo() throws IOException {
    Training first = new Training(3);
    Path file = folder.resolve("a.safetensors");
    first.checkpoint.save(file);
    Linear model = Linear.of(2, 3, Rng.of(9));
    StateDict.Report report = StateDict.load(model, Safetensors.read(file));
    assertThat(report.missing()).isEmpty();
    assertThat(report.unexpected())
        .containsExactlyInAnyOrder(
            "optimizer/exp_avg", "optimizer/exp_avg_sq", "swa/average", "own/values");
    assertThat(model.weight().toArray()).isEqualTo(first.model.weight().toArray());
  }

  @Test
  void whatDiffersIsNamedAndNothingChanges() throws IOException {
    Path file = folder.resolve("a.safetensors");
    new Training(3).checkpoint.save(file);
    refuses(file, Linear.of(2, 4, Rng.of(1)), "\"weight\" is [3, 2] there, [4, 2] here");
    refuses(
        file,
        Sequential.of(Linear.of(2, 3, Rng.of(1))),
        "\"0.weight\" is not there",
        "\"0.bias\" is not there",
        "\"weight\" is not here",
        "and 4 more");
    Training other = new Training(5);
    String before = other.bits();
    other.checkpoint.with("another", Rng.of(1));
    assertThatThrownBy(() -> other.checkpoint.load(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a.safetensors is not of this training: \"another\" is not there");
    assertThat(other.bits()).isEqualTo(before);

    Linear model = Linear.of(2, 3, Rng.of(1));
    float[] weights = model.weight().toArray();
    Path adam = folder.resolve("adam.safetensors");
    Adam saved = Adam.amsgrad(model, 1);
    saved.step();
    Checkpoint.of(model, saved).save(adam);
    for (Optimizer optimizer : List.of(Sgd.of(model, 1), AdamW.of(model, 1), Adam.of(model, 1))) {
      assertThatThrownBy(() -> Checkpoint.of(model, optimizer).load(adam))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"optimizer\" cannot go on from \"Adam 1 1.0 3\"")
          .hasMessageContaining(optimizer.getClass().getSimpleName());
      assertThat(optimizer.steps()).isZero();
    }
    assertThat(model.weight().toArray()).isEqualTo(weights);
    Path plain = folder.resolve("plain.safetensors");
    Safetensors.write(plain, StateDict.of(model));
    assertThatThrownBy(() -> Checkpoint.of(model, saved).load(plain))
        .hasMessageContaining("\"optimizer\" is not there")
        .hasMessageContaining("StateDict.load");
  }

  private static void refuses(Path file, Layer model, String... words) {
    var before = StateDict.of(model);
    Checkpoint other = Checkpoint.of(model, AdamW.of(model, 1)).with("noise", Rng.of(1));
    assertThatThrownBy(() -> other.load(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
    StateDict.of(model)
        .forEach((name, t) -> assertThat(t.toArray()).isEqualTo(before.get(name).toArray()));
  }

  /** The file again with some of its words exchanged; lengths and all else stay right. */
  private Path altered(Path file, Map<String, String> exchanged, String... dropped)
      throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>(Safetensors.read(file));
    Map<String, String> metadata = new LinkedHashMap<>();
    try (Safetensors open = Safetensors.open(file)) {
      metadata.putAll(open.metadata());
    }
    metadata.putAll(exchanged);
    tensors.keySet().removeAll(List.of(dropped));
    Path altered = folder.resolve("altered.safetensors");
    Safetensors.write(altered, tensors, metadata, Dtype.F32);
    return altered;
  }

  @Test
  void aPartThatRefusesLeavesAllAsItWas() throws IOException {
    Path file = folder.resolve("a.safetensors");
    new Training(7).checkpoint.save(file);
    Training other = new Training(5);
    other.optimizer.parameters().gradients()[2] = 3;
    String before = other.bits();
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("text", "bad");
    bad.put("noise", "1 x");
    bad.put("epochs", "1 -2");
    bad.put("plateau", "1 2 3");
    bad.put("swa", "");
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> entry : bad.entrySet()) {
      Path altered = altered(file, Map.of(entry.getKey(), entry.getValue()));
      assertThatThrownBy(() -> other.checkpoint.load(altered))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "\"%s\" cannot go on from \"%s\"".formatted(entry.getKey(), entry.getValue()));
      assertThat(other.bits()).as(entry.getKey()).isEqualTo(before);
    }
    for (String words : List.of("AdamW 3 0.1 1", "AdamW -3 0.1 2", "AdamW 3 NaN 2", "AdamW", "")) {
      Path altered = altered(file, Map.of("optimizer", words));
      assertThatThrownBy(() -> other.checkpoint.load(altered))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"optimizer\" cannot go on from \"" + words + "\"");
      assertThat(other.bits()).as(words).isEqualTo(before);
    }
    files.add(altered(file, Map.of(), "optimizer/exp_avg"));
    files.add(altered(file, Map.of(), "swa/average"));
    for (Path altered : files) {
      assertThatThrownBy(() -> other.checkpoint.load(altered))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(other.bits()).isEqualTo(before);
    }
  }

  @Test
  void brokenFilesAreRefusedWhole() throws IOException {
    Path file = folder.resolve("a.safetensors");
    new Training(7).checkpoint.save(file);
    byte[] sound = Files.readAllBytes(file);
    int header = 8 + (sound[0] & 0xFF) + ((sound[1] & 0xFF) << 8);
    Training other = new Training(5);
    String before = other.bits();
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < sound.length + header; i++) {
      byte[] broken = i < sound.length ? Arrays.copyOf(sound, i) : sound.clone();
      if (i >= sound.length) {
        broken[i - sound.length] = (byte) random.nextInt(256);
      }
      Files.write(file, broken);
      try {
        other.checkpoint.load(file);
        // A digit or a note became another one, which nothing can see.
        assertThat(i).isGreaterThanOrEqualTo(sound.length);
        other = new Training(5);
      } catch (IOException | IllegalArgumentException e) {
        refused++;
        assertThat(e).hasMessageContaining("a.safetensors");
        assertThat(other.bits()).as("byte %d", i).isEqualTo(before);
      }
    }
    assertThat(refused).isGreaterThan(sound.length + header / 2);
  }

  /** A layer whose one buffer cannot be read. */
  private static Layer dead() {
    Tensor dead;
    try (var _ = Tape.infer()) {
      dead = Tensor.ones(3).mul(2);
    }
    return new Layer() {
      @Override
      public Tensor forward(Tensor x) {
        return x;
      }

      @Override
      public SequencedMap<String, Object> parts() {
        return new LinkedHashMap<>(Map.of("buffer", dead));
      }
    };
  }

  @Test
  void aFailedSaveLeavesTheFileThatWasThere() throws IOException {
    Training training = new Training(3);
    Path file = folder.resolve("a.safetensors");
    training.checkpoint.save(file);
    byte[] sound = Files.readAllBytes(file);
    training.step();
    Checkpoint torn = Checkpoint.of(training.model, training.optimizer).with("dead", dead());
    assertThatThrownBy(() -> torn.save(file))
        .as("in the middle of writing")
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed tape");
    assertThat(Files.readAllBytes(file)).isEqualTo(sound);
    assertThat(Files.list(folder)).containsExactly(file);
    try (var _ = training.averaged.use()) {
      assertThatThrownBy(() -> training.checkpoint.save(file))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("an average is in place of the weights");
      assertThatThrownBy(() -> training.checkpoint.load(file))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(sound);
    assertThatThrownBy(() -> training.checkpoint.save(folder.resolve("no/such")))
        .isInstanceOf(NoSuchFileException.class);
    Path full = Files.createDirectory(folder.resolve("full"));
    Files.writeString(full.resolve("something"), "here");
    assertThatThrownBy(() -> training.checkpoint.save(full)).isInstanceOf(IOException.class);
    assertThat(Files.list(folder)).containsExactlyInAnyOrder(file, full);
    assertThatThrownBy(() -> training.checkpoint.load(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void namesAreOfTheirOwn() {
    Checkpoint checkpoint = new Training(1).checkpoint;
    for (String name : List.of("", "a/b", "noise", "optimizer", "own", "swa")) {
      assertThatThrownBy(() -> checkpoint.with(name, Rng.of(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"" + name + "\"");
    }
  }

  /** A program that is killed while it saves: every number in a file is the same. */
  public static final class Saver {
    /** Saves to the file that is named until it is killed. */
    public static void main(String[] args) throws IOException {
      float[] numbers = new float[300_000];
      Linear model = Linear.of(1, 1, Rng.of(1));
      Checkpoint checkpoint = Checkpoint.of(model, Sgd.of(model, 1)).with("numbers", numbers);
      for (int i = 0; ; i++) {
        Arrays.fill(numbers, i);
        checkpoint.notes().put("number", String.valueOf(i));
        checkpoint.save(Path.of(args[0]));
      }
    }
  }

  /** The folder or jar that a class came from. */
  private static Path place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Test
  void aKillAtAnyTimeLeavesAWholeFile() throws Exception {
    Path file = folder.resolve("a.safetensors");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                place(Saver.class) + File.pathSeparator + place(Checkpoint.class),
                Saver.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    try {
      for (int wait = 0; wait < 3000 && !Files.exists(file) && process.isAlive(); wait++) {
        Thread.sleep(10);
      }
      Thread.sleep(100);
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(file)
        .as(Files.readString(folder.resolve("output.txt"), StandardCharsets.UTF_8))
        .exists();
    float[] numbers = new float[300_000];
    Linear model = Linear.of(1, 1, Rng.of(2));
    Checkpoint checkpoint = Checkpoint.of(model, Sgd.of(model, 1)).with("numbers", numbers);
    checkpoint.load(file);
    assertThat(numbers).containsOnly(Float.parseFloat(checkpoint.notes().get("number")));
  }
}
