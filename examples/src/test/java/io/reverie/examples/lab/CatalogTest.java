package io.reverie.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.examples.lab.catalog.Catalog;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every experiment must have before it is asked. */
class CatalogTest {
  @Test
  void settingsAreTextAndAlwaysTheSame() {
    List<Experiment> once = Catalog.all();
    List<Experiment> again = Catalog.all();
    for (int i = 0; i < once.size(); i++) {
      String settings = once.get(i).settings();
      assertThat(settings)
          .isEqualTo(again.get(i).settings())
          .as("functions have no text that lasts: %s", settings)
          .doesNotContain("Lambda", "@");
    }
  }

  @Test
  void rulesAreAboutArmsThatThereAre() {
    for (Experiment experiment : Catalog.all()) {
      List<String> arms = experiment.design().arms().stream().map(Arm::name).toList();
      for (Contrast contrast : experiment.rule().contrasts()) {
        assertThat(contrast.terms())
            .as(experiment.id())
            .allSatisfy(term -> assertThat(arms).contains(term.arm()));
      }
      assertThat(experiment.design().seeds()).isGreaterThanOrEqualTo(PassRule.FEWEST_SEEDS);
    }
  }

  @Test
  void experimentsAreFoundByNameAndByFamily() {
    assertThat(Catalog.all()).extracting(Experiment::id).doesNotHaveDuplicates();
    assertThat(Catalog.named("e1")).extracting(Experiment::id).containsExactly("E1-200", "E1-500");
    assertThat(Catalog.named("E2")).extracting(Experiment::id).containsExactly("E2");
    assertThat(Catalog.named("all")).hasSameSizeAs(Catalog.all());
    assertThatThrownBy(() -> Catalog.named("E99")).hasMessageContaining("no experiment is called");
  }
}
