package io.reverie.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.examples.report.Section.Fact;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class PageTest {
  private static final Table TABLE =
      Table.of("Methods", "Method", "Accuracy", "Forgetting", "Note")
          .row("ER", "74.3 ± 1.2%", "27.5%", "a & b")
          .strongRow("Sleep", "77.3 ± 0.9%", "–", "<c>");

  @Test
  void isWellFormedAndSelfContained() {
    var chart = LineChart.of("Loss", "step", "loss").add("ER", new double[2], new double[2]);
    var tile = new ImageStrip.Tile(new float[1], 1, 1, "");
    var html =
        Page.of("Title & <co>", "Lead")
            .section(
                Section.of("Result")
                    .text("1 < 2 & \"so on\"")
                    .facts(new Fact("77.3%", "accuracy"))
                    .figure(chart, "What to see & where")
                    .figure(TABLE, ""))
            .section(Section.of("Dreams").figure(ImageStrip.of("Dreams").row("a", tile), ""))
            .section(Section.of("Command").code("run --seeds 10 && echo \"<done>\""))
            .footer("Seeds 1 to 10.")
            .html();
    var page = Drawing.of(html);
    assertThat(page.all("h1").getFirst().getTextContent()).isEqualTo("Title & <co>");
    assertThat(page.all("figure")).hasSize(3);
    assertThat(page.all("figcaption")).hasSize(3);
    assertThat(page.all("svg")).hasSize(2).allMatch(svg -> svg.getAttribute("role").equals("img"));
    assertThat(page.all("code").getFirst().getTextContent()).contains("&& echo \"<done>\"");
    assertThat(page.all("script")).isEmpty();
    assertThat(page.all("link")).isEmpty();
    assertThat(html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http", "@import");
  }

  @Test
  void navigationLeadsToEverySection() {
    var html =
        Page.of("T", "", Section.of("The same"), Section.of("The same!"), Section.of("?")).html();
    var page = Drawing.of(html);
    var ids = page.all("section").stream().map(section -> section.getAttribute("id")).toList();
    var links = page.all("a").stream().map(a -> a.getAttribute("href").substring(1)).toList();
    assertThat(ids).containsExactly("the-same", "the-same-2", "section").isEqualTo(links);
  }

  @Test
  void emptyPagesHaveNoEmptyParts() {
    var page = Drawing.of(Page.of("T", "").html());
    assertThat(page.all("p")).isEmpty();
    assertThat(page.all("nav")).isEmpty();
    assertThat(page.all("footer")).isEmpty();
  }

  @Test
  void numbersAlignRight() {
    var table = Drawing.of(TABLE.html());
    var heads = table.all("th").stream().filter(th -> th.getAttribute("scope").equals("col"));
    assertThat(heads.map(PageTest::isNumeric)).containsExactly(false, true, true, false);
    assertThat(table.all("tr", "strong")).hasSize(1);
  }

  @Test
  void rowsNeedACellForEachColumn() {
    assertThatThrownBy(() -> TABLE.row("EWC", "19.9%"))
        .hasMessageContaining("has 4 columns")
        .hasMessageContaining("[EWC, 19.9%] of 2");
    Drawing.of(Table.of("empty").html());
    Drawing.of(Table.of("no rows", "a", "b").html());
  }

  private static boolean isNumeric(Element cell) {
    return cell.getAttribute("class").equals("numeric");
  }
}
