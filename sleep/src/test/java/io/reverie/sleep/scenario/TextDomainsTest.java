package io.reverie.sleep.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts as tasks. */
class TextDomainsTest {
  private static Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("letters", "abcde".repeat(20));
    texts.put("numbers", "0123456789".repeat(10) + "€");
    return texts;
  }

  @Test
  void eachCharacterIsAskedAfterThoseBeforeIt() {
    var domains = TextDomains.of(texts(), 3, 1);
    Scenario scenario = domains.scenario();
    assertThat(scenario.sample()).isEqualTo(Shape.of(3));
    assertThat(scenario.stream()).extracting(Task::name).containsExactly("letters", "numbers");
    // The rare one, ten digits, five letters, the euro.
    assertThat(domains.characters()).isEqualTo(TextDomains.RARE + "0123456789abcde€");
    assertThat(scenario.classes()).isEqualTo(17);
    Task letters = scenario.stream().getFirst();
    assertThat(letters.train().size()).isEqualTo(87);
    assertThat(letters.test().size()).isEqualTo(7);
    for (int i = 0; i < 87; i++) {
      Batch one = letters.train().batch(i);
      assertThat(domains.text(one.inputs().toArray()))
          .isEqualTo("abcdeabcde".substring(i % 5, i % 5 + 3));
      assertThat(domains.characters().charAt(one.labels()[0]))
          .isEqualTo("abcde".charAt((i + 3) % 5));
    }
    // The last tenth alone is asked.
    assertThat(domains.text(letters.test().batch(0).inputs().toArray())).isEqualTo("abc");
    assertThat(letters.test().label(6)).isEqualTo(letters.test().label(1));
  }

  @Test
  void rareCharactersShareANumber() {
    var domains = TextDomains.of(texts(), 3, 2);
    assertThat(domains.characters()).doesNotContain("€").hasSize(16);
    var test = domains.scenario().tests().get(1).test();
    assertThat(test.label(test.size() - 1)).isZero();
  }

  @Test
  void aTextMustBeLongEnough() {
    assertThatThrownBy(() -> TextDomains.of(Map.of("short", "0123456789"), 3, 1))
        .hasMessageContaining("10 characters of \"short\"");
  }
}
