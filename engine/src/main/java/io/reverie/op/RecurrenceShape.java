package io.reverie.op;

import io.reverie.tensor.Shape;
import java.util.Arrays;

/** Whether the inputs of a {@link Recurrence} fit together, and how large its output is. */
record RecurrenceShape(Recurrence op, Shape... in) {
  RecurrenceShape {
    Shape x = in[0];
    Shape weight = in[1];
    Shape states = in[2];
    String name = op.name();
    boolean ranks = x.rank() == 3 && weight.rank() == 2 && states.rank() == 2;
    int hidden = ranks ? states.dim(1) : 0;
    int wide = op.gates() * hidden;
    if (!ranks || !states.equals(Shape.of(wide, hidden)) || !weight.equals(wide(wide, x))) {
      throw new IllegalArgumentException(
          "%s of %s with weights %s and %s: it takes %s and weights [%d·hidden, in] and"
                  .formatted(name, x, weight, states, layout(op), op.gates())
              + " [%d·hidden, hidden]".formatted(op.gates()));
    }
    int batch = x.dim(op.steps().batchFirst() ? 0 : 1);
    int time = x.dim(op.steps().batchFirst() ? 1 : 0);
    op.steps().check(name, batch, time);
    int next = 3;
    if (in.length > next && in[next].rank() == 1) {
      requireEqual(name, "a bias", in[next], Shape.of(wide));
      if (in.length < 5) {
        throw new IllegalArgumentException(
            "%s with one bias %s: it takes two, of the inputs and of the states, or none"
                .formatted(name, in[next]));
      }
      requireEqual(name, "a bias", in[next + 1], Shape.of(wide));
      next += 2;
    }
    int given = in.length - next;
    if (given != 0 && given != op.states()) {
      throw new IllegalArgumentException(
          "%s with %d starting states %s: it takes none or %d"
              .formatted(
                  name,
                  given,
                  Arrays.toString(Arrays.copyOfRange(in, next, in.length)),
                  op.states()));
    }
    for (; next < in.length; next++) {
      requireEqual(name, "a starting state", in[next], Shape.of(batch, hidden));
    }
  }

  private static Shape wide(int wide, Shape x) {
    return Shape.of(wide, x.dim(2));
  }

  private static String layout(Recurrence op) {
    return op.steps().batchFirst() ? "[batch, time, in]" : "[time, batch, in]";
  }

  private static void requireEqual(String name, String what, Shape came, Shape wanted) {
    if (!came.equals(wanted)) {
      throw new IllegalArgumentException(
          "%s with %s %s: it must be %s".formatted(name, what, came, wanted));
    }
  }

  /** Hidden states of all steps, and the last states. */
  int size() {
    int hidden = in[2].dim(1);
    int samples = in[0].dim(op.steps().batchFirst() ? 0 : 1);
    int rows = in[0].dim(0) * in[0].dim(1);
    return Math.addExact(
        Math.multiplyExact(rows, hidden), Math.multiplyExact(op.states() * samples, hidden));
  }
}
