package io.reverie.examples.lab.page;

import io.reverie.examples.report.Page;
import io.reverie.examples.report.Section;
import java.util.List;

/** The page from which all experiments are found. */
public final class IndexPage {
  private IndexPage() {}

  /**
   * One line of it.
   *
   * @param id the experiment
   * @param title its headline
   * @param verdict what its rule says, in a word
   * @param line the figures that decide, in a line
   * @param quick whether it was only a trial
   */
  public record Entry(String id, String title, String verdict, String line, boolean quick) {}

  /** The page; an experiment's own lies in a folder of its name. */
  public static Page of(List<Entry> entries) {
    Section all = Section.of("All experiments");
    long holds = count(entries, "holds");
    long fails = count(entries, "fails");
    long open = entries.size() - holds - fails;
    return Page.of(
        "Does sleep help a network to remember?",
        "Each experiment asks one claim, by a rule that was written down before its runs. A claim"
            + " that fails is as much a result as one that holds.",
        all.facts(
                new Section.Fact(String.valueOf(holds), "claims hold"),
                new Section.Fact(String.valueOf(fails), "claims fail"),
                new Section.Fact(String.valueOf(open), "are undecided"))
            .links(
                entries.stream()
                    .map(entry ->
                        new Section.Link(
                            entry.id() + "/index.html",
                            entry.id() + ": " + entry.title(),
                            (entry.quick() ? "quick trial, " : "")
                                + entry.verdict()
                                + ". "
                                + entry.line()))
                    .toList()));
  }

  private static long count(List<Entry> entries, String verdict) {
    return entries.stream().filter(entry -> entry.verdict().equals(verdict)).count();
  }
}
