package io.reverie.op;

import io.reverie.op.Definitions.Definition;
import io.reverie.op.OpCases.Case;
import io.reverie.op.Pad.Mode;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The cases of indexing and movement, with what they should be. */
final class MovementCases {
  private final List<Case> cases = new ArrayList<>();
  private final Rng rng = Rng.of(22);

  private MovementCases() {}

  static List<Case> all() {
    MovementCases all = new MovementCases();
    all.indexing();
    all.movement();
    return all.cases;
  }

  private void indexing() {
    gather(1, Indices.of(new int[] {0, 2, 2, 1, 0, 0}, 2, 3), 2, 3);
    gather(0, Indices.of(new int[] {0, 1, 1, 0, 1, 0, 0, 0}, 4, 2), 2, 3);
    gather(-1, Indices.of(new int[] {4, 0, 3}, 1, 3, 1), 2, 3, 5);
    gather(0, Indices.of(new int[0], 0), 3);
    for (int axis : new int[] {0, 1, -1}) {
      Tensor x = unit(3, 4, 5);
      Indices ids = Indices.of(2, 0, 2, 1);
      add(new IndexSelect(axis, ids), select(axis, ids), x);
      Indices grid = Indices.of(new int[] {1, 1, 0, 2, 2, 1}, 2, 3);
      add(new IndexSelect(axis, grid), select(axis, grid), x);
      Tensor source = unit(x.shape().with(axis, 4).dims());
      add(new IndexAdd(axis, ids), in -> indexAdd(axis, ids, in), x, source);
    }
    add(new IndexSelect(0, Indices.of()), select(0, Indices.of()), unit(3, 2));
    Indices ids = Indices.of(new int[] {0, 3, 3, 1, 0, 4}, 2, 3);
    add(new Embedding(ids, -1), select(0, ids), unit(5, 7));
    add(new Embedding(Indices.of(new int[0], 0, 2), -1), _ -> new double[0], unit(5, 7));
    add(new Embedding(Indices.of(2, 1, 2), 0), select(0, Indices.of(2, 1, 2)), unit(3, 2));
  }

  private void gather(int axis, Indices indices, int... dims) {
    Definition definition =
        in ->
            Definitions.each(
                indices.shape(),
                place -> {
                  int[] from = place.clone();
                  from[Math.floorMod(axis, place.length)] = at(indices, place);
                  return in[0].at(from);
                });
    add(new Gather(axis, indices), definition, unit(dims));
    Definition scatter =
        in -> {
          double[] y = doubles(in[0]);
          for (int j = 0; j < indices.size(); j++) {
            int[] to = Definitions.place(indices.shape(), j);
            double value = in[1].at(to);
            to[Math.floorMod(axis, to.length)] = indices.values()[j];
            y[flat(in[0].shape(), to)] += value;
          }
          return y;
        };
    add(new ScatterAdd(axis, indices), scatter, unit(dims), unit(indices.shape().dims()));
  }

  private static Definition select(int axis, Indices indices) {
    return in -> {
      int at = in[0].shape().axis(axis);
      Shape shape = new IndexSelect(axis, indices).shape(in[0].shape());
      int width = indices.shape().rank();
      return Definitions.each(
          shape,
          place -> {
            int[] from = new int[place.length - width + 1];
            System.arraycopy(place, 0, from, 0, at);
            from[at] = at(indices, Arrays.copyOfRange(place, at, at + width));
            System.arraycopy(place, at + width, from, at + 1, place.length - at - width);
            return in[0].at(from);
          });
    };
  }

  private static double[] indexAdd(int axis, Indices ids, Tensor... in) {
    double[] y = doubles(in[0]);
    for (int j = 0; j < in[1].size(); j++) {
      int[] place = Definitions.place(in[1].shape(), j);
      double value = in[1].at(place);
      int at = Math.floorMod(axis, place.length);
      place[at] = ids.values()[place[at]];
      y[flat(in[0].shape(), place)] += value;
    }
    return y;
  }

