package io.reverie.golden;

/** How an op of the golden cases is done with this engine: reads inputs, hands in outputs. */
@FunctionalInterface
interface GoldenOp {
  void run(GoldenCase golden) throws Exception;
}
