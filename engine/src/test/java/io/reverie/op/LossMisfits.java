package io.reverie.op;

import static io.reverie.op.Misfits.in;
import static io.reverie.op.Misfits.made;
import static io.reverie.op.Misfits.outside;
import static io.reverie.op.Misfits.refused;

import io.reverie.op.Misfits.Misfit;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What the losses must refuse. */
final class LossMisfits {
  static final List<Misfit> ALL = all();

  private LossMisfits() {}

  private static List<Misfit> all() {
    List<Misfit> all = new ArrayList<>();
    for (Function<Reduction, Op> loss : LossCases.ELEMENT_LOSSES) {
      Op mean = loss.apply(Reduction.MEAN);
      all.add(refused(mean, in("[2, 3] [3, 2]"), mean.name(), "[2, 3]", "[3, 2]", "equal"));
      all.add(refused(mean, in("[2, 3] [3]"), "[2, 3]", "[3]", "equal"));
      all.add(refused(mean, in("[0] [0]"), "[0]", "empty"));
      all.add(refused(loss.apply(Reduction.BATCH_MEAN), in("[0, 2] [0, 2]"), "empty"));
    }
    all.addAll(labels());
    all.addAll(settings());
    all.addAll(alignments());
    return all;
  }

  private static List<Misfit> labels() {
    Indices matrix = Indices.of(new int[] {0, 1}, 2, 1);
    SoftCrossEntropy soft = SoftCrossEntropy.of();
    return List.of(
        refused(CrossEntropy.of(0, 1), in("[3, 5]"), "[3, 5]", "2 labels", "[rows, classes]"),
        refused(CrossEntropy.of(0, 1), in("[2, 5, 1]"), "[2, 5, 1]", "2 labels"),
        refused(CrossEntropy.of(), in("[0, 5]"), "[0, 5]", "0 labels"),
        refused(CrossEntropy.of(0), in("[]"), "[]", "1 labels"),
        refused(CrossEntropy.of(matrix), in("[2, 5]"), "[2, 5]", "[2, 1]"),
        refused(CrossEntropy.of(0).weights(1, 2), in("[1, 3]"), "2 class weights", "takes 3"),
        outside(CrossEntropy.of(0, 5), in("[2, 5]"), "label 5", "row 1", "[2, 5]", "0 to 4"),
        outside(CrossEntropy.of(-1, 0), in("[2, 5]"), "label -1", "row 0", "[2, 5]"),
        outside(CrossEntropy.of(0, -100).ignoring(3), in("[2, 5]"), "label -100", "row 1"),
        refused(NegativeLogLikelihood.of(Indices.of(0)), in("[2, 5]"), "[2, 5]", "1 labels"),
        outside(NegativeLogLikelihood.of(Indices.of(7)), in("[1, 5]"), "label 7", "0 to 4"),
        refused(MultiMargin.of(Indices.of(0)), in("[2, 5]"), "multi-margin", "[2, 5]"),
        outside(MultiMargin.of(Indices.of(-1)), in("[1, 5]"), "label -1", "0 to 4"),
        refused(soft, in("[2, 5] [2, 4]"), "[2, 5]", "[2, 4]"),
        refused(soft, in("[] []"), "[]", "[rows, classes]"),
        refused(soft, in("[0, 3] [0, 3]"), "[0, 3]", "not empty"),
        refused(soft.weights(1), in("[2, 3] [2, 3]"), "1 class weights", "takes 3"));
  }

  private static List<Misfit> settings() {
    Indices one = Indices.of(0);
    return List.of(
        made(CrossEntropy.class, () -> CrossEntropy.of(0).smoothing(1.5f), "smoothing 1.5"),
        made(CrossEntropy.class, () -> CrossEntropy.of(0).weights(1, -2), "[1.0, -2.0]"),
        made(SoftCrossEntropy.class, () -> SoftCrossEntropy.of().smoothing(-1), "smoothing -1"),
        made(
            NegativeLogLikelihood.class,
            () -> NegativeLogLikelihood.of(one).weights(Float.NaN),
            "[NaN]"),
        made(
            MultiMargin.class,
            () -> new MultiMargin(one, 3, 1, new float[0], Reduction.MEAN),
            "power 3",
            "1 or 2"),
        made(Huber.class, () -> new Huber(0, Reduction.MEAN), "delta 0", "δ > 0"),
        made(SmoothL1.class, () -> new SmoothL1(Float.NaN, Reduction.MEAN), "NaN", "β > 0"),
        made(PairwiseDistance.class, () -> new PairwiseDistance(0.5f, 0), "power 0.5", "1 or more"),
        refused(new PairwiseDistance(2, 0), in("[2, 3] [2, 4]"), "[2, 3]", "[2, 4]", "equal"),
        refused(new PairwiseDistance(2, 0), in("[] []"), "[]", "axis"));
  }

  private static List<Misfit> alignments() {
    Indices labels = Indices.of(new int[] {1, 2, 1, 1}, 2, 2);
    Ctc ctc = Ctc.of(labels, new int[] {3, 3}, new int[] {2, 1});
    return List.of(
        refused(ctc, in("[3, 2]"), "[3, 2]", "[2, 2]", "[steps, batch, classes]"),
        refused(ctc, in("[3, 4, 3]"), "[3, 4, 3]", "[2, 2]"),
        refused(ctc, in("[2, 2, 3]"), "[2, 2, 3]", "[3, 3]", "0 to 2"),
        outside(ctc, in("[3, 2, 2]"), "label 2", "0 to 1"),
        outside(ctc.blank(3), in("[3, 2, 3]"), "blank 3", "0 to 2"),
        refused(ctc.blank(1), in("[3, 2, 3]"), "blank 1", "example 0"),
        made(
            Ctc.class,
            () -> Ctc.of(labels, new int[] {3}, new int[] {2, 1}),
            "[2, 2]",
            "1 numbers"),
        made(
            Ctc.class,
            () -> Ctc.of(labels, new int[] {3, 3}, new int[] {2, 3}),
            "[2, 3]",
            "0 to 2"));
  }
}
