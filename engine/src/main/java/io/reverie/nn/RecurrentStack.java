package io.reverie.nn;

import io.reverie.nn.Recurrent.Form;
import io.reverie.nn.Recurrent.Result;
import io.reverie.op.Steps;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Walks a sequence through the layers and directions of a {@link Recurrent}. */
final class RecurrentStack {
  private RecurrentStack() {}

  static Result run(Recurrent layer, Tensor x, Steps steps, Tensor... start) {
    Form form = layer.form();
    int directions = form.directions();
    List<? extends RecurrentCell> cells = layer.cells();
    requireStates(layer, x, start);
    Tensor y = x;
    List<List<Tensor>> ends = new ArrayList<>();
    for (int l = 0; l < form.layers(); l++) {
      if (l > 0) {
        y = y.dropout(form.dropout());
      }
      Tensor[] sides = new Tensor[directions];
      for (int d = 0; d < directions; d++) {
        int i = l * directions + d;
        Steps way = new Steps(steps.batchFirst(), d == 1, steps.lengths());
        List<Tensor> came = cells.get(i).walk(y, way, at(start, i));
        sides[d] = came.getFirst();
        ends.add(came.subList(1, came.size()));
      }
      y = directions == 1 ? sides[0] : sides[0].concat(-1, sides[1]);
    }
    List<Tensor> states = new ArrayList<>();
    for (int s = 0; s < ends.getFirst().size(); s++) {
      states.add(stacked(ends, s));
    }
    return new Result(y, states);
  }

  /** State s of all cells along a new first axis. */
  private static Tensor stacked(List<List<Tensor>> ends, int s) {
    Tensor[] all = new Tensor[ends.size()];
    for (int i = 0; i < all.length; i++) {
      Tensor end = ends.get(i).get(s);
      all[i] = end.window(0, end.shape().prepend(1));
    }
    return all.length == 1 ? all[0] : all[0].concat(0, Arrays.copyOfRange(all, 1, all.length));
  }

  /** The starting states of cell i. */
  private static Tensor[] at(Tensor[] start, int i) {
    Tensor[] own = new Tensor[start.length];
    for (int s = 0; s < own.length; s++) {
      Shape one = start[s].shape().without(0);
      own[s] = start[s].window(i * one.size(), one);
    }
    return own;
  }

  private static void requireStates(Recurrent layer, Tensor x, Tensor... start) {
    int cells = layer.cells().size();
    RecurrentCell first = layer.cells().getFirst();
    int hidden = first.hidden();
    int in = first.weightIh().dim(1);
    boolean batchFirst = layer.form().batchFirst();
    String name = layer.getClass().getSimpleName();
    if (x.shape().rank() != 3 || x.dim(2) != in) {
      throw new IllegalArgumentException(
          "%s of %s: it takes %s with %d features"
              .formatted(
                  name, x.shape(), batchFirst ? "[batch, time, in]" : "[time, batch, in]", in));
    }
    Shape wanted = Shape.of(cells, x.dim(batchFirst ? 0 : 1), hidden);
    for (Tensor state : start) {
      if (!state.shape().equals(wanted)) {
        throw new IllegalArgumentException(
            "%s of %s from a state %s: it must be %s, [layers·directions, batch, hidden]"
                .formatted(name, x.shape(), state.shape(), wanted));
      }
    }
  }
}
