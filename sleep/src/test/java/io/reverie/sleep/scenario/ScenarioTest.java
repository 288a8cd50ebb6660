package io.reverie.sleep.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Dataset;
import io.reverie.sleep.Toys;
import io.reverie.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a data set becomes a stream. */
class ScenarioTest {
  private static final Dataset TRAIN = Toys.blobs(6, 3, 10, 1, 1, 2);
  private static final Dataset TEST = Toys.blobs(6, 3, 4, 1, 1, 3);

  private static List<Integer> labels(Dataset data) {
    return IntStream.range(0, data.size()).map(data::label).boxed().toList();
  }

  @Test
  void aSplitTakesTheClassesInTurn() {
    var scenario = Scenario.split(TRAIN, TEST, 2);
    assertThat(scenario.classes()).isEqualTo(6);
    assertThat(scenario.sample()).isEqualTo(Shape.of(3));
    assertThat(scenario.stream()).extracting(Task::name).containsExactly("0,1", "2,3", "4,5");
    assertThat(scenario.tests()).isEqualTo(scenario.stream());
    for (int t = 0; t < 3; t++) {
      Task task = scenario.stream().get(t);
      assertThat(labels(task.train())).hasSize(20).containsOnly(2 * t, 2 * t + 1);
      assertThat(labels(task.test())).hasSize(8).containsOnly(2 * t, 2 * t + 1);
    }
  }

  @Test
  void aTaskMayBeOneClassOrAll() {
    assertThat(Scenario.split(TRAIN, TEST, 1).stream()).hasSize(6);
    assertThat(Scenario.split(TRAIN, TEST, 6).stream()).hasSize(1);
  }

  @Test
  void jointIsEverythingAtOnceUnderTheSameTests() {
    var split = Scenario.split(TRAIN, TEST, 2);
    var joint = split.joint(TRAIN);
    assertThat(joint.stream()).hasSize(1);
    assertThat(joint.stream().getFirst().train()).isSameAs(TRAIN);
    assertThat(joint.tests()).isEqualTo(split.tests());
    assertThat(joint.classes()).isEqualTo(6);
    assertThat(joint.name()).contains("joint");
  }

  @Test
  void classesMustDivideEvenly() {
    for (int perTask : new int[] {0, -1, 4, 7}) {
      assertThatThrownBy(() -> Scenario.split(TRAIN, TEST, perTask))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("6 classes")
          .hasMessageContaining(String.valueOf(perTask));
    }
  }

  @Test
  void everyTaskNeedsSamples() {
    assertThatThrownBy(() -> Scenario.split(TRAIN, TEST.filter(label -> label < 4), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("classes 4,5")
        .hasMessageContaining("0 test");
    assertThatThrownBy(() -> Scenario.split(TRAIN.filter(label -> label > 1), TEST, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("classes 0,1 have 0 training");
  }

  @Test
  void aScenarioNeedsATaskAndATest() {
    var task = new Task("all", TRAIN, TEST);
    assertThatThrownBy(() -> new Scenario("nothing", List.of(), List.of(task), 6))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Scenario("untested", List.of(task), List.of(), 6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 tests");
  }
}
