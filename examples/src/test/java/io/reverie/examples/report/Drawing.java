package io.reverie.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Drawn markup read back as XML, with what every picture has to fulfil. */
record Drawing(Document document) {

  /** The widths at which every chart is tried. */
  static final List<Integer> WIDTHS = List.of(320, 380, 560, 760, 1200);

  private record Box(String text, double left, double right, double top, double bottom) {
    boolean overlaps(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }

  /** Parses the markup; a fault in its form fails the test. */
  static Drawing of(String markup) {
    try {
      var source = new InputSource(new StringReader(markup));
      var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      builder.setErrorHandler(null);
      return new Drawing(builder.parse(source));
    } catch (Exception e) {
      throw new AssertionError("not well-formed: " + e.getMessage() + "\n" + markup, e);
    }
  }

  /** Draws at all widths, checks each drawing and returns the one of the page's wide column. */
  static Drawing checked(Chart chart) {
    for (int width : WIDTHS) {
      of(chart.svg(width)).isSound();
    }
    of("<div>" + chart.html() + "</div>").isSound();
    of(chart.file()).isSound();
    return of(chart.svg());
  }

  List<Element> all(String name) {
    var nodes = document.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  /** The elements of a name that have a class. */
  List<Element> all(String name, String style) {
    return all(name).stream()
        .filter(e -> List.of(e.getAttribute("class").split(" ")).contains(style))
        .toList();
  }

  List<String> texts() {
    return all("text").stream().map(Element::getTextContent).toList();
  }

  static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private void isSound() {
    for (var element : all("*")) {
      var attributes = element.getAttributes();
      for (int i = 0; i < attributes.getLength(); i++) {
        assertThat(attributes.item(i).getNodeValue()).doesNotContain("NaN", "Infinity", "null");
      }
    }
    for (var svg : all("svg")) {
      assertThat(svg.getAttribute("role")).isEqualTo("img");
      labelsStayOnPaperAndApart(svg);
    }
  }

  private static void labelsStayOnPaperAndApart(Element svg) {
    var size = svg.getAttribute("viewBox").split(" ");
    double width = Double.parseDouble(size[2]);
    double height = Double.parseDouble(size[3]);
    var boxes = new ArrayList<Box>();
    var texts = svg.getElementsByTagName("text");
    for (int i = 0; i < texts.getLength(); i++) {
      var box = box((Element) texts.item(i));
      assertThat(box.left).as("left of %s", box).isGreaterThanOrEqualTo(-0.5);
      assertThat(box.right).as("right of %s", box).isLessThanOrEqualTo(width + 0.5);
      assertThat(box.top).as("top of %s", box).isGreaterThanOrEqualTo(-0.5);
      assertThat(box.bottom).as("bottom of %s", box).isLessThanOrEqualTo(height + 0.5);
      boxes.forEach(other -> assertThat(box.overlaps(other)).as("%s on %s", box, other).isFalse());
      boxes.add(box);
    }
  }

  /** Where a label's letters stand, by a realistic rather than the layout's generous width. */
  private static Box box(Element text) {
    boolean small = text.getAttribute("class").contains("small");
    double size = small ? Lettering.SMALL : Lettering.PLAIN;
    double width = 0.93 * Lettering.width(text.getTextContent(), size);
    double x = number(text, "x");
    double y = number(text, "y");
    double left =
        switch (text.getAttribute("text-anchor")) {
          case "end" -> x - width;
          case "middle" -> x - width / 2;
          default -> x;
        };
    return new Box(text.getTextContent(), left, left + width, y - 0.75 * size, y + 0.2 * size);
  }
}
