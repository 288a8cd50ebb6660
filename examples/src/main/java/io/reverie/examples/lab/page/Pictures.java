package io.reverie.examples.lab.page;

import io.reverie.examples.lab.Results;
import io.reverie.examples.report.Section;
import java.util.ArrayList;
import java.util.List;

/** The pictures that belong to one experiment: what its probes noted decides which. */
final class Pictures {
  private Pictures() {}

  /** The sections for what was noted. */
  static List<Section> of(Results results) {
    List<Section> sections = new ArrayList<>();
    if (results.experiment().id().equals("E12")) {
      sections.add(Front.section(results));
    }
    return sections;
  }

  /** The probes' figures that are shown as a table: those that are not drawn. */
  static List<String> tabled(Results results) {
    return results.probed().stream().filter(name -> !name.contains("@")).toList();
  }
}
