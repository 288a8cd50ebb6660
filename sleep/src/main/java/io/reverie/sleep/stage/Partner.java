package io.reverie.sleep.stage;

/** With whom a memory is recombined. */
public enum Partner {
  /** With a memory of any class, all classes in equal parts. */
  ANY,
  /** With a memory of its own class, itself perhaps. */
  SAME_CLASS,
  /** With a memory of another class; of its own where there is no other. */
  OTHER_CLASS
}
