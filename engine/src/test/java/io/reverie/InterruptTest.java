package io.reverie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.data.BpeTokenizer;
import io.reverie.data.Dataset;
import io.reverie.io.Safetensors;
import io.reverie.io.StateDict;
import io.reverie.nn.Activation;
import io.reverie.nn.Dropout;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.AdamW;
import io.reverie.optim.Optimizer;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thread that is told to stop: its loop ends between two steps, and nothing is lost. */
@Timeout(60)
class InterruptTest {
  @TempDir Path folder;

  @AfterEach
  void forget() {
    Thread.interrupted();
  }

  /** A training that can be stopped and asked how far it came. */
  private static final class Training {
    final Rng rng = Rng.of(1);
    final Layer model =
        Sequential.of(
            Linear.of(100, 512, rng), Activation.RELU, new Dropout(0.2f), Linear.of(512, 10, rng));
    final Optimizer optimizer = AdamW.of(model, 1e-3f);
    final Tensor x = Tensor.randn(rng, 200, 100);
    final int[] labels = new int[200];
    int steps;

    void step() {
      try (var tape = Tape.train(rng)) {
        tape.backward(model.forward(x).crossEntropy(labels));
        optimizer.step();
        steps++;
      }
    }
  }

  @Test
  void aLongTrainingEndsBetweenTwoStepsAndItsThreadCanSaveWhatItHas() throws Exception {
    Path file = folder.resolve("model.safetensors");
    var training = new Training();
    var begun = new CountDownLatch(3);
    var body =
        new FutureTask<>(() -> {
          try {
            while (true) {
              training.step();
              begun.countDown();
            }
          } catch (CancellationException stopped) {
            Safetensors.write(file, StateDict.of(training.model));
            return Thread.currentThread().isInterrupted();
          }
        });
    Thread thread = Thread.ofPlatform().start(body);
    begun.await();
    thread.interrupt();
    assertThat(body.get()).as("stays interrupted").isTrue();
    thread.join();

    // Neither more nor less than whole steps were made, and the pool works as before.
    var again = new Training();
    while (again.steps < training.steps) {
      again.step();
    }
    float[] weights = training.optimizer.parameters().values();
    assertThat(weights).isEqualTo(again.optimizer.parameters().values());
    assertThat(training.optimizer.parameters().gradients()).containsOnly(0);
    var loaded = new Training();
    loaded.step();
    StateDict.load(loaded.model, Safetensors.read(file)).requireComplete();
    assertThat(loaded.optimizer.parameters().values()).isEqualTo(weights);
    training.step();
    again.step();
    assertThat(weights).isEqualTo(again.optimizer.parameters().values());
  }

  @Test
  void aStepThatHasBegunIsFinished() {
    var training = new Training();
    var undisturbed = new Training();
    undisturbed.step();
    try (var tape = Tape.train(training.rng)) {
      Thread.currentThread().interrupt();
      Tensor y = training.model.forward(training.x);
      try (var _ = Tape.train()) {
        assertThat(Tape.training()).as("a tape within the step opens").isTrue();
      }
      tape.backward(y.crossEntropy(training.labels));
      training.optimizer.step();
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(training.optimizer.parameters().values())
        .isEqualTo(undisturbed.optimizer.parameters().values());
  }

  @Test
  void aThreadThatIsInterruptedMayStillUseAModel() {
    var training = new Training();
    float[] expected = training.model.forward(training.x).toArray();
    Thread.currentThread().interrupt();
    try (var _ = Tape.infer()) {
      assertThat(training.model.forward(training.x).toArray()).isEqualTo(expected);
    }
    assertThatThrownBy(training::step)
        .isInstanceOf(CancellationException.class)
        .hasMessage("interrupted before a training step");
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void batchesEndWhereTheInterruptCame() {
    var set = Dataset.of(Tensor.zeros(10, 2), new int[10]);
    int[] seen = {0};
    assertThatThrownBy(
            () -> {
              for (Batch batch : set.batches(2)) {
                seen[0] += batch.size();
                if (seen[0] == 6) {
                  Thread.currentThread().interrupt();
                }
              }
            })
        .isInstanceOf(CancellationException.class)
        .hasMessage("interrupted before sample 6 of 10");
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(seen).containsExactly(6);
  }

  @Test
  void aTokenizerStopsLearning() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> BpeTokenizer.train("to be or not to be", 300))
        .isInstanceOf(CancellationException.class)
        .hasMessage("interrupted before token 256");
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }
}
