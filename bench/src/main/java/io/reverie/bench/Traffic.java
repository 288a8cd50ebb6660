package io.reverie.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Bytes that must be read and written at least, counted: each input once, each output once. JMH
 * prints them a second.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Traffic {
  /** How many, in this iteration. */
  public double bytes;
}