  private void movement() {
    for (int diagonal : new int[] {0, 1, -2, 9, -9}) {
      for (int[] dims : new int[][] {{3, 4}, {2, 4, 3}, {0, 3}, {3, 0}}) {
        add(new Triangle(true, diagonal), triangle(true, diagonal), unit(dims));
        add(new Triangle(false, diagonal), triangle(false, diagonal), unit(dims));
      }
    }
    int[][][] grown = {
      {{}, {2, 3}},
      {{1, 3, 1}, {4, 3, 5}},
      {{3}, {2, 3}},
      {{2, 1, 4}, {2, 3, 4}},
      {{1}, {0}},
      {{3, 1}, {3, 40}},
      {{2, 3}, {2, 3}}
    };
    for (int[][] g : grown) {
      add(new Expand(Shape.of(g[1])), expand(Shape.of(g[1])), unit(g[0]));
    }
    for (Mode mode : Mode.values()) {
      pad(mode, unit(4), new int[] {2, 3});
      pad(mode, unit(3, 4), new int[] {1, 0}, new int[] {0, 2});
      pad(mode, unit(3, 2, 4), new int[] {1, -1}, new int[] {0, 1}, new int[] {-2, 1});
      pad(mode, unit());
      pad(mode, unit(3, 3), new int[] {-2, -1}, new int[] {1, 1});
    }
    pad(Mode.CONSTANT, unit(0, 2), new int[] {1, 1}, new int[] {0, 3});
    for (int[] s :
        new int[][] {{1, 0, 5, 2}, {0, 1, 3, 2}, {-1, 1, 5, 3}, {1, 2, 2, 4}, {1, 0, 5, 9}}) {
      add(new Slice(s[0], s[1], s[2], s[3]), slice(s), unit(3, 5, 6));
    }
    // Neighbours that merge, axes of length 1, tiles with ragged edges, many pieces.
    for (int[] axes :
        new int[][] {{0, 2, 3, 1}, {2, 3, 0, 1}, {3, 2, 1, 0}, {0, 1, 3, 2}, {1, 0, 2, 3}}) {
      add(new Permute(axes), Definitions.permute(axes), unit(2, 3, 4, 5));
      add(new Permute(axes), Definitions.permute(axes), unit(2, 1, 4, 1));
      add(new Permute(axes), Definitions.permute(axes), unit(2, 17, 0, 3));
    }
    add(new Permute(1, 0), Definitions.permute(1, 0), unit(130, 70));
    add(new Permute(0, 2, 1), Definitions.permute(0, 2, 1), unit(3, 150, 100));
    add(new Permute(1, 0, 2), Definitions.permute(1, 0, 2), unit(100, 12, 40));
  }

  private static Definition triangle(boolean lower, int diagonal) {
    return in ->
        Definitions.each(
            in[0].shape(),
            place -> {
              int above = place[place.length - 1] - place[place.length - 2] - diagonal;
              return (lower ? above <= 0 : above >= 0) ? in[0].at(place) : 0;
            });
  }

  private static Definition expand(Shape shape) {
    return in ->
        Definitions.each(
            shape,
            place -> {
              int rank = in[0].shape().rank();
              int[] own = Arrays.copyOfRange(place, place.length - rank, place.length);
              for (int i = 0; i < rank; i++) {
                own[i] = in[0].dim(i) == 1 ? 0 : own[i];
              }
              return in[0].at(own);
            });
  }

  private void pad(Mode mode, Tensor x, int[]... pads) {
    int[] dims = x.shape().dims();
    for (int i = 0; i < dims.length; i++) {
      dims[i] += pads[i][0] + pads[i][1];
    }
    Definition definition =
        in ->
            Definitions.each(
                Shape.of(dims),
                place -> {
                  for (int i = 0; i < place.length; i++) {
                    int length = in[0].dim(i);
                    int at = place[i] - pads[i][0];
                    if (mode == Mode.CONSTANT && (at < 0 || at >= length)) {
                      return 0.75;
                    }
                    while (at < 0 || at >= length) {
                      at =
                          switch (mode) {
                            case REFLECT -> at < 0 ? -at : 2 * length - 2 - at;
                            case REPLICATE -> Math.clamp(at, 0, length - 1);
                            default -> at < 0 ? at + length : at - length;
                          };
                    }
                    place[i] = at;
                  }
                  return in[0].at(place);
                });
    add(new Pad(mode, 0.75f, pads), definition, x);
  }

  private static Definition slice(int... s) {
    return in ->
        Definitions.each(
            new Slice(s[0], s[1], s[2], s[3]).shape(in[0].shape()),
            place -> {
              int at = Math.floorMod(s[0], place.length);
              place[at] = s[1] + place[at] * s[3];
              return in[0].at(place);
            });
  }

  private static int at(Indices indices, int... place) {
    return indices.values()[flat(indices.shape(), place)];
  }

  private static int flat(Shape shape, int... place) {
    int flat = 0;
    for (int i = 0; i < place.length; i++) {
      flat = flat * shape.dim(i) + place[i];
    }
    return flat;
  }

  private static double[] doubles(Tensor x) {
    double[] y = new double[x.size()];
    Arrays.setAll(y, i -> x.array()[x.offset() + i]);
    return y;
  }

  private void add(Op op, Definition definition, Tensor... inputs) {
    cases.add(new Case(() -> op, definition, inputs));
  }

  private Tensor unit(int... dims) {
    return OpCases.window(Tensor.uniform(rng, -1, 1, dims));
  }
}
