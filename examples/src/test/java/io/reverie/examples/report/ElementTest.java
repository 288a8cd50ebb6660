package io.reverie.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ElementTest {
  private static final String AWKWARD = "a < b & \"c\" > 'd' ]]>";

  @Test
  void escapesTextAndAttributes() {
    var markup = Element.of("text").with("data-x", AWKWARD).text(AWKWARD).toString();
    var read = Drawing.of(markup).document().getDocumentElement();
    assertThat(read.getAttribute("data-x")).isEqualTo(AWKWARD);
    assertThat(read.getTextContent()).isEqualTo(AWKWARD);
  }

  @Test
  void replacesWhatXmlCannotHold() {
    var markup =
        Element.of("p").text("bell\u0007, half a pair \ud800, whole \ud83d\ude34").toString();
    assertThat(Drawing.of(markup).document().getDocumentElement().getTextContent())
        .isEqualTo("bell\ufffd, half a pair \ufffd, whole \ud83d\ude34");
  }

  @Test
  void refusesCoordinatesThatAreNotFinite() {
    assertThatThrownBy(() -> Svg.circle(Double.NaN, 1, 2, "dot"))
        .hasMessageContaining("<circle cx=\"NaN\">");
    assertThatThrownBy(() -> Svg.circle(1, Double.POSITIVE_INFINITY, 2, "dot"))
        .hasMessageContaining("must be finite");
  }

  @Test
  void closesItselfOnlyWhereHtmlAllows() {
    assertThat(Element.of("br")).hasToString("<br/>");
    assertThat(Element.of("div")).hasToString("<div></div>");
    assertThat(Element.of("rect").text("x")).hasToString("<rect>x</rect>");
  }

  @Test
  void writesAnAttributeOnce() {
    assertThat(Element.of("g").styled("a").styled("b")).hasToString("<g class=\"b\"></g>");
  }

  @Test
  void writesNumbersShortly() {
    assertThat(Svg.number(-0.001)).isEqualTo("0");
    assertThat(Svg.number(12.5)).isEqualTo("12.5");
    assertThat(Svg.number(1e9)).isEqualTo("1000000000");
    assertThat(Svg.number(2.0 / 3)).isEqualTo("0.67");
  }

  @Test
  void thePenLiftsWhereAValueIsMissing() {
    var pen = new Pen().to(0, 0).to(1, 1).to(2, Double.NaN).to(3, 3);
    assertThat(pen).hasToString("M0 0L1 1M3 3");
  }
}
