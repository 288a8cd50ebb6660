package io.reverie.examples.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An XML element under construction: a name, attributes in order, and content that is always
 * escaped. It serves SVG and HTML alike.
 */
public final class Element {
  // HTML parsers read <div/> as an open tag, so only what can hold nothing closes itself.
  private static final Set<String> CHILDLESS =
      Set.of("br", "circle", "hr", "img", "line", "link", "meta", "path", "rect");

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final StringBuilder content = new StringBuilder();

  private Element(String name) {
    this.name = name;
  }

  public static Element of(String name) {
    return new Element(name);
  }

  /** Sets an attribute; a second value replaces the first, as XML allows each name once. */
  public Element with(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  /**
   * Sets a numeric attribute, rounded to hundredths.
   *
   * @throws IllegalArgumentException if the value is not finite: a browser drops such a shape
   *     without a word
   */
  public Element with(String attribute, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "<%s %s=\"%s\">: coordinates must be finite; leave out what has no value"
              .formatted(name, attribute, value));
    }
    return with(attribute, Svg.number(value));
  }

  /** Adds the class names that {@link Theme} styles. */
  public Element styled(String classes) {
    return with("class", classes);
  }

  /** Sets the colour that the element's classes paint with, from {@link Palette}. */
  public Element coloured(String colour) {
    return with("style", "--c:" + colour);
  }

  public Element add(Element child) {
    child.write(content);
    return this;
  }

  public Element addAll(List<Element> children) {
    children.forEach(this::add);
    return this;
  }

  public Element text(String text) {
    escape(text, content);
    return this;
  }

  /** Adds markup that is known to be well formed, such as a drawn chart or a style sheet. */
  Element markup(String wellFormed) {
    content.append(wellFormed);
    return this;
  }

  @Override
  public String toString() {
    var out = new StringBuilder();
    write(out);
    return out.toString();
  }

  private void write(StringBuilder out) {
    out.append('<').append(name);
    attributes.forEach((attribute, value) -> {
      out.append(' ').append(attribute).append("=\"");
      escape(value, out);
      out.append('"');
    });
    if (content.isEmpty() && CHILDLESS.contains(name)) {
      out.append("/>");
    } else {
      out.append('>').append(content).append("</").append(name).append('>');
    }
  }

  private static void escape(String text, StringBuilder out) {
    text.codePoints()
        .forEach(point -> {
          switch (point) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            default -> out.appendCodePoint(isXml(point) ? point : 0xFFFD);
          }
        });
  }

  /** Whether XML 1.0 may hold the character at all; control characters can't even be escaped. */
  private static boolean isXml(int point) {
    return point >= 0x20
        ? point < 0xD800 || point > 0xDFFF && point != 0xFFFE && point != 0xFFFF
        : point == '\n' || point == '\t';
  }
}
