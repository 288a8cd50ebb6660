package io.reverie.neuron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** McCulloch and Pitts' neurons against truth tables. */
class LogicTest {
  @Test
  void andOrNotAndMajorityAreTheirTruthTables() {
    for (int bits = 0; bits < 8; bits++) {
      boolean[] x = {(bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0};
      assertThat(McCullochPitts.and(3).fires(x)).isEqualTo(x[0] && x[1] && x[2]);
      assertThat(McCullochPitts.or(3).fires(x)).isEqualTo(x[0] || x[1] || x[2]);
      assertThat(McCullochPitts.not().fires(x[0])).isEqualTo(!x[0]);
      assertThat(new McCullochPitts(3, 0, 2).fires(x)).isEqualTo(Integer.bitCount(bits) >= 2);
    }
    assertThat(McCullochPitts.and(0).fires()).isTrue();
    assertThat(McCullochPitts.or(0).fires()).isFalse();
  }

  /** One active inhibition outweighs any number of excitations. */
  @Test
  void inhibitionIsAbsolute() {
    var neuron = new McCullochPitts(4, 1, 1);
    assertThat(neuron.fires(true, true, true, true, false)).isTrue();
    assertThat(neuron.fires(true, true, true, true, true)).isFalse();
  }

  @Test
  void exclusiveOrTakesTwoLayers() {
    var butNot = new McCullochPitts(1, 1, 1);
    for (int bits = 0; bits < 4; bits++) {
      boolean a = (bits & 1) > 0;
      boolean b = (bits & 2) > 0;
      assertThat(McCullochPitts.or(2).fires(butNot.fires(a, b), butNot.fires(b, a)))
          .isEqualTo(a ^ b);
    }
    // Each of the two inputs makes 0 to 3 synapses of either kind: all units there can be.
    int units = 0;
    for (int wiring = 0; wiring < 256; wiring++) {
      int[] synapses = {wiring & 3, wiring >> 2 & 3, wiring >> 4 & 3, wiring >> 6};
      for (int threshold = 0; threshold <= 7; threshold++) {
        units++;
        assertThat(table(synapses, threshold)).as("wiring %s", wiring).isNotEqualTo(0b0110);
      }
    }
    assertThat(units).isEqualTo(2048);
    assertThat(table(new int[] {1, 1, 0, 0}, 2)).as("AND").isEqualTo(0b1000);
  }

  /** Bit a + 2b of the table is what the unit does for these inputs. */
  private static int table(int[] synapses, int threshold) {
    int excitatory = synapses[0] + synapses[1];
    int inhibitory = synapses[2] + synapses[3];
    var unit = new McCullochPitts(excitatory, inhibitory, threshold);
    int table = 0;
    for (int bits = 0; bits < 4; bits++) {
      boolean[] inputs = new boolean[excitatory + inhibitory];
      int next = 0;
      for (int kind = 0; kind < 4; kind++) {
        for (int i = 0; i < synapses[kind]; i++) {
          inputs[next++] = (bits >> (kind & 1) & 1) > 0;
        }
      }
      table |= unit.fires(inputs) ? 1 << bits : 0;
    }
    return table;
  }

  @Test
  void misfitsSaySo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new McCullochPitts(1, -1, 0))
        .withMessageContaining("1 excitatory and -1 inhibitory");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new McCullochPitts(2, 1, 0).fires(true))
        .withMessage("1 inputs for a neuron of 2 excitatory and 1 inhibitory ones");
  }
}
