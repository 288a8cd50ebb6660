package io.reverie.examples.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.sleep.scenario.Scenario;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Five texts that differ. */
class DomainsTest {
  @Test
  void eachIsLongEnoughAndSaysWhatItIs() throws IOException {
    var texts = Domains.texts();
    assertThat(texts).containsOnlyKeys("english", "java", "json", "sums", "german");
    assertThat(texts.values()).allMatch(text -> text.length() > 20_000 && text.length() < 40_000);
    assertThat(texts.get("german")).startsWith("Als Gregor Samsa eines Morgens");
    assertThat(texts.get("english")).startsWith("Alice was beginning").contains("Rabbit");
    assertThat(texts.get("java")).contains("package io.reverie");
    assertThat(Domains.texts()).isEqualTo(texts);
    texts
        .get("sums")
        .lines()
        .forEach(line -> {
          String[] sides = line.split("=");
          String[] terms = sides[0].split("[+-]");
          int a = Integer.parseInt(terms[0]);
          int b = Integer.parseInt(terms[1]);
          assertThat(Integer.parseInt(sides[1])).isEqualTo(line.contains("+") ? a + b : a - b);
        });
  }

  @Test
  void theyAreAStreamOfFiveTasks() throws IOException {
    Scenario scenario = Domains.of(16).scenario();
    assertThat(scenario.stream()).hasSize(5);
    assertThat(scenario.classes()).isBetween(70, 140);
    assertThat(scenario.stream()).allMatch(task -> task.train().size() > 18_000);
  }
}
