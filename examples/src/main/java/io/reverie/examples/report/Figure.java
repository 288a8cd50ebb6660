package io.reverie.examples.report;

/** A picture that can stand on a {@link Page}: a headline, and its well-formed HTML. */
public interface Figure {
  String title();

  String html();
}
