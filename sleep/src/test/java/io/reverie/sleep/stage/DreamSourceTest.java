package io.reverie.sleep.stage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.data.Transform;
import io.reverie.nn.Activation;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.sleep.SleepCycle;
import io.reverie.sleep.Sleeper;
import io.reverie.sleep.Toys;
import io.reverie.sleep.dream.Continuation;
import io.reverie.sleep.dream.Inversion;
import io.reverie.sleep.dream.Vae;
import io.reverie.sleep.dream.VaeGenerator;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where dreams come from. */
class DreamSourceTest {
  private static final int CLASSES = 4;

  private final Learner learner = Toys.learner(Toys.echo(CLASSES), 0.5f);
  private final ReplayBuffer memory = Toys.memory(CLASSES, 0, 1, 2, 0, 0);

  private Night night() {
    return new Night(learner, memory, Rng.of(5), 0.5f, 100);
  }

  private static Dreams dream(DreamSource source, Night night, int n) {
    return source.begin(night).dream(n);
  }

  private static int[] labels(Dreams dreams) {
    return requireNonNull(dreams.targets()).argmax().values();
  }

  @Test
  void partnersAreOfTheClassesAskedFor() {
    var same = dream(DreamSource.mixup(1, Partner.SAME_CLASS, Transform.none()), night(), 60);
    var other = dream(DreamSource.mixup(1, Partner.OTHER_CLASS, Transform.none()), night(), 600);
    for (int i = 0; i < 60; i++) {
      List<Dream.Parent> parents = same.parents().apply(i);
      assertThat(parents.getFirst().label()).isEqualTo(parents.getLast().label());
    }
    var pairs = new int[CLASSES][CLASSES];
    for (int i = 0; i < 600; i++) {
      List<Dream.Parent> parents = other.parents().apply(i);
      pairs[parents.getFirst().label()][parents.getLast().label()]++;
    }
    // 200 firsts of each class, and either of the two others as likely.
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        assertThat(pairs[a][b]).isBetween(a == b ? 0 : 75, a == b ? 0 : 125);
      }
    }
  }

  @Test
  void aSingleClassIsItsOwnPartner() {
    var one = new Night(learner, Toys.memory(CLASSES, 2, 2), Rng.of(5), 0.5f, 100);
    var dreams = dream(DreamSource.mixup(1, Partner.OTHER_CLASS, Transform.none()), one, 5);
    assertThat(labels(dreams)).containsOnly(2);
  }

  /** Columns of ones are class 0, of twos class 1: what is pasted can be counted. */
  @Test
  void cutmixLabelsByTheAreaPasted() {
    var pictures = ReplayBuffer.of(2, Shape.of(6, 6), 2, KeepRule.reservoir(), Rng.of(1));
    var inputs = Tensor.zeros(2, 6, 6);
    for (int i = 0; i < 72; i++) {
      inputs.array()[i] = i < 36 ? 0 : 1;
    }
    pictures.add(new Batch(inputs, new int[] {0, 1}), 0);
    var night = new Night(learner, pictures, Rng.of(5), 0.5f, 100);
    var source = DreamSource.cutmix(6, 6, 1, Partner.OTHER_CLASS, Transform.none());
    boolean partly = false;
    for (int k = 0; k < 10; k++) {
      var dreams = dream(source, night, 8);
      for (int i = 0; i < 8; i++) {
        float ones = 0;
        for (float x : dreams.image(i)) {
          ones += x / 36;
        }
        assertThat(requireNonNull(dreams.targets()).at(i, 1)).isCloseTo(ones, Offset.offset(1e-6f));
        partly |= ones > 0.1 && ones < 0.9;
      }
    }
    assertThat(partly).isTrue();
  }

  private VaeGenerator generator() {
    Rng rng = Rng.of(3);
    Vae vae = Vae.conditional(CLASSES, 12, 2, CLASSES, rng);
    return VaeGenerator.of(learner, vae, Shape.of(CLASSES), 0.01f, rng);
  }

  @Test
  void aGeneratorLearnsItsLessonsAndDreamsOfTheClassesInMemory() {
    VaeGenerator generator = generator();
    DreamSource source = DreamSource.generated(generator, 5, 16);
    assertThat(source.others()).containsOnlyKeys("generator").containsValue(generator.learner());
    Dreamer dreamer = source.begin(night());
    assertThat(learner.ledger().gradientSamples()).isEqualTo(5 * 16);
    assertThat(generator.learner().optimizer().steps()).isEqualTo(5);
    Dreams dreams = dreamer.dream(30);
    assertThat(learner.ledger().forwardSamples()).isEqualTo(30);
    var counts = new int[CLASSES];
    for (int label : labels(dreams)) {
      counts[label]++;
    }
    assertThat(counts).containsExactly(10, 10, 10, 0);
    assertThat(dreams.inputs().shape()).isEqualTo(Shape.of(30, CLASSES));
  }

  @Test
  void aFailedNightTakesTheGeneratorBackToo() {
    VaeGenerator generator = generator();
    float[] evening = generator.learner().parameters().snapshot();
    Stage rem = new Rem(8, DreamSource.generated(generator, 5, 16));
    Stage breaks = (night, steps) -> Arrays.fill(night.learner().parameters().values(), Float.NaN);
    var cycle =
        new SleepCycle(List.of(new SleepCycle.Phase(rem, 3), new SleepCycle.Phase(breaks, 0)));
    var failed = new Sleeper(List.of(cycle), 0.1f, 1).sleep(learner, memory, Rng.of(1));
    assertThat(failed.promoted()).isFalse();
    assertThat(generator.learner().optimizer().steps()).isEqualTo(5);
    assertThat(generator.learner().parameters().values()).isEqualTo(evening);
    var fine = new SleepCycle(List.of(new SleepCycle.Phase(rem, 3)));
    new Sleeper(List.of(fine), 0.1f, 1).sleep(learner, memory, Rng.of(1));
    assertThat(generator.learner().parameters().values()).isNotEqualTo(evening);
    // Three steps of eight, and five lessons of sixteen, twice.
    assertThat(learner.ledger().gradientSamples()).isEqualTo(2 * (3 * 8 + 5 * 16));
  }

  @Test
  void invertedDreamsArePaidOnceAndDrawnOften() {
    var inversion = new Inversion(6, 0.1f, 0, 1, 1, 0, 1);
    var night = night();
    Dreamer dreamer = DreamSource.inverted(inversion, 9, Transform.none()).begin(night);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(6 * 9);
    Dreams dreams = dreamer.dream(40);
    dreamer.dream(40);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(6 * 9);
    int[] labels = labels(dreams);
    assertThat(labels).doesNotContain(3).contains(0, 1, 2);
    // The echo takes an input for the class of its largest element.
    assertThat(dreams.inputs().argmax().values()).isEqualTo(labels);
  }

  private static final Sequential DEEP =
      Sequential.of(
          Linear.of(CLASSES, 6, Rng.of(1)), Activation.RELU, Linear.of(6, CLASSES, Rng.of(2)));

  @Test
  void latentDreamsAreLearnedByTheLayersAbove() {
    var model = (Sequential) DEEP.copy();
    var deep = Learner.of(model, Sgd.of(model, 0.5f), Rng.of(1));
    var night = new Night(deep, memory, Rng.of(5), 0.5f, 100);
    Dreams dreams = dream(DreamSource.latent(2, 0.5f), night, 12);
    assertThat(dreams.inputs().shape()).isEqualTo(Shape.of(12, 6));
    for (float feature : dreams.inputs().toArray()) {
      assertThat(feature).isNotNegative();
    }
    assertThat(deep.ledger().forwardSamples()).isEqualTo(memory.size());
    float[] below = model.layers().getFirst().state().get("weight").toArray();
    float[] above = model.layers().getLast().state().get("weight").toArray();
    new Rem(8, 0, Transform.none(), DreamSource.latent(2, 0.5f), Judge.none()).sleep(night, 2);
    assertThat(model.layers().getFirst().state().get("weight").toArray()).isEqualTo(below);
    assertThat(model.layers().getLast().state().get("weight").toArray()).isNotEqualTo(above);
    // Anchors go through the whole network.
    new Rem(8, 0.5, Transform.none(), DreamSource.latent(2, 0.5f), Judge.none()).sleep(night, 2);
    assertThat(model.layers().getFirst().state().get("weight").toArray()).isNotEqualTo(below);
  }

  @Test
  void latentDreamsNeedASequenceWithMoreLayers() {
    assertThatThrownBy(() -> dream(DreamSource.latent(1, 0.5f), night(), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Linear");
    var deep = Learner.of(DEEP, Sgd.of(DEEP, 0.5f), Rng.of(1));
    var night = new Night(deep, memory, Rng.of(5), 0.5f, 100);
    assertThatThrownBy(() -> dream(DreamSource.latent(3, 0.5f), night, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 layers");
  }

  /** A model of windows whose answer is a function of the last token, that was trained since. */
  @Test
  void aLanguageModelLearnsWhatItSaidBeforeItSlept() {
    record Text(Linear table) implements Layer {
      @Override
      public Tensor forward(Tensor windows) {
        var last = new int[windows.dim(0)];
        for (int i = 0; i < last.length; i++) {
          last[i] = (int) windows.at(i, windows.dim(1) - 1);
        }
        return table.forward(Toys.oneHots(CLASSES, last).inputs());
      }
    }
    var text = new Text(Toys.echo(CLASSES));
    var model = Learner.of(text, Sgd.of(text, 0.1f), Rng.of(1));
    var windows = Toys.memory(CLASSES, 0, 1, 2, 3);
    var night = new Night(model, windows, Rng.of(5), 0.1f, 100);
    night.settle();
    var source = DreamSource.continued(new Continuation(2, 0));
    // The echo says the last token again and again: 0 or 1, as windows of one-hots end.
    Dreams dreams = dream(source, night, 12);
    for (int i = 0; i < 12; i++) {
      float[] said = dreams.image(i);
      assertThat(said[3]).isEqualTo(said[2]).isEqualTo(said[1]).isIn(0f, 1f);
    }
    assertThat(dreams.targets()).isNull();
    assertThat(model.ledger().forwardSamples()).isEqualTo(4 + 2 * 12);
    new Rem(8, 0, Transform.none(), source, Judge.labels(0.9f, 1)).sleep(night, 1);
    for (Dream dream : night.dreams()) {
      assertThat(dream.label()).isEqualTo((int) dream.image()[3]);
      assertThat(dream.confidence()).isGreaterThan(0.9f);
    }
    assertThat(night.dreams()).hasSize(8);
  }

  private static Stream<DreamSource> sources() {
    return Stream.of(
        DreamSource.mixup(1, Partner.ANY, Transform.none()),
        DreamSource.mixup(0.4f, Partner.SAME_CLASS, Transform.none()),
        DreamSource.mixup(1, Partner.OTHER_CLASS, Transform.none()),
        DreamSource.cutmix(2, 2, 1, Partner.ANY, Transform.none()),
        DreamSource.inverted(new Inversion(3, 0.1f, 0.1f, 2, 2, 0, 1), 5, Transform.none()),
        DreamSource.latent(2, 0.3f));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void equalNightsDreamTheSame(DreamSource source) {
    assertThat(slept(source, 5)).isEqualTo(slept(source, 5)).isNotEqualTo(slept(source, 6));
  }

  private float[] slept(DreamSource source, long seed) {
    var model = (Sequential) DEEP.copy();
    var deep = Learner.of(model, Sgd.of(model, 0.5f), Rng.of(1));
    var night = new Night(deep, memory, Rng.of(seed), 0.5f, 100);
    new Rem(8, 0.1, Transform.none(), source, Judge.checks(0.05f)).sleep(night, 5);
    assertThat(night.steps()).isEqualTo(5);
    for (float loss : night.losses()) {
      assertThat(loss).isFinite();
    }
    return deep.parameters().snapshot();
  }
}
