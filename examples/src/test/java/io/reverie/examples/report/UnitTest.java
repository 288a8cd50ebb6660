package io.reverie.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class UnitTest {

  @Test
  void writesValues() {
    assertThat(Unit.PERCENT.value(0.7734)).isEqualTo("77.3%");
    assertThat(Unit.PERCENT.value(0.773, 0.0081)).isEqualTo("77.3 ± 0.8%");
    assertThat(Unit.PERCENT.value(-0.05)).isEqualTo("−5.0%");
    assertThat(Unit.PERCENT.value(-0.0001)).isEqualTo("0.0%");
    assertThat(Unit.NUMBER.value(1234.5)).isEqualTo("1,235");
    assertThat(Unit.NUMBER.value(0.97)).isEqualTo("0.970");
    assertThat(Unit.NUMBER.value(0.00002)).isEqualTo("2e−5");
    assertThat(Unit.NUMBER.value(120, 0.4)).isEqualTo("120.0 ± 0.4");
    assertThat(Unit.shortest(0.03)).isEqualTo("0.03");
    assertThat(Unit.shortest(12000)).isEqualTo("12,000");
    assertThat(Unit.shortest(0)).isEqualTo("0");
  }

  @Test
  void missingValuesAreADash() {
    assertThat(Unit.PERCENT.value(Double.NaN)).isEqualTo("–");
    assertThat(Unit.NUMBER.value(Double.POSITIVE_INFINITY, 1)).isEqualTo("–");
    assertThat(Unit.NUMBER.value(2, Double.NaN)).isEqualTo("2.00");
  }

  @Test
  void ticksHaveTheDecimalsOfTheirStep() {
    assertThat(Unit.PERCENT.tick(0.2, 0.2)).isEqualTo("20%");
    assertThat(Unit.PERCENT.tick(0.985, 0.005)).isEqualTo("98.5%");
    assertThat(Unit.NUMBER.tick(1, 0.5)).isEqualTo("1.0");
    assertThat(Unit.NUMBER.tick(15000, 5000)).isEqualTo("15,000");
    assertThat(Unit.NUMBER.tick(1.5e6, 5e5)).isEqualTo("1.5M");
    assertThat(Unit.NUMBER.tick(2e-7, 1e-7)).isEqualTo("2e−7");
    assertThat(Unit.NUMBER.tick(0, 1e-7)).doesNotContain("e");
  }

  @Test
  void writesTheSameInEveryLocale() {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Unit.NUMBER.value(1234.5, 0.24)).isEqualTo("1,234.5 ± 0.2");
    } finally {
      Locale.setDefault(before);
    }
  }
}
