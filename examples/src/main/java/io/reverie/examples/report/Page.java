package io.reverie.examples.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A report as one HTML page that needs nothing else: no script, no font, no network. It follows the
 * reader's light or dark, fits phones and paper, and is well-formed XML.
 *
 * @param lead the paragraph that says it all; may be empty
 * @param footer how the page was made, such as the command and the seeds; may be empty
 */
public record Page(String title, String lead, List<Section> sections, String footer) {

  public Page {
    sections = List.copyOf(sections);
  }

  public static Page of(String title, String lead, Section... sections) {
    return new Page(title, lead, List.of(sections), "");
  }

  public Page section(Section section) {
    var more = new ArrayList<>(sections);
    more.add(section);
    return new Page(title, lead, more, footer);
  }

  public Page footer(String footer) {
    return new Page(title, lead, sections, footer);
  }

  public String html() {
    var ids = ids();
    var main = Element.of("main").add(header(ids));
    for (int i = 0; i < sections.size(); i++) {
      main.add(sections.get(i).html(ids.get(i)));
    }
    if (!footer.isEmpty()) {
      main.add(Element.of("footer").add(Element.of("p").text(footer)));
    }
    var page = Element.of("html").with("lang", "en").add(head()).add(Element.of("body").add(main));
    return "<!DOCTYPE html>\n" + page + "\n";
  }

  /** Writes the page, replacing the file. */
  public void write(Path file) throws IOException {
    Files.writeString(file, html());
  }

  private Element head() {
    return Element.of("head")
        .add(Element.of("meta").with("charset", "utf-8"))
        .add(meta("viewport", "width=device-width, initial-scale=1"))
        .add(meta("color-scheme", "light dark"))
        .add(Element.of("title").text(title))
        .add(Element.of("style").markup(Theme.css() + PageStyle.CSS));
  }

  private static Element meta(String name, String content) {
    return Element.of("meta").with("name", name).with("content", content);
  }

  private Element header(List<String> ids) {
    var header = Element.of("header").add(Element.of("h1").text(title));
    if (!lead.isEmpty()) {
      header.add(Element.of("p").styled("lead").text(lead));
    }
    if (sections.size() > 1) {
      var links = Element.of("ul");
      for (int i = 0; i < ids.size(); i++) {
        var link = Element.of("a").with("href", "#" + ids.get(i)).text(sections.get(i).heading());
        links.add(Element.of("li").add(link));
      }
      header.add(Element.of("nav").with("aria-label", "Sections").add(links));
    }
    return header;
  }

  /** An address for each section, made of its heading's words and unlike any before it. */
  private List<String> ids() {
    var ids = new ArrayList<String>();
    for (var section : sections) {
      var words = section.heading().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-");
      var id = words.replaceAll("^-|-$", "");
      var unique = id.isEmpty() ? "section" : id;
      for (int n = 2; ids.contains(unique); n++) {
        unique = (id.isEmpty() ? "section" : id) + "-" + n;
      }
      ids.add(unique);
    }
    return ids;
  }
}
