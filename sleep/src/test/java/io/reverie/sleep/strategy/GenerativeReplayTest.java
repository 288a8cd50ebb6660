package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.nn.Activation;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Adam;
import io.reverie.optim.Sgd;
import io.reverie.sleep.Toys;
import io.reverie.sleep.dream.FeedbackNetwork;
import io.reverie.sleep.dream.Generator;
import io.reverie.sleep.dream.Sampler;
import io.reverie.sleep.dream.Vae;
import io.reverie.sleep.dream.VaeGenerator;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Replay out of a network: deep generative replay, and BI-R. */
class GenerativeReplayTest {
  private static final int CLASSES = 4;
  private static final int WIDTH = 8;

  /** Class c is bright in elements 2c and 2c + 1; two tasks of two classes. */
  private static final Dataset[] TASKS = {bright(0, 1), bright(2, 3)};

  private static Dataset bright(int... classes) {
    int n = 400;
    Rng rng = Rng.of(classes[0]);
    var x = new float[n * WIDTH];
    var labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = classes[i % 2];
      for (int j = 0; j < WIDTH; j++) {
        x[i * WIDTH + j] = (j / 2 == labels[i] ? 0.7f : 0) + 0.3f * rng.nextFloat();
      }
    }
    return Dataset.of(Tensor.of(x, n, WIDTH), labels);
  }

  private static double accuracy(Strategy strategy) {
    for (int task = 0; task < 2; task++) {
      strategy.beginTask(task);
      for (int epoch = 0; epoch < 3; epoch++) {
        for (Batch batch : TASKS[task].batches(10, Rng.of(epoch))) {
          strategy.observe(batch);
        }
      }
      strategy.endTask(task, TASKS[task]);
    }
    return strategy.learner().accuracy(Dataset.concat(TASKS));
  }

  private static Learner network(long seed) {
    Rng rng = Rng.of(seed);
    var model =
        Sequential.of(Linear.of(WIDTH, 24, rng), Activation.RELU, Linear.of(24, CLASSES, rng));
    return Learner.of(model, Adam.of(model, 0.01f), rng);
  }

  private static GenerativeReplay deep(long seed, boolean conditional) {
    Learner learner = network(seed);
    Rng rng = Rng.of(seed + 50);
    Vae vae = conditional ? Vae.conditional(WIDTH, 24, 3, CLASSES, rng) : Vae.of(WIDTH, 24, 3, rng);
    var generator = VaeGenerator.of(learner, vae, Shape.of(WIDTH), 0.005f, rng);
    return new GenerativeReplay(learner, generator, 10, rng.split("method"));
  }

  private static BrainInspiredReplay brain(long seed) {
    Rng rng = Rng.of(seed);
    var network = FeedbackNetwork.of(WIDTH, 24, 3, CLASSES, 0.1f, rng);
    var learner = Learner.of(network, Adam.of(network, 0.005f), rng);
    return new BrainInspiredReplay(learner, 10, rng.split("method"));
  }

  @Test
  void whatFinetuningForgetsIsKept() {
    assertThat(accuracy(new Finetune(network(1)))).isLessThan(0.6);
    assertThat(accuracy(deep(1, false))).isGreaterThan(0.85);
    assertThat(accuracy(deep(1, true))).isGreaterThan(0.85);
    assertThat(accuracy(brain(1))).isGreaterThan(0.85);
  }

  @Test
  void equalSeedsGiveEqualBits() {
    var one = deep(1, true);
    var two = deep(1, true);
    accuracy(one);
    accuracy(two);
    assertThat(one.learner().parameters().values()).isEqualTo(two.learner().parameters().values());
    var first = brain(1);
    var second = brain(1);
    accuracy(first);
    accuracy(second);
    assertThat(first.learner().parameters().values())
        .isEqualTo(second.learner().parameters().values());
  }

  @Test
  void theFirstTaskIsLearnedWithoutReplay() {
    var replay = deep(1, false);
    var finetune = new Finetune(network(1));
    for (Batch batch : TASKS[0].batches(10)) {
      replay.observe(batch);
      finetune.observe(batch);
    }
    assertThat(replay.learner().parameters().values())
        .isEqualTo(finetune.learner().parameters().values());
  }

  @Test
  void networksCopiesAndReplayArePaidFor() {
    var replay = deep(1, false);
    var ledger = replay.learner().ledger();
    long own = 4L * replay.learner().parameters().size();
    long numbers = WIDTH * 24 + 24 + 2 * (24 * 3 + 3) + 3 * 24 + 24 + 24 * WIDTH + WIDTH;
    assertThat(ledger.kept())
        .containsEntry("generator", 12 * numbers)
        .containsEntry("frozen generator", 4 * numbers);
    replay.observe(TASKS[0].batch(0, 1, 2));
    assertThat(ledger.gradientSamples()).isEqualTo(3 + 3);
    replay.endTask(0, TASKS[0]);
    assertThat(ledger.kept()).containsEntry("teacher", own);
    replay.observe(TASKS[1].batch(0, 1, 2));
    assertThat(ledger.gradientSamples()).isEqualTo(6 + 13 + 13);
    assertThat(ledger.forwardSamples()).isEqualTo(10 + 10);
  }

  @Test
  void feedbackAndTeacherArePaidFor() {
    var replay = brain(1);
    var ledger = replay.learner().ledger();
    long all = replay.learner().parameters().size();
    long classifies = WIDTH * 24 + 24 + 24 * 24 + 24 + 24 * CLASSES + CLASSES;
    assertThat(ledger.kept())
        .containsEntry("teacher", 4 * all)
        .containsEntry("feedback connections", 4 * (all - classifies));
    replay.observe(TASKS[0].batch(0, 1, 2));
    replay.endTask(0, TASKS[0]);
    replay.observe(TASKS[1].batch(0, 1, 2));
    assertThat(ledger.gradientSamples()).isEqualTo(3 + 13);
    assertThat(ledger.forwardSamples()).isEqualTo(20);
  }

  /** What a generator is given to learn, and a sampler that makes one clear class. */
  private static final class Notebook implements Generator {
    private final List<Batch> learned = new ArrayList<>();
    private final List<float[]> weights = new ArrayList<>();
    private final Learner own;

    Notebook(Learner payer) {
      var nothing = Toys.linear(1, 1, 1);
      own = payer.beside(nothing, Sgd.of(nothing, 0), Rng.of(1));
    }

    @Override
    public Learner learner() {
      return own;
    }

    @Override
    public boolean conditional() {
      return false;
    }

    @Override
    public float learn(Batch batch, float[] shares, Rng rng) {
      learned.add(batch);
      weights.add(shares);
      return 0;
    }

    @Override
    public Tensor sample(int[] labels, Rng rng) {
      return Toys.oneHots(CLASSES, labels).inputs();
    }

    @Override
    public Sampler frozen() {
      return this;
    }
  }

  @Test
  void theBatchCountsOneTthAndTheOldNetworkLabels() {
    var learner = Toys.learner(Toys.echo(CLASSES), 0);
    var notebook = new Notebook(learner);
    var replay = new GenerativeReplay(learner, notebook, 6, Rng.of(3));
    replay.observe(Toys.oneHots(CLASSES, 0, 1));
    replay.endTask(0, TASKS[0]);
    replay.observe(Toys.oneHots(CLASSES, 2, 2, 2));
    replay.endTask(1, TASKS[1]);
    replay.observe(Toys.oneHots(CLASSES, 3, 3));
    assertThat(notebook.weights.get(0)).containsExactly(0.5f, 0.5f);
    assertThat(notebook.weights.get(1))
        .containsExactly(
            new float[] {
              1 / 6f, 1 / 6f, 1 / 6f, 1 / 12f, 1 / 12f, 1 / 12f, 1 / 12f, 1 / 12f, 1 / 12f
            },
            Offset.offset(1e-7f));
    assertThat(notebook.weights.get(2)[0]).isCloseTo(1 / 6f, Offset.offset(1e-7f));
    assertThat(notebook.weights.get(2)[2]).isCloseTo(2 / 18f, Offset.offset(1e-7f));
    // The echo answers what it is shown: labels of the dreams, of classes met by then.
    Batch second = notebook.learned.get(1);
    for (int i = 3; i < 9; i++) {
      assertThat(second.labels()[i]).isIn(0, 1);
      assertThat(second.inputs().at(i, second.labels()[i])).isEqualTo(1);
    }
  }

  @Test
  void strangersAreRefused() {
    var learner = network(1);
    assertThatThrownBy(() -> new GenerativeReplay(learner, new Notebook(network(2)), 5, Rng.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ledger");
    assertThatThrownBy(() -> new BrainInspiredReplay(learner, 5, Rng.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Sequential");
  }
}
