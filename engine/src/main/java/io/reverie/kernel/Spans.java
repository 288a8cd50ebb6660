package io.reverie.kernel;

/**
 * Which pixels of one axis each place of a pool sees: {@code from[i]} (inclusive) to {@code to[i]}
 * (exclusive), every {@code step}-th of them. What lies outside of the image is left out.
 */
public final class Spans {
  final int length;
  final int step;
  final int[] from;
  final int[] to;

  /** By how many numbers an average divides: padding may count. */
  final int[] counted;

  private Spans(int length, int places, int step) {
    this.length = length;
    this.step = step;
    this.from = new int[places];
    this.to = new int[places];
    this.counted = new int[places];
  }

  /** How many places a sliding window has; with {@code ceil} also one that is partly outside. */
  public static int places(Window.Axis axis, boolean ceil) {
    if (!ceil) {
      return axis.places();
    }
    long reach = axis.dilation() * (axis.kernel() - 1L) + 1;
    long room = axis.length() + 2L * axis.padding() - reach;
    long places = Math.ceilDiv(room, axis.stride()) + 1;
    // The last window must start on the image or on the padding before it.
    if ((places - 1) * axis.stride() >= (long) axis.length() + axis.padding()) {
      places--;
    }
    return Math.clamp(places, -1, Integer.MAX_VALUE);
  }

  /** A window that slides; padding counts in averages if {@code countPadding}. */
  public static Spans sliding(Window.Axis axis, boolean ceil, boolean countPadding) {
    int step = axis.dilation();
    Spans spans = new Spans(axis.length(), places(axis, ceil), step);
    for (int i = 0; i < spans.from.length; i++) {
      int start = i * axis.stride() - axis.padding();
      int end = start + step * (axis.kernel() - 1) + 1;
      spans.from[i] = start < 0 ? start + Math.ceilDiv(-start, step) * step : start;
      spans.to[i] = Math.min(end, axis.length());
      spans.counted[i] =
          countPadding
              ? Math.min(end, axis.length() + axis.padding()) - start
              : spans.to[i] - spans.from[i];
    }
    return spans;
  }

  /** As many places as asked for, which cover the axis evenly and may overlap by a pixel. */
  public static Spans adaptive(int length, int places) {
    Spans spans = new Spans(length, places, 1);
    for (int i = 0; i < places; i++) {
      spans.from[i] = (int) ((long) i * length / places);
      spans.to[i] = (int) Math.ceilDiv((i + 1L) * length, places);
      spans.counted[i] = spans.to[i] - spans.from[i];
    }
    return spans;
  }

  /** The first place that sees as much as any: places before it see less, over the edge. */
  int wholeFrom() {
    int first = 0;
    for (int i = 1; i < from.length; i++) {
      if (to[i] - from[i] > to[first] - from[first]) {
        first = i;
      }
    }
    return first;
  }

  /** The end of the places from there that see as much, each {@code stride} further on. */
  int wholeTo(int first, int stride) {
    int end = first + 1;
    while (end < from.length
        && from[end] - from[end - 1] == stride
        && to[end] - to[end - 1] == stride) {
      end++;
    }
    return end;
  }
}
