package io.reverie.examples.lab;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/**
 * A question to nature, all of it written down before it is asked.
 *
 * @param id the short name by which it is run, such as E1
 * @param title the headline
 * @param claim what the source paper says, or what we hope
 * @param expected what the research notes expect
 * @param design the stream, the arms, the seeds
 * @param primary the measure that decides
 * @param rule when the claim holds
 * @param probes what is looked at besides accuracy
 */
public record Experiment(
    String id,
    String title,
    String claim,
    String expected,
    Design design,
    String primary,
    PassRule rule,
    List<Supplier<Probe>> probes) {
  /**
   * How it is asked.
   *
   * @param world what is learned
   * @param net which network
   * @param buffer samples that a memory holds
   * @param seeds how many seeds
   * @param arms what is compared
   * @param reference the arm against which the others are compared
   */
  public record Design(
      World world, Net net, int buffer, int seeds, List<Arm> arms, String reference) {
    /** Copies the arms; names must differ, and the reference and those paid like be among them. */
    public Design {
      arms = List.copyOf(arms);
      List<String> names = arms.stream().map(Arm::name).toList();
      if (names.stream().distinct().count() < names.size() || !names.contains(reference)) {
        throw new IllegalArgumentException(
            "arms %s with the reference %s: different names, with it among them, are needed"
                .formatted(names, reference));
      }
      for (Arm arm : arms) {
        if (!arm.paysLike().isEmpty() && !names.contains(arm.paysLike())) {
          throw new IllegalArgumentException(
              "%s pays like %s, which is none of %s".formatted(arm.name(), arm.paysLike(), names));
        }
      }
    }

    /** The arm of this name. */
    public Arm arm(String name) {
      return arms.stream().filter(arm -> arm.name().equals(name)).findFirst().orElseThrow();
    }
  }

  /** Copies the probes. */
  public Experiment {
    probes = List.copyOf(probes);
  }

  /** The same experiment with one more thing looked at. */
  public Experiment probing(Supplier<Probe> probe) {
    var more = new java.util.ArrayList<>(probes);
    more.add(probe);
    return new Experiment(id, title, claim, expected, design, primary, rule, more);
  }

  /** All that was chosen, as text: what the hash is made of. */
  public String settings() {
    StringBuilder text = new StringBuilder();
    text.append("experiment ").append(id).append('\n');
    text.append("world ").append(design.world().name());
    text.append(", epochs ").append(design.world().epochs());
    text.append(", batch ").append(design.world().batch()).append('\n');
    text.append("net ").append(design.net()).append(", memory ").append(design.buffer());
    text.append('\n');
    for (Arm arm : design.arms()) {
      text.append("arm ").append(arm.name()).append(": ").append(arm.settings());
      text.append(arm.joint() ? ", all tasks at once" : "");
      text.append(arm.paysLike().isEmpty() ? "" : ", pays like " + arm.paysLike());
      text.append('\n');
    }
    text.append("reference ").append(design.reference()).append('\n');
    text.append("primary ").append(primary).append('\n');
    return text.append("rule ").append(rule.text()).append('\n').toString();
  }

  /** The settings on this data in sixteen hexadecimal digits; the number of seeds is no part. */
  public String hash(String data) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((settings() + "data " + data + '\n').getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
