package io.reverie.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;

/**
 * The kernels in use: the scalar definitions, or the SIMD overrides where the JVM offers them.
 *
 * <p>A family of kernels is a class, and the class is the definition: plain loops that say what is
 * computed. Its {@code Vector…} subclass says how to do so quickly. A new kernel therefore works on
 * every JVM on the day it is written, and the test that compares the two finds it when it gets an
 * override.
 *
 * <p>The choice is made once, into constants that the compiler sees through. On the module path the
 * engine's module requires {@code jdk.incubator.vector}, and SIMD needs no flag. On the class path
 * the module is there only if the command line adds it; a warning says so once. {@code
 * -Dreverie.simd=false} chooses the definitions.
 */
public final class Kernels {
  private static final Logger LOG = System.getLogger("io.reverie");
  private static final boolean SIMD = chooseSimd();

  /** Element by element. */
  public static final Pointwise POINTWISE = SIMD ? new VectorPointwise() : new Pointwise();

  /** Elementary functions. */
  public static final Elementary ELEMENTARY = SIMD ? new VectorElementary() : new Elementary();

  /** Activation functions. */
  public static final Nonlinear NONLINEAR = SIMD ? new VectorNonlinear() : new Nonlinear();

  /** Roundings, cut-offs and bends. */
  public static final Piecewise PIECEWISE = SIMD ? new VectorPiecewise() : new Piecewise();

  /** Larger and smaller, comparisons, masks. */
  public static final Selection SELECTION = SIMD ? new VectorSelection() : new Selection();

  /** Slopes in place of a step's. */
  public static final Surrogates SURROGATES = SIMD ? new VectorSurrogates() : new Surrogates();

  /** Along rows: softmax and its kin. */
  public static final Rows ROWS = SIMD ? new VectorRows() : new Rows();

  /** The matrix product. */
  public static final Gemm GEMM = SIMD ? new VectorGemm() : new Gemm();

  /** Products of many with one. */
  public static final Panels PANELS = SIMD ? new VectorPanels() : new Panels();

  /** Filters on images. */
  public static final Images IMAGES = new Images();

  /** Pools of images. */
  public static final Pools POOLS = SIMD ? new VectorPools() : new Pools();

  /** Images read at other places: padding and resizing. */
  public static final Resampling RESAMPLING = new Resampling();

  /** Means, deviations and what norms do with them. */
  public static final Norms NORMS = SIMD ? new VectorNorms() : new Norms();

  /** Steps of recurrent neurons. */
  public static final Cells CELLS = SIMD ? new VectorCells() : new Cells();

  /** The softmax of attention, tile by tile. */
  public static final Attending ATTENDING = SIMD ? new VectorAttending() : new Attending();

  /** One number for each line. */
  public static final Folds FOLDS = SIMD ? new VectorFolds() : new Folds();

  /** Running sums and products. */
  public static final Scans SCANS = new Scans();

  /** Numbers put elsewhere. */
  public static final Moves MOVES = SIMD ? new VectorMoves() : new Moves();

  /** The optimizers' passes over flat parameters. */
  public static final Updates UPDATES = SIMD ? new VectorUpdates() : new Updates();

  /** Losses, element by element. */
  public static final Deviations DEVIATIONS = new Deviations();

  /** Losses over all alignments of two sequences. */
  public static final Alignments ALIGNMENTS = new Alignments();

  private Kernels() {}

  /** Whether the SIMD kernels are in use. */
  public static boolean simd() {
    return SIMD;
  }

  /** What does the arithmetic, such as {@code 512-bit vectors} or {@code scalar}. */
  public static String describe() {
    return SIMD ? VectorPointwise.describe() : "scalar arithmetic";
  }

  private static boolean chooseSimd() {
    String wish = System.getProperty("reverie.simd", "auto").toLowerCase(Locale.ROOT);
    switch (wish) {
      case "auto", "true" -> {}
      case "false" -> {
        return false;
      }
      default ->
          throw new IllegalArgumentException(
              "-Dreverie.simd=" + wish + ": it is true, false or auto");
    }
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      String cure =
          "add --add-modules jdk.incubator.vector to the java command line, or put reverie-engine"
              + " on the module path";
      if (wish.equals("true")) {
        throw new IllegalStateException("-Dreverie.simd=true without the vector module: " + cure);
      }
      LOG.log(Level.WARNING, "reverie: scalar arithmetic, many times slower than SIMD; " + cure);
      return false;
    }
    LOG.log(Level.INFO, () -> "reverie: " + VectorPointwise.describe());
    return true;
  }
}
