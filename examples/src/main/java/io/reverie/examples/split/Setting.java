package io.reverie.examples.split;

import io.reverie.tensor.Compute;
import java.util.List;

/**
 * Under which conditions figures came about: what was asked for, and on what machine.
 *
 * @param example the program
 * @param data which data
 * @param methods the methods compared
 * @param seeds how many seeds, from 0
 * @param buffer samples that a memory holds
 * @param epochs passes over each task's data
 * @param batch samples a step
 * @param processors how many processors there were
 * @param arithmetic what did the arithmetic
 * @param java the Java runtime
 * @param system the operating system
 */
public record Setting(
    String example,
    String data,
    List<String> methods,
    int seeds,
    int buffer,
    int epochs,
    int batch,
    int processors,
    String arithmetic,
    String java,
    String system) {
  /** The setting of a run on this machine. */
  public static Setting of(String data, List<Method> methods, int seeds, int buffer, int epochs) {
    return new Setting(
        "SplitFashion",
        data,
        methods.stream().map(Method::title).toList(),
        seeds,
        buffer,
        epochs,
        10,
        Runtime.getRuntime().availableProcessors(),
        Compute.describe(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"));
  }

  /** The command that makes these figures again. */
  public String command() {
    return "mvn -q -Pdemo -Dexample.args=\"--seeds %d --buffer %d --epochs %d\""
        .formatted(seeds, buffer, epochs);
  }
}
