package io.reverie.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * PyTorch's own values: every file of the folder named by the system property {@code golden.dir},
 * or of the copy in the test resources. An op that nobody registered fails.
 */
class GoldenTest {
  private static final double SINGLE = 1e-5;
  private static final double RECURRENT_OR_TRAINING = 1e-4;

  private static final Map<String, GoldenOp> OPS = new HashMap<>();

  static {
    PointwiseGolden.register(OPS);
    ImageGolden.register(OPS);
    CnnGolden.register(OPS);
    LossGolden.register(OPS);
    OptimizerGolden.register(OPS);
    TrainingGolden.register(OPS);
    SequenceGolden.register(OPS);
    TransformerGolden.register(OPS);
    TrainSequenceGolden.register(OPS);
    ShapingGolden.register(OPS);
    IndexingGolden.register(OPS);
  }

  @TestFactory
  List<DynamicTest> golden() throws IOException, URISyntaxException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : folders()) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> file.toString().endsWith(".safetensors"))
            .sorted()
            .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(file)))
            .forEach(tests::add);
      }
    }
    assertThat(tests).as("golden cases").isNotEmpty();
    return tests;
  }

  /** The one that was named; or those of the test resources, {@code golden-more} being our own. */
  private static List<Path> folders() throws URISyntaxException {
    String named = System.getProperty("golden.dir");
    return named != null
        ? List.of(Path.of(named))
        : List.of(resource("/golden"), resource("/golden-more"));
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(GoldenTest.class.getResource(name)).toURI());
  }

  private static void run(Path path) throws Exception {
    GoldenFile file = GoldenFile.read(path);
    assertThat(OPS).as("known ops").containsKey(file.op());
    try (var tape = Tape.train(Rng.of(0))) {
      GoldenCase golden = new GoldenCase(file, tape);
      OPS.get(file.op()).run(golden);
      boolean loose = file.op().matches("train_.*|rnn|lstm|gru");
      golden.compare(loose ? RECURRENT_OR_TRAINING : SINGLE);
    }
  }
}
