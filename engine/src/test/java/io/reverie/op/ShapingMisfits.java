package io.reverie.op;

import static io.reverie.op.Misfits.in;
import static io.reverie.op.Misfits.made;
import static io.reverie.op.Misfits.outside;
import static io.reverie.op.Misfits.refused;

import io.reverie.op.Misfits.Misfit;
import io.reverie.op.Pad.Mode;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import java.util.List;

/** What reductions, movements and indexing must refuse. */
final class ShapingMisfits {
  static final List<Misfit> ALL =
      List.of(
          refused(new MatMul(false, false), in("[2, 4, 3] [3, 3, 2]"), "leading", "2 and 3"),
          outside(new Amax(0, 3), in("[2, 3]"), "amax", "0 to 3", "[2, 3]"),
          refused(new Amax(0, 1), in("[0, 3]"), "amax", "[0, 3]", "at least one"),
          outside(new Amin(-1, 1), in("[2, 3]"), "amin", "-1 to 1", "[2, 3]"),
          refused(new Amin(0, 1), in("[0]"), "amin", "[0]", "at least one"),
          outside(new Prod(2, 1), in("[2, 3]"), "prod", "2 to 1", "[2, 3]"),
          outside(new Var(1, 0, 2), in("[3]"), "var", "0 to 2", "[3]"),
          outside(new Std(1, 0, 2), in("[3]"), "std", "0 to 2", "[3]"),
          outside(new LogSumExp(0, 1), in("[]"), "logsumexp", "0 to 1", "[]"),
          outside(new PNorm(2, 1, 4), in("[2, 3]"), "pnorm", "1 to 4", "[2, 3]"),
          made(PNorm.class, () -> new PNorm(0, 0, 1), "p = 0.0", "p > 0"),
          made(PNorm.class, () -> new PNorm(Float.NaN, 0, 1), "p = NaN"),
          outside(new Cumsum(2), in("[2, 3]"), "axis 2", "[2, 3]", "-2 to 1"),
          outside(new Cumprod(-3), in("[2, 3]"), "axis -3", "[2, 3]"),
          refused(new Gather(0, row(0, 1)), in("[2, 3]"), "gather", "[2, 3]", "[2]", "axes"),
          refused(new Gather(0, grid(0, 0)), in("[2, 1]"), "gather", "[2, 1]", "[1, 2]"),
          outside(new Gather(1, grid(0, 3)), in("[2, 3]"), "index 3", "place 1", "0 to 2"),
          outside(new Gather(1, grid(-1, 0)), in("[2, 3]"), "index -1", "place 0"),
          refused(new ScatterAdd(0, row(0)), in("[3] [2]"), "scatter-add", "[2]", "[1]"),
          refused(new ScatterAdd(0, row(0)), in("[3, 2] [1]"), "scatter-add", "[3, 2]", "[1]"),
          outside(new ScatterAdd(0, row(3)), in("[3] [1]"), "index 3", "place 0", "0 to 2"),
          outside(new IndexSelect(1, row(1, 3)), in("[2, 3]"), "index 3", "place 1", "0 to 2"),
          outside(new IndexSelect(2, row(0)), in("[2, 3]"), "axis 2", "[2, 3]"),
          refused(new IndexAdd(0, row(0, 1)), in("[3, 2] [2, 3]"), "[3, 2]", "[2, 3]", "[2, 2]"),
          refused(new IndexAdd(0, grid(0, 1)), in("[3] [2]"), "index-add", "[1, 2]", "row"),
          outside(new IndexAdd(0, row(3)), in("[3] [1]"), "index 3", "place 0", "0 to 2"),
          refused(new Embedding(row(0), -1), in("[5]"), "embedding", "[5]", "[rows, width]"),
          outside(new Embedding(row(1, 5), -1), in("[5, 2]"), "id 5", "place 1", "0 to 4"),
          outside(new Embedding(row(1), 5), in("[5, 2]"), "padding row 5", "[5, 2]", "0 to 4"),
          refused(new Triangle(true, 0), in("[5]"), "triangle", "[5]", "rows, cols"),
          refused(expand(2, 3), in("[2, 2]"), "expand", "[2, 2]", "[2, 3]", "from 1"),
          refused(expand(3), in("[1, 3]"), "expand", "[1, 3]", "[3]"),
          refused(pad(Mode.CONSTANT, 1, 1), in("[2, 3]"), "[2, 3]", "[[1, 1]]", "2 axes"),
          refused(pad(Mode.CONSTANT, -2, -1), in("[2]"), "[2]", "[[-2, -1]]", "shrink"),
          refused(pad(Mode.REFLECT, 0, 2), in("[2]"), "REFLECT", "[2]", "at most 1"),
          refused(pad(Mode.CIRCULAR, 3, 0), in("[2]"), "CIRCULAR", "[2]", "at most 2"),
          refused(pad(Mode.REPLICATE, 1, 0), in("[0]"), "REPLICATE", "[0]", "at most 0"),
          made(Slice.class, () -> new Slice(0, 0, 1, 0), "step 0", "flip"),
          refused(new CosineSimilarity(0, 0), in("[2] [3]"), "cosine", "[2]", "[3]", "expand"),
          outside(new CosineSimilarity(1, 0), in("[2] [2]"), "axis 1", "[2]"),
          made(CosineSimilarity.class, () -> new CosineSimilarity(0, -1), "eps = -1.0"));

  private ShapingMisfits() {}

  private static Indices row(int... values) {
    return Indices.of(values);
  }

  private static Indices grid(int... values) {
    return Indices.of(values, 1, values.length);
  }

  private static Op expand(int... dims) {
    return new Expand(Shape.of(dims));
  }

  private static Op pad(Mode mode, int before, int after) {
    return new Pad(mode, 0, new int[] {before, after});
  }
}
