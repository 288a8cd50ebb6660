package io.reverie.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Floating-point operations, counted; a multiply-add is two. JMH prints them a second. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Flop {
  /** How many, in this iteration. */
  public double flop;
}
