package io.reverie.op;

import static io.reverie.op.Misfits.in;
import static io.reverie.op.Misfits.made;
import static io.reverie.op.Misfits.outside;
import static io.reverie.op.Misfits.refused;

import io.reverie.op.Misfits.Misfit;
import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What functions of each element must refuse. */
final class PointwiseMisfits {
  private PointwiseMisfits() {}

  static List<Misfit> all() {
    List<Misfit> all = new ArrayList<>();
    List<Op> binary =
        List.of(
            new Maximum(),
            new Minimum(),
            new AtLeast(),
            new AtMost(),
            new Pow(),
            new Lerp(0.5f),
            new Equal(),
            new NotEqual(),
            new Less(),
            new LessOrEqual(),
            new And(),
            new Or());
    for (Op op : binary) {
      String name = op.name().toLowerCase(java.util.Locale.ROOT);
      all.add(refused(op, in("[2, 3] [4]"), name, "[2, 3]", "[4]", "equal or 1"));
    }
    Where where = new Where(Tensor.zeros(3, 1));
    all.add(refused(where, in("[2, 4] [4]"), "where", "[3, 1]", "[2, 4]", "[4]", "equal or 1"));
    all.add(refused(where, in("[3] [4]"), "where", "[3, 1]", "[3]", "[4]", "equal or 1"));
    all.add(
        refused(new PRelu(), in("[2, 3, 4] [3]"), "prelu", "[2, 3, 4]", "[3]", "one a channel"));
    all.add(refused(new PRelu(), in("[3] [2, 3]"), "prelu", "[3]", "[2, 3]", "one slope"));
    all.add(refused(new Glu(-1), in("[2, 5]"), "glu", "[2, 5]", "axis -1", "length 5"));
    all.add(refused(new SwiGlu(0), in("[3, 4]"), "swiglu", "[3, 4]", "axis 0", "length 3"));
    all.add(outside(new Glu(2), in("[2, 4]"), "axis 2", "[2, 4]", "-2 to 1"));
    all.add(outside(new SwiGlu(-1), in("[]"), "axis -1", "[]"));
    all.add(made(Clamp.class, () -> new Clamp(1, 0.5f), "clamp", "[1.0, 0.5]", "lower bound"));
    all.add(made(Clamp.class, () -> new Clamp(Float.NaN, 1), "clamp", "NaN"));
    all.add(made(HardTanh.class, () -> new HardTanh(1, -1), "hardTanh", "[1.0, -1.0]"));
    all.add(made(Softshrink.class, () -> new Softshrink(-1), "softshrink", "lambda = -1.0", "≥ 0"));
    all.add(made(Hardshrink.class, () -> new Hardshrink(-1), "hardshrink", "lambda = -1.0"));
    all.add(made(Celu.class, () -> new Celu(0), "celu", "alpha = 0.0"));
    all.add(made(Softplus.class, () -> new Softplus(0, 20), "softplus", "beta = 0.0"));
    all.add(made(Step.class, () -> new Step(new Surrogate.Triangle(1, 0)), "width 0.0"));
    Rng rng = Rng.of(1);
    all.add(made(DropGroups.class, () -> new DropGroups(1, 2, rng), "p = 1.0", "0 ≤ p < 1"));
    all.add(made(DropGroups.class, () -> new DropGroups(0.5f, 0, rng), "0 axes", "at least one"));
    all.add(refused(new DropGroups(0.5f, 2, rng), in("[3]"), "first 2 axes", "[3]", "only 1"));
    all.add(made(AlphaDropout.class, () -> new AlphaDropout(-0.5f, rng), "p = -0.5", "0 ≤ p < 1"));
    return all;
  }
}
