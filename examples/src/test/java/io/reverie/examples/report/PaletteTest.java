package io.reverie.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaletteTest {

  @Test
  void aMethodHasItsColourInAnyCompany() {
    assertThat(Palette.of(List.of("Finetune", "ER", "Sleep")))
        .containsEntry("Sleep", "var(--blue)");
    assertThat(Palette.of(List.of("sleep"))).containsEntry("sleep", "var(--blue)");
    assertThat(Palette.of(List.of("Mystery", "Sleep without REM", "Sleep")))
        .containsEntry("Sleep", "var(--blue)");
  }

  @Test
  void additionsKeepTheFamilyColourButPartsOfWordsDoNot() {
    assertThat(Palette.of(List.of("ER + night"))).containsEntry("ER + night", "var(--orange)");
    assertThat(Palette.of(List.of("Error"))).containsEntry("Error", "var(--blue)");
  }

  @Test
  void tasksHaveTheColoursOfTheirNumbers() {
    var third = Palette.of(List.of("Task 1", "Task 2", "Task 3")).get("Task 3");
    assertThat(Palette.of(List.of("Task 3")).get("Task 3")).isEqualTo(third);
  }

  @Test
  void coloursAreDistinctWhileTheyLast() {
    var names = List.of("Sleep", "SI", "MAS", "Sleep 2", "Joint", "Cumulative", "x", "y", "z");
    assertThat(Palette.of(names).values()).doesNotHaveDuplicates();
    var many = IntStream.range(0, 40).mapToObj(i -> "name" + (char) ('a' + i)).toList();
    assertThat(Palette.of(many)).hasSize(40);
    assertThat(Palette.of(List.of())).isEmpty();
    assertThat(Palette.of(List.of("a", "a"))).hasSize(1);
  }
}
