package io.reverie.sleep.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Dataset;
import io.reverie.sleep.Toys;
import io.reverie.tensor.Rng;
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

  @Test
  void theOrderOfTheClassesIsOnesOwn() {
    var scenario = Scenario.split(TRAIN, TEST, 3, 5, 0, 2, 4, 1, 3);
    assertThat(scenario.stream()).extracting(Task::name).containsExactly("5,0,2", "4,1,3");
    assertThat(labels(scenario.stream().get(0).train())).containsOnly(0, 2, 5).hasSize(30);
    assertThat(labels(scenario.stream().get(1).test())).containsOnly(1, 3, 4).hasSize(12);
    assertThatThrownBy(() -> Scenario.split(TRAIN, TEST, 3, 0, 1, 2, 3, 4, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[0, 1, 2, 3, 4, 4]");
  }

  @Test
  void aDomainIsAskedForThePlaceWithinItsTask() {
    var scenario = Scenario.domains(TRAIN, TEST, 2, 5, 0, 2, 4, 1, 3);
    assertThat(scenario.classes()).isEqualTo(2);
    int[] place = {1, 0, 0, 1, 1, 0};
    var split = Scenario.split(TRAIN, TEST, 2, 5, 0, 2, 4, 1, 3);
    for (int t = 0; t < 3; t++) {
      Dataset domain = scenario.stream().get(t).train();
      Dataset classes = split.stream().get(t).train();
      assertThat(domain.all().inputs().toArray()).isEqualTo(classes.all().inputs().toArray());
      assertThat(labels(domain))
          .isEqualTo(labels(classes).stream().map(label -> place[label]).toList());
    }
  }

  @Test
  void aViewChangesTheSamplesAndNothingElse() {
    var scenario = Scenario.split(TRAIN, TEST, 2).taskIncremental().withoutBorders();
    var seen = scenario.view(data -> data.reshape(3, 1));
    assertThat(seen.sample()).isEqualTo(Shape.of(3, 1));
    assertThat(seen.tests().get(1).test().sample()).isEqualTo(Shape.of(3, 1));
    assertThat(seen.tests().get(1).answers().test(2)).isTrue();
    assertThat(seen.tests().get(1).answers().test(4)).isFalse();
    assertThat(seen.borders()).isFalse();
    assertThat(Scenario.split(TRAIN, TEST, 2).borders()).isTrue();
  }

  @Test
  void aSmallScenarioHasSomeOfTheSamples() {
    var small = Scenario.split(TRAIN, TEST, 2).small(7, 3, Rng.of(1));
    for (Task task : small.stream()) {
      assertThat(task.train().size()).isEqualTo(7);
      assertThat(task.test().size()).isEqualTo(3);
    }
    assertThat(small.tests()).isEqualTo(small.stream());
    assertThat(Scenario.split(TRAIN, TEST, 2).small(99, 99, Rng.of(1)).stream())
        .allMatch(task -> task.train().size() == 20 && task.test().size() == 8);
  }

  @Test
  void jointIsAlsoTheWholeStreamAtOnce() {
    var joint = Scenario.domains(TRAIN, TEST, 2, 5, 0, 2, 4, 1, 3).joint();
    assertThat(joint.stream()).hasSize(1);
    assertThat(labels(joint.stream().getFirst().train())).hasSize(60).containsOnly(0, 1);
    assertThat(joint.classes()).isEqualTo(2);
  }
}
