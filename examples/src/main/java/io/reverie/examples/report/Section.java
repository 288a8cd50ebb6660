package io.reverie.examples.report;

import java.util.ArrayList;
import java.util.List;

/** A part of a {@link Page} under one heading: paragraphs, figures, facts and commands in order. */
public record Section(String heading, List<Block> blocks) {

  /** One piece of a section. */
  public sealed interface Block {
    /** A paragraph. */
    record Text(String text) implements Block {}

    /** A figure and what to see in it; the caption may be empty. */
    record Picture(Figure figure, String caption) implements Block {}

    /** A few numbers that matter, large. */
    record Facts(List<Fact> facts) implements Block {}

    /** Addresses to go on from, in order. */
    record Links(List<Link> links) implements Block {}

    /** Lines to be typed or read as code. */
    record Code(String code) implements Block {}
  }

  /** A number, as text, and what it counts. */
  public record Fact(String value, String meaning) {}

  /** A way to another page: its address relative to this one, its name, and a line about it. */
  public record Link(String address, String name, String note) {}

  public Section {
    blocks = List.copyOf(blocks);
  }

  public static Section of(String heading) {
    return new Section(heading, List.of());
  }

  public Section text(String paragraph) {
    return plus(new Block.Text(paragraph));
  }

  public Section figure(Figure figure, String caption) {
    return plus(new Block.Picture(figure, caption));
  }

  public Section facts(Fact... facts) {
    return plus(new Block.Facts(List.of(facts)));
  }

  public Section links(List<Link> links) {
    return plus(new Block.Links(List.copyOf(links)));
  }

  public Section code(String code) {
    return plus(new Block.Code(code));
  }

  Element html(String id) {
    var section = Element.of("section").with("id", id).add(Element.of("h2").text(heading));
    blocks.forEach(block -> section.add(html(block)));
    return section;
  }

  private static Element html(Block block) {
    return switch (block) {
      case Block.Text(var text) -> Element.of("p").text(text);
      case Block.Code(var code) -> Element.of("pre").add(Element.of("code").text(code));
      case Block.Picture(var figure, var caption) -> picture(figure, caption);
      case Block.Facts(var facts) -> facts(facts);
      case Block.Links(var links) -> linked(links);
    };
  }

  private static Element linked(List<Link> links) {
    var list = Element.of("ul").styled("links");
    for (var link : links) {
      list.add(
          Element.of("li")
              .add(Element.of("a").with("href", link.address()).text(link.name()))
              .add(Element.of("span").text(link.note())));
    }
    return list;
  }

  private static Element picture(Figure figure, String caption) {
    var words = Element.of("figcaption").add(Element.of("strong").text(figure.title()));
    if (!caption.isEmpty()) {
      words.add(Element.of("span").text(caption));
    }
    return Element.of("figure").add(words).markup(figure.html());
  }

  private static Element facts(List<Fact> facts) {
    var list = Element.of("dl").styled("facts");
    for (var fact : facts) {
      list.add(
          Element.of("div")
              .add(Element.of("dt").text(fact.meaning()))
              .add(Element.of("dd").text(fact.value())));
    }
    return list;
  }

  private Section plus(Block block) {
    var more = new ArrayList<>(blocks);
    more.add(block);
    return new Section(heading, more);
  }
}
