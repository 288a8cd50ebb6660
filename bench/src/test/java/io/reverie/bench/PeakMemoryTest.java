package io.reverie.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PeakMemoryTest {
  private static final String SHELL = "sh -c 'sleep 0.1' ";

  private static String[] printed(String... args) throws InterruptedException {
    var bytes = new ByteArrayOutputStream();
    PeakMemory.run(new PrintStream(bytes), args);
    return bytes.toString().split("\\R");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void comparesWhatTwoProcessesHeld() throws InterruptedException {
    String java = System.getProperty("java.home") + "/bin/java";
    // Java leaves what follows the class to it, as the shell does with what follows the script.
    String ours =
        java + " -cp '" + System.getProperty("java.class.path") + "' " + Nothing.class.getName();
    String[] lines = printed("--ours", ours, "--peer", SHELL, "--only", "b10", "--rounds", "2");
    assertThat(lines).hasSize(2);
    assertThat(lines[0]).startsWith("workload ");
    assertThat(lines[1]).startsWith("train mlp 784-100-100-10 b10 sgd  ");
    String[] numbers = lines[1].substring(44).strip().split(" +");
    assertThat(numbers).hasSize(5);
    assertThat(Double.parseDouble(numbers[0])).as("a JVM, MB").isBetween(15.0, 2000.0);
    assertThat(Double.parseDouble(numbers[1])).as("a shell, MB").isBetween(0.3, 15.0);
    assertThat(Double.parseDouble(numbers[2])).as("ratio").isGreaterThan(1);
  }

  /** A program that ends at once. */
  static final class Nothing {
    private Nothing() {}

    public static void main(String... args) {
      System.out.println(args.length);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void saysThatACommandFailed() {
    String failing = "sh -c 'echo no room; exit 3'";
    assertThatIllegalStateException()
        .isThrownBy(() -> printed("--ours", failing, "--peer", SHELL, "--only", "b10"))
        .withMessageContaining("sh -c echo no room; exit 3 --threads 2")
        .withMessageContaining("ended with 3. It said:")
        .withMessageEndingWith("no room");
  }

  @Test
  void saysWhichOptionMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> printed("--ours"))
        .withMessage("each option needs a value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> printed("--ours", "a"))
        .withMessage("--ours and --peer are needed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> printed("--rounds", "0"))
        .withMessage("--rounds 0: 1 to 99 is needed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> printed("--fast", "1"))
        .withMessage("--fast: no such option");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> printed("--ours", "a", "--peer", "b", "--only", "nothing"))
        .withMessage("--only nothing: no workload has that in its name");
  }

  @Test
  void keepsQuotedWordsTogether() {
    assertThat(PeakMemory.words("a  'b c' \"d 'e\" f")).containsExactly("a", "b c", "d 'e", "f");
  }
}
