package io.reverie.examples.report;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The look of the charts: colours for light and dark as CSS custom properties, and weights. */
public final class Theme {
  private record Token(String name, String light, String dark) {}

  private static final List<Token> TOKENS =
      List.of(
          new Token("paper", "#fefefd", "#14171c"),
          new Token("ink", "#1b2027", "#e9e7e2"),
          new Token("muted", "#5b6470", "#a3abb6"),
          new Token("grid", "#e7e8ea", "#282d36"),
          new Token("axis", "#a3aab3", "#5a6370"),
          new Token("shade", "#e5eaf5", "#212a3c"),
          new Token("veil", "#1b202726", "#ffffff1f"),
          new Token("blue", "#0072b2", "#4ba3e3"),
          new Token("vermillion", "#d55e00", "#f27d3d"),
          new Token("green", "#009e73", "#2cc197"),
          new Token("purple", "#b55a8f", "#e292c0"),
          new Token("orange", "#e69f00", "#f4bd45"),
          new Token("sky", "#56b4e9", "#a5daf8"),
          new Token("olive", "#9a8f00", "#e6dc5a"),
          new Token("slate", "#3c4654", "#d3d9e0"),
          new Token("grey", "#9097a1", "#7f8895"));

  private static final String RULES =
      """
      .chart{display:block;font:400 12.5px system-ui,-apple-system,"Segoe UI",Roboto,\
      "Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;fill:var(--ink)}
      .chart .small{font-size:11.5px;fill:var(--muted)}
      .chart .strong{font-weight:600}
      .chart .halo{paint-order:stroke;stroke:var(--paper);stroke-width:3;stroke-linejoin:round}
      .chart .grid{stroke:var(--grid);stroke-width:1}
      .chart .axis{stroke:var(--axis);stroke-width:1}
      .chart .divider{stroke:var(--axis);stroke-width:1;stroke-dasharray:2 3}
      .chart .shade{fill:var(--shade)}
      .chart .curve{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round;\
      stroke-linecap:round}
      .chart .dashed{stroke-dasharray:5 4;stroke-linecap:butt}
      .chart .thin{stroke-width:1.25}
      .chart .band{fill:var(--c);opacity:.16}
      .chart .dot{fill:var(--c);stroke:var(--paper);stroke-width:1}
      .chart .leader{fill:none;stroke:var(--c);stroke-width:1;opacity:.7}
      .chart .bar{fill:var(--c);opacity:.88}
      .chart .whisker{stroke:var(--ink);stroke-width:1.25}
      .chart .stages{fill:none;stroke:var(--ink);stroke-width:1.5;stroke-linejoin:round}
      .chart .depth{fill:var(--blue);opacity:.13}
      .chart .rem{stroke:var(--vermillion);stroke-width:6}
      .chart .cell{fill:var(--light)}
      .chart .crisp{shape-rendering:crispEdges}
      .chart .number{fill:var(--on-light)}
      .chart .blank{fill:none;stroke:var(--grid)}
      """;

  // A cell's colours are its data, so each cell brings one pair for light and one for dark.
  private static final String DARK_RULES =
      ".chart .cell{fill:var(--dark)}.chart .number{fill:var(--on-dark)}";

  private Theme() {}

  /** The style sheet that inlined charts need, once a page. */
  public static String css() {
    var dark = tokens(Token::dark) + DARK_RULES;
    return tokens(Token::light)
        + "\n"
        + RULES
        + "@media screen and (prefers-color-scheme:dark){"
        + dark
        + "}\n";
  }

  /** A drawn chart with its style inside, fit to be saved as a file or shown by an img element. */
  static String standalone(String svg) {
    int open = svg.indexOf('>') + 1;
    return svg.substring(0, open)
        + Element.of("style").markup(css() + ".chart{background:var(--paper)}")
        + svg.substring(open)
        + "\n";
  }

  private static String tokens(Function<Token, String> colour) {
    return TOKENS.stream()
        .map(token -> "--" + token.name + ":" + colour.apply(token))
        .collect(Collectors.joining(";", ":root{", "}"));
  }
}
